//! Which questions a paper holds (algorithms.md 1, step 5).

use super::shuffle::{choose, shuffle};
use super::stream::Stream;
use crate::engine::blueprint::CellCount;

/// A cell in the form that draws fast: questions are indices into one list that is sorted by id, so
/// that manifest order is ascending order.
#[derive(Debug, Clone)]
pub(super) struct DrawCell {
    pub(super) rule: CellCount,
    pub(super) questions: Vec<u32>,
}

/// A question taken, and the cell it was taken for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Pick {
    pub(super) question: u32,
    pub(super) cell: u16,
}

/// Takes the questions of a paper. `earlier` are the questions of this person's papers of smaller
/// ordinals, strictly ascending.
///
/// The list of fresh candidates is never written down: it is the cell without a few excluded places,
/// and only the drawn indices are mapped around those.
pub(super) fn pick(
    cells: &[DrawCell],
    group: Option<&str>,
    earlier: &[u32],
    stream: &mut Stream,
) -> Vec<Pick> {
    let mut picks: Vec<Pick> = Vec::with_capacity(32);
    for (at, cell) in (0_u16..).zip(cells) {
        if !cell.rule.is_for(group) {
            continue;
        }
        let place_of = |question: u32| cell.questions.binary_search(&question).ok();
        let count = cell.rule.count as usize;
        let taken: Vec<usize> = picks.iter().filter_map(|p| place_of(p.question)).collect();
        let mut seen: Vec<usize> = earlier.iter().filter_map(|q| place_of(*q)).collect();
        seen.retain(|place| !taken.contains(place));

        let mut excluded = taken;
        excluded.extend_from_slice(&seen);
        excluded.sort_unstable();
        // After this, excluded[t] is how many fresh candidates stand before the t-th excluded place.
        for (before, place) in excluded.iter_mut().enumerate() {
            *place -= before;
        }
        let fresh = cell.questions.len() - excluded.len();
        let take = |place: usize| Pick {
            question: cell.questions[place],
            cell: at,
        };
        for index in choose(fresh, count, stream) {
            picks.push(take(index + excluded.partition_point(|at| *at <= index)));
        }
        if fresh < count {
            let rest = count - fresh;
            shuffle(&mut seen, rest, stream);
            picks.extend(seen.into_iter().take(rest).map(take));
        }
    }
    picks
}
