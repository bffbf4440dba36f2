//! Where a person stands: the key by which places are given.

use serde::{Deserialize, Serialize};

/// A round's comparators as numbers, the smaller key standing higher.
///
/// The engine fills it from a result: a comparator that runs downwards enters negated, places
/// beyond the list hold 0. Six numbers carry the longest list of algorithms.md 4 that a board can
/// show while a round runs; equal keys share a place.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
pub struct RankKey(pub [i64; 6]);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_difference_decides() {
        let faster = RankKey([-10, 40, 9, 0, 0, 0]);
        let slower = RankKey([-10, 41, 1, 0, 0, 0]);
        let fewer = RankKey([-9, 1, 1, 0, 0, 0]);
        assert!(faster < slower && slower < fewer);
    }
}
