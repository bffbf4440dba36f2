//! The lot that decides where every comparator leaves people equal (algorithms.md 2).
//!
//! A seed `D` is committed to before the round opens. The standings are fixed by their root before a
//! public value, beacon2, is known; the tickets follow from all three, so that nobody could choose
//! who draws which. A person who is voided later is passed over and the next ticket moves up.

use super::digest::{Digest, Fields, MacKey, hash, hex};
use std::fmt::Write as _;

/// `C_lot = H(enc("thiluat/commit-lot/1", round_id, hex(D)))`.
pub fn commitment(round: &str, seed: &[u8; 32]) -> Digest {
    Fields::of("thiluat/commit-lot/1")
        .text(round)
        .text(&hex(seed))
        .hash()
}

/// `root = H(JCS([[place, number], …]))` over the final standings, by place, then number.
///
/// # Panics
/// Never: a text takes what is written to it.
pub fn root(standings: impl IntoIterator<Item = (i64, i64)>) -> Digest {
    let mut text = String::from("[");
    for (at, (place, number)) in standings.into_iter().enumerate() {
        let comma = if at == 0 { "" } else { "," };
        write!(text, "{comma}[{place},{number}]").expect("a String takes all");
    }
    text.push(']');
    hash(text.as_bytes())
}

/// The tickets of a round.
#[derive(Debug, Clone)]
pub struct Lot {
    key: MacKey,
    root: String,
    beacon: String,
}

impl Lot {
    /// Of the seed `D`, the root of the standings and the public value that came later.
    pub fn new(seed: &[u8; 32], root: &Digest, beacon2: &str) -> Self {
        Self {
            key: MacKey::new(seed),
            root: hex(root),
            beacon: beacon2.to_owned(),
        }
    }

    /// `M(D, enc("thiluat/lot/1", hex(root), beacon2, p))`; the smallest wins.
    pub fn ticket(&self, number: i64) -> Digest {
        self.key.mac(
            Fields::of("thiluat/lot/1")
                .text(&self.root)
                .text(&self.beacon)
                .number(number)
                .as_bytes(),
        )
    }

    /// The turn of each of these people, by number: 1 for the smallest ticket of all. It stays the
    /// same when somebody is passed over, so that it can be printed.
    pub fn turns(&self, numbers: impl IntoIterator<Item = i64>) -> Vec<(i64, i64)> {
        let mut drawn: Vec<(Digest, i64)> =
            numbers.into_iter().map(|n| (self.ticket(n), n)).collect();
        drawn.sort_unstable();
        let mut turns: Vec<(i64, i64)> = (1..)
            .zip(drawn)
            .map(|(turn, (_, number))| (number, turn))
            .collect();
        turns.sort_unstable();
        turns
    }
}

/// Places by lot: `standings` are `(place, number)` by place, then number, where equals share a place;
/// `turns` is what [`Lot::turns`] gave. Gives `(place, number, turn)` by place.
pub fn resolve(standings: &[(i64, i64)], turns: &[(i64, i64)]) -> Vec<(i64, i64, Option<i64>)> {
    let turn = |number: i64| {
        let at = turns.binary_search_by_key(&number, |(number, _)| *number);
        at.ok().map(|at| turns[at].1)
    };
    let mut resolved = Vec::with_capacity(standings.len());
    for equals in standings.chunk_by(|a, b| a.0 == b.0) {
        let mut drawn: Vec<(Option<i64>, i64)> =
            equals.iter().map(|(_, n)| (turn(*n), *n)).collect();
        // Nobody is without a turn; if somebody were, he would come last and not first.
        drawn.sort_unstable_by_key(|(turn, number)| (turn.is_none(), *turn, *number));
        resolved.extend(
            (equals[0].0..)
                .zip(drawn)
                .map(|(place, (turn, number))| (place, number, turn)),
        );
    }
    resolved
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Computed by a program in another language.
    #[test]
    fn the_vectors_hold() {
        let seed: [u8; 32] = std::array::from_fn(|at| u8::try_from(at).unwrap());
        assert_eq!(
            hex(&commitment("r1", &seed)),
            "2ff1ec6a4e9eca93381cef247a8633e6a954c943c7b724bcd4cb216bce901b0d"
        );
        let root = root([(1, 7), (2, 3), (2, 9), (4, 1)]);
        assert_eq!(
            hex(&root),
            "f91e38cb3876ce884dd1a44b8a820c67357362a7b99eabfb62419177eac0ff32"
        );
        let lot = Lot::new(&seed, &root, "48213");
        assert_eq!(
            hex(&lot.ticket(7)),
            "7114c735b79b156f7f59ceef2ab65e240bb8fef3901f0c55ff79ae6b3d7a198b"
        );
        assert_eq!(lot.turns([7, 3, 9, 1]), [(1, 4), (3, 3), (7, 2), (9, 1)]);
    }

    #[test]
    fn only_equals_are_drawn_for() {
        let turns = [(1, 4), (3, 2), (7, 3), (9, 1)];
        assert_eq!(
            resolve(&[(1, 7), (2, 3), (2, 9), (4, 1)], &turns),
            [
                (1, 7, Some(3)),
                (2, 9, Some(1)),
                (3, 3, Some(2)),
                (4, 1, Some(4))
            ]
        );
    }

    proptest! {
        #[test]
        fn whoever_is_passed_over_changes_the_order_of_no_one_else(
            seed: [u8; 32], beacon: String, people in 2_i64..60, gone: prop::sample::Index,
        ) {
            let lot = Lot::new(&seed, &root((1..=people).map(|n| (1, n))), &beacon);
            let turns = lot.turns(1..=people);
            let all: Vec<(i64, i64)> = (1..=people).map(|n| (1, n)).collect();
            let gone = 1 + i64::try_from(gone.index(all.len())).unwrap();
            let left: Vec<(i64, i64)> = all.iter().copied().filter(|(_, n)| *n != gone).collect();
            let order = |of: &[(i64, i64)]| -> Vec<i64> {
                resolve(of, &turns).iter().map(|(_, n, _)| *n).filter(|n| *n != gone).collect()
            };
            prop_assert_eq!(order(&all), order(&left));
        }
    }
}
