//! The same order of answering on papers that show the questions in different orders.

use super::chance::{one_in, orders_within};
use super::{Signal, Traced};
use std::collections::BTreeMap;

/// So many common questions are looked at; more would not make a coincidence rarer than what is told.
const MOST: usize = 30;

/// Compares the orders in which two people answered the questions that both were asked.
pub(super) fn signal(own: &Traced, other: &Traced, rare: u64) -> Option<Signal> {
    let theirs: BTreeMap<u32, (usize, u16)> = other
        .answers
        .iter()
        .map(|answer| (answer.question, (answer.order, answer.slot)))
        .collect();
    let mut common: Vec<(usize, u16, usize, u16)> = own
        .answers
        .iter()
        .filter_map(|mine| {
            let (order, slot) = theirs.get(&mine.question)?;
            Some((mine.order, mine.slot, *order, *slot))
        })
        .collect();
    common.sort_unstable();
    common.truncate(MOST);
    let apart = inversions(common.iter().map(|(_, _, order, _)| *order));
    common.sort_unstable_by_key(|(_, slot, ..)| *slot);
    let on_paper = inversions(common.iter().map(|(_, _, _, slot)| usize::from(*slot)));
    // Papers that agree explain answers that agree: people go from the top to the bottom.
    if on_paper <= apart {
        return None;
    }
    let (so_few, all) = orders_within(common.len(), apart);
    let one_in = one_in(so_few, all);
    let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    (one_in >= rare).then_some(Signal::SameOrder {
        other: other.number,
        common: count(common.len()),
        apart: count(apart),
        one_in,
    })
}

/// Pairs that do not stand in rising order.
fn inversions(list: impl Iterator<Item = usize>) -> usize {
    let list: Vec<usize> = list.collect();
    list.iter()
        .enumerate()
        .map(|(at, value)| list[at + 1..].iter().filter(|later| *later < value).count())
        .sum()
}

#[cfg(test)]
mod tests {
    use super::super::pace::tests::traced;
    use super::super::signals;
    use super::*;

    /// Answers ten questions in that order on a paper that shows them in that one.
    fn answering(number: i64, order: [usize; 10], paper: [u16; 10]) -> Traced {
        let mut traced = traced(number, "aaaaaaaaaa", &[4_000; 10]);
        for (at, answer) in traced.answers.iter_mut().enumerate() {
            answer.order = order[at];
            answer.slot = paper[at];
        }
        traced
    }

    fn same_order(own: &Traced, other: &Traced) -> Vec<(i64, i64, u64)> {
        let of = |signal| match signal {
            Signal::SameOrder {
                common,
                apart,
                one_in,
                ..
            } => Some((common, apart, one_in)),
            _ => None,
        };
        signals(own, std::slice::from_ref(other), None)
            .into_iter()
            .filter_map(of)
            .collect()
    }

    const ORDER: [usize; 10] = [3, 1, 4, 0, 5, 9, 2, 6, 8, 7];

    #[test]
    fn the_same_order_on_other_papers_is_told() {
        let own = answering(1, ORDER, [4, 2, 5, 1, 6, 10, 3, 7, 9, 8]);
        let other = answering(2, ORDER, [10, 9, 8, 7, 6, 5, 4, 3, 2, 1]);
        assert_eq!(same_order(&own, &other), [(10, 0, 3_628_800)]);
    }

    #[test]
    fn the_same_order_on_the_same_paper_is_nothing() {
        let paper = [4, 2, 5, 1, 6, 10, 3, 7, 9, 8];
        assert_eq!(
            same_order(&answering(1, ORDER, paper), &answering(2, ORDER, paper)),
            []
        );
    }

    #[test]
    fn everybody_from_the_top_of_an_own_paper_is_nothing() {
        let own = answering(
            1,
            [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
            [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
        );
        let other = answering(2, ORDER, [4, 2, 5, 1, 6, 10, 3, 7, 9, 8]);
        assert_eq!(same_order(&own, &other), []);
    }
}
