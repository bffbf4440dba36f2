//! The same wrong options: right answers agree by themselves, wrong ones seldom do.

use super::chance::{CERTAIN, at_least, one_in};
use super::{Answered, Signal, Traced};
use std::collections::BTreeMap;

/// Compares two attempts. How often a wrong option is chosen by itself is learnt from `rest`, the
/// attempts of everybody else, starting from all wrong options being equal.
pub(super) fn signal<'a, I: Iterator<Item = &'a Traced>>(
    own: &Traced,
    other: &Traced,
    rest: impl Fn() -> I,
    rare: u64,
) -> Option<Signal> {
    let theirs: BTreeMap<u32, &Answered> = other.answers.iter().map(|a| (a.question, a)).collect();
    let pairs: Vec<(&Answered, &Answered)> = own
        .answers
        .iter()
        .filter_map(|mine| Some((mine, *theirs.get(&mine.question)?)))
        .collect();
    let wrong: Vec<_> = pairs
        .iter()
        .filter(|(a, b)| !a.correct && !b.correct && a.options > 2)
        .collect();
    let same = wrong.iter().filter(|(a, b)| a.text == b.text).count();
    if same == 0 {
        return None;
    }
    let chances: Vec<u128> = wrong.iter().map(|(mine, _)| chance(mine, rest())).collect();
    let one_in = one_in(at_least(same, &chances), CERTAIN);
    let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    (one_in >= rare).then_some(Signal::AlikeAnswers {
        other: other.number,
        common: count(pairs.len()),
        both_wrong: count(wrong.len()),
        same_wrong: count(same),
        one_in,
    })
}

/// How likely somebody who errs chooses that wrong option.
fn chance<'a>(mine: &Answered, rest: impl Iterator<Item = &'a Traced>) -> u128 {
    let (mut same, mut wrong) = (1, u128::from(mine.options - 1));
    for answer in rest.flat_map(|traced| &traced.answers) {
        if answer.question == mine.question && !answer.correct {
            wrong += 1;
            same += u128::from(answer.text == mine.text);
        }
    }
    CERTAIN * same / wrong
}

#[cfg(test)]
mod tests {
    use super::super::pace::tests::traced;
    use super::super::signals;
    use super::*;

    /// Ten questions of four options; a letter a question, `a` is right.
    fn sheet(number: i64, letters: &str) -> Traced {
        traced(number, letters, &[4_000; 10])
    }

    fn alike(own: &Traced, others: &[Traced]) -> Vec<(i64, i64, i64, u64)> {
        let of = |signal| match signal {
            Signal::AlikeAnswers {
                other,
                both_wrong,
                same_wrong,
                one_in,
                ..
            } => Some((other, both_wrong, same_wrong, one_in)),
            _ => None,
        };
        signals(own, others, None)
            .into_iter()
            .filter_map(of)
            .collect()
    }

    #[test]
    fn the_same_wrong_options_are_told_with_their_rarity() {
        let own = sheet(1, "abcdbcdbaa");
        let others = [
            sheet(1, "abcdbcdbaa"),
            sheet(2, "abcdbcdbaa"),
            sheet(3, "aaaaddbaaa"),
        ];
        // Person 3 erred on questions 5, 6 and 7, each time otherwise: 3⁴ · 4³ = 5184.
        assert_eq!(alike(&own, &others), [(2, 7, 7, 5184)]);
    }

    #[test]
    fn a_trap_that_everybody_falls_into_says_nothing() {
        let own = sheet(1, "abbbbbbbaa");
        let others: Vec<Traced> = (2..12).map(|n| sheet(n, "abbbbbbbaa")).collect();
        assert_eq!(alike(&own, &others), []);
    }

    #[test]
    fn right_answers_agree_by_themselves() {
        assert_eq!(
            alike(&sheet(1, "aaaaaaaaaa"), &[sheet(2, "aaaaaaaaaa")]),
            []
        );
        assert_eq!(
            alike(&sheet(1, "aaaaabaaaa"), &[sheet(2, "aaaaabaaaa")]),
            []
        );
    }
}
