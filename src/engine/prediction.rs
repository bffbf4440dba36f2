//! The prediction question: what the value turned out to be, and how far a guess is from it
//! (algorithms.md 4, domain.md 2.3).

use super::ranking::Entry;
use crate::domain::contest::{CountedSet, Prediction, PredictionTarget};

/// The actual value. `valid` are all valid attempts in the scope of the question (the round, or all
/// rounds of the contest), `recognised` the recognised one of each person and round; voided entries
/// are in neither.
///
/// It comes from correctness alone, before any ranking, so that it can't depend on what is ranked
/// by it.
pub fn actual(question: &Prediction, valid: &[Entry], recognised: &[Entry]) -> i64 {
    let counted = match question.counted {
        CountedSet::Valid => valid,
        CountedSet::Recognised => recognised,
    };
    let perfect = || counted.iter().filter(|entry| entry.is_perfect());
    match question.target {
        PredictionTarget::People => people(counted.iter()),
        PredictionTarget::PeopleAllCorrect => people(perfect()),
        PredictionTarget::Attempts => as_number(counted.len()),
        PredictionTarget::AttemptsAllCorrect => as_number(perfect().count()),
    }
}

/// `|guess − actual|`, at most the greatest number that an `i64` holds.
pub fn distance(guess: i64, actual: i64) -> i64 {
    i64::try_from(guess.abs_diff(actual)).unwrap_or(i64::MAX)
}

fn people<'a>(entries: impl Iterator<Item = &'a Entry>) -> i64 {
    let mut numbers: Vec<i64> = entries.map(|entry| entry.number).collect();
    numbers.sort_unstable();
    numbers.dedup();
    as_number(numbers.len())
}

fn as_number(count: usize) -> i64 {
    i64::try_from(count).expect("fewer attempts than 2^63")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::contest::PredictionScope;
    use crate::engine::fixtures::entry;
    use PredictionTarget::{Attempts, AttemptsAllCorrect, People, PeopleAllCorrect};

    #[test]
    fn people_and_attempts_are_counted_apart() {
        let sat = |number, ordinal, correct| Entry {
            ordinal,
            correct,
            ..entry(number)
        };
        let valid = [
            sat(1, 1, 10),
            sat(1, 2, 10),
            sat(2, 1, 9),
            sat(2, 2, 10),
            sat(3, 1, 0),
        ];
        // By `first`: the first attempt of each.
        let recognised = [valid[0], valid[2], valid[4]];
        let counts = |target, counted| {
            let question = Prediction {
                prompt: "Có bao nhiêu?".to_owned(),
                target,
                required: true,
                scope: PredictionScope::Round,
                counted,
            };
            actual(&question, &valid, &recognised)
        };
        let all = [People, Attempts, PeopleAllCorrect, AttemptsAllCorrect];
        assert_eq!(all.map(|t| counts(t, CountedSet::Valid)), [3, 5, 2, 3]);
        assert_eq!(all.map(|t| counts(t, CountedSet::Recognised)), [3, 3, 1, 1]);
    }

    #[test]
    fn guesses_above_and_below_are_equally_far() {
        assert_eq!(distance(90, 100), 10);
        assert_eq!(distance(110, 100), 10);
        assert_eq!(distance(i64::MIN, i64::MAX), i64::MAX);
    }
}
