//! Parents before children.

use std::collections::{BTreeMap, BTreeSet};

/// Puts units (code, code of the parent) into an order in which parents come before children;
/// parents that are not among them are there already.
///
/// `known` are the codes with their parents that are there already. Gives indices, or the indices
/// of units that are, through the whole tree, above themselves.
pub(super) fn parents_first(
    units: &[(&str, Option<&str>)],
    known: &BTreeMap<&str, Option<&str>>,
) -> Result<Vec<usize>, Vec<usize>> {
    let own: BTreeMap<&str, usize> = units
        .iter()
        .enumerate()
        .map(|(at, (code, _))| (*code, at))
        .collect();
    let parent = |code: &str| match own.get(code) {
        Some(at) => units[*at].1,
        None => known.get(code).copied().flatten(),
    };
    let mut rounds = Vec::new();
    let mut depths = Vec::with_capacity(units.len());
    for (at, (code, above)) in units.iter().enumerate() {
        let mut seen = BTreeSet::from([*code]);
        let mut next = *above;
        while let Some(above) = next {
            if !seen.insert(above) {
                rounds.push(at);
                break;
            }
            next = parent(above);
        }
        depths.push((seen.len(), at));
    }
    if !rounds.is_empty() {
        return Err(rounds);
    }
    depths.sort_unstable();
    Ok(depths.into_iter().map(|(_, at)| at).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn children_wait_for_their_parents() {
        let units = [
            ("c", Some("b")),
            ("b", Some("a")),
            ("x", None),
            ("a", Some("there")),
        ];
        let known = BTreeMap::from([("there", None)]);
        assert_eq!(parents_first(&units, &known).unwrap(), [2, 3, 1, 0]);
    }

    #[test]
    fn a_circle_through_what_is_there_is_found() {
        let known = BTreeMap::from([("a", None), ("b", Some("a"))]);
        assert_eq!(parents_first(&[("a", Some("b"))], &known), Err(vec![0]));
        assert_eq!(
            parents_first(&[("a", Some("a"))], &BTreeMap::new()),
            Err(vec![0])
        );
    }
}
