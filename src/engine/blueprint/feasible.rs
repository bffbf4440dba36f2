//! The check before a round opens (algorithms.md 1, step 5).

use crate::domain::contest::BlueprintCell;
use serde::Deserialize;
use std::cmp::Ordering;
use std::collections::BTreeSet;

/// What the draw needs to know of a cell.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct CellCount {
    /// How many questions it draws.
    pub count: u32,
    /// Only for participants of this group.
    #[serde(default)]
    pub group: Option<String>,
}

impl CellCount {
    /// Whether a participant of that group draws from it.
    pub fn is_for(&self, group: Option<&str>) -> bool {
        self.group.is_none() || self.group.as_deref() == group
    }
}

impl From<&BlueprintCell> for CellCount {
    fn from(cell: &BlueprintCell) -> Self {
        Self {
            count: cell.count,
            group: cell.group.clone(),
        }
    }
}

/// Why a blueprint can't be drawn.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotFeasible {
    /// No cell draws anything.
    #[error("the blueprint draws no question")]
    Empty,
    /// A cell holds fewer questions than it may have to draw.
    #[error(
        "blueprint[{cell}] needs {needs} different questions, {count} of its own and {overlap} that earlier cells may take from it, but only {has} fit it", needs = .count + .overlap
    )]
    TooFew {
        /// Index of the cell in the blueprint, from 0.
        cell: usize,
        /// The group whose papers could not be filled; none: people without one.
        group: Option<String>,
        /// Its `count`.
        count: u64,
        /// How many of its questions cells before it may take.
        overlap: u64,
        /// How many questions it may draw.
        has: u64,
    },
}

/// Checks, for people of every group that a cell names and for people of none, that for every cell
/// `i`: `count_i + Σ over earlier j of min(count_j, |C_i ∩ C_j|) ≤ |C_i|`. Then no draw can run
/// short, whatever it takes first.
///
/// `candidates[i]` are the questions of cell `i`, strictly ascending.
///
/// # Panics
/// If there are not as many lists of candidates as cells.
pub fn check<T: Ord>(cells: &[CellCount], candidates: &[Vec<T>]) -> Result<(), NotFeasible> {
    assert_eq!(cells.len(), candidates.len(), "a list for every cell");
    if cells.iter().all(|cell| cell.count == 0) {
        return Err(NotFeasible::Empty);
    }
    for (i, demand) in demands(cells, candidates).into_iter().enumerate() {
        if demand.needs() > demand.has {
            return Err(NotFeasible::TooFew {
                cell: i,
                group: demand.group,
                count: demand.count,
                overlap: demand.overlap,
                has: demand.has,
            });
        }
    }
    Ok(())
}

/// What a cell asks of its questions in the worst case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Demand {
    /// The group whose papers ask for the most; none: people without one.
    pub group: Option<String>,
    /// Its `count`.
    pub count: u64,
    /// How many of its questions cells before it may take.
    pub overlap: u64,
    /// How many questions it may draw.
    pub has: u64,
}

impl Demand {
    /// How many questions have to fit the cell.
    pub fn needs(&self) -> u64 {
        self.count + self.overlap
    }
}

/// What every cell asks for, in the order of the blueprint, by the rule of [`check`].
///
/// # Panics
/// If there are not as many lists of candidates as cells.
pub fn demands<T: Ord>(cells: &[CellCount], candidates: &[Vec<T>]) -> Vec<Demand> {
    assert_eq!(cells.len(), candidates.len(), "a list for every cell");
    let groups: BTreeSet<Option<&str>> = cells
        .iter()
        .map(|cell| cell.group.as_deref())
        .chain([None])
        .collect();
    let in_group = |i: usize, group: Option<&str>| {
        let overlap = (0..i)
            .filter(|j| cells[*j].is_for(group))
            .map(|j| u64::from(cells[j].count).min(shared(&candidates[i], &candidates[j])))
            .sum();
        Demand {
            group: group.map(str::to_owned),
            count: u64::from(cells[i].count),
            overlap,
            has: candidates[i].len() as u64,
        }
    };
    (0..cells.len())
        .map(|i| {
            let met = groups.iter().filter(|group| cells[i].is_for(**group));
            let mut worst: Option<Demand> = None;
            for group in met {
                let demand = in_group(i, *group);
                if worst
                    .as_ref()
                    .is_none_or(|worst| demand.overlap > worst.overlap)
                {
                    worst = Some(demand);
                }
            }
            // A cell is always met by its own group, or by people of none.
            worst.unwrap_or_else(|| in_group(i, cells[i].group.as_deref()))
        })
        .collect()
}

/// Size of the intersection of two ascending lists.
fn shared<T: Ord>(a: &[T], b: &[T]) -> u64 {
    let (mut a, mut b) = (a.iter().peekable(), b.iter().peekable());
    let mut both = 0;
    while let (Some(x), Some(y)) = (a.peek(), b.peek()) {
        match x.cmp(y) {
            Ordering::Less => drop(a.next()),
            Ordering::Greater => drop(b.next()),
            Ordering::Equal => {
                both += 1;
                a.next();
                b.next();
            }
        }
    }
    both
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(count: u32, group: Option<&str>) -> CellCount {
        CellCount {
            count,
            group: group.map(str::to_owned),
        }
    }

    #[test]
    fn a_cell_must_survive_what_earlier_cells_take() {
        let candidates = [(1..=12).collect(), (10..=15).collect::<Vec<u32>>()];
        assert_eq!(check(&[cell(4, None), cell(3, None)], &candidates), Ok(()));
        let refused = check(&[cell(4, None), cell(4, None)], &candidates).unwrap_err();
        assert_eq!(
            refused,
            NotFeasible::TooFew {
                cell: 1,
                group: None,
                count: 4,
                overlap: 3,
                has: 6
            }
        );
        assert!(refused.to_string().contains("blueprint[1] needs 7"));
        // One question taken by a cell of one can't cost more than one.
        assert_eq!(check(&[cell(1, None), cell(5, None)], &candidates), Ok(()));
    }

    #[test]
    fn cells_of_other_groups_take_nothing() {
        let same: Vec<u32> = (1..=5).collect();
        let candidates = [same.clone(), same.clone(), same];
        let apart = [cell(5, Some("a")), cell(5, Some("b")), cell(0, None)];
        assert_eq!(check(&apart, &candidates), Ok(()));
        let shared = [cell(3, Some("a")), cell(5, Some("b")), cell(1, None)];
        assert!(matches!(
            check(&shared, &candidates),
            Err(NotFeasible::TooFew { cell: 2, group: Some(group), .. }) if group == "b"
        ));
    }

    #[test]
    fn a_blueprint_of_nothing_is_refused() {
        assert_eq!(check::<u32>(&[], &[]), Err(NotFeasible::Empty));
    }
}
