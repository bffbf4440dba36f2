//! Rankings of people over rounds (algorithms.md 4, domain.md 2.2 C10).
//!
//! The results of a person's rounds become one [`Entry`], which is ranked like that of a round.

use super::ranking::Entry;
use crate::domain::contest::OverallRule;
use std::collections::BTreeMap;

/// A person's recognised attempt in a counted round.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RoundEntry {
    /// The attempt, its `score` with the essay in it.
    pub entry: Entry,
    /// The place in the round; none for who was not ranked there.
    pub place: Option<i64>,
    /// Whether the round is the final.
    pub is_final: bool,
}

/// One entry a person, by number: `score` are the points by the rule, `correct`, `questions`, time
/// used and attempts those of the counted rounds together, `submitted_at` the last hand-in.
///
/// Who was not ranked in a round, because he failed it or reached too little, brings nothing from it.
/// `best_round` counts the round with the most points, of equal ones the faster, then the earlier.
pub fn overall(entries: &[RoundEntry], rule: OverallRule, points: &[u32]) -> Vec<Entry> {
    let mut people: BTreeMap<i64, Vec<&RoundEntry>> = BTreeMap::new();
    for round in entries {
        let counts = round.place.is_some() && (rule != OverallRule::FinalOnly || round.is_final);
        if counts {
            people.entry(round.entry.number).or_default().push(round);
        }
    }
    people
        .into_values()
        .filter_map(|rounds| match rule {
            OverallRule::SumBest => together(&rounds, |round| round.entry.score),
            OverallRule::RankPoints => together(&rounds, |round| of_place(points, round.place)),
            OverallRule::FinalOnly | OverallRule::BestRound => rounds
                .iter()
                .map(|round| round.entry)
                .min_by_key(|e| (-e.score, e.duration_ms, e.submitted_at, e.attempt)),
        })
        .collect()
}

fn of_place(points: &[u32], place: Option<i64>) -> i64 {
    place
        .and_then(|place| usize::try_from(place - 1).ok())
        .and_then(|at| points.get(at))
        .map_or(0, |points| i64::from(*points))
}

fn together(rounds: &[&RoundEntry], points: impl Fn(&RoundEntry) -> i64) -> Option<Entry> {
    let last = rounds
        .iter()
        .max_by_key(|r| (r.entry.submitted_at, r.entry.attempt))?;
    let sum = |of: fn(&Entry) -> i64| rounds.iter().map(|round| of(&round.entry)).sum();
    Some(Entry {
        correct: sum(|e| e.correct),
        questions: sum(|e| e.questions),
        score: rounds.iter().map(|round| points(round)).sum(),
        duration_ms: sum(|e| e.duration_ms),
        attempts_used: sum(|e| e.attempts_used),
        prediction: None,
        essay: None,
        failed: false,
        ..last.entry
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::fixtures::{at, entry};
    use proptest::prelude::*;

    fn of(number: i64, score: i64, place: Option<i64>, is_final: bool) -> RoundEntry {
        let entry = Entry {
            score,
            duration_ms: score * 1000,
            ..entry(number)
        };
        RoundEntry {
            entry,
            place,
            is_final,
        }
    }

    fn scores(entries: &[RoundEntry], rule: OverallRule, points: &[u32]) -> Vec<(i64, i64)> {
        let all = overall(entries, rule, points);
        all.iter().map(|e| (e.number, e.score)).collect()
    }

    #[test]
    fn each_rule_makes_one_number_of_the_rounds() {
        let entries = [
            of(1, 10, Some(1), false),
            of(1, 7, Some(3), true),
            of(2, 8, Some(2), false),
            of(2, 9, Some(1), true),
            of(3, 9, None, true),
            of(3, 4, Some(9), false),
        ];
        let rule = |rule| scores(&entries, rule, &[10, 8, 6]);
        assert_eq!(rule(OverallRule::SumBest), [(1, 17), (2, 17), (3, 4)]);
        assert_eq!(rule(OverallRule::BestRound), [(1, 10), (2, 9), (3, 4)]);
        assert_eq!(rule(OverallRule::FinalOnly), [(1, 7), (2, 9)]);
        assert_eq!(rule(OverallRule::RankPoints), [(1, 16), (2, 18), (3, 0)]);
    }

    #[test]
    fn of_equal_rounds_the_faster_and_then_the_earlier_is_the_best() {
        let round = |attempt, duration_ms, seconds| RoundEntry {
            entry: Entry {
                attempt: entry(attempt).attempt,
                duration_ms,
                submitted_at: at(seconds),
                ..entry(1)
            },
            place: Some(1),
            is_final: false,
        };
        let all = [
            round(1, 9_000, 10),
            round(2, 8_000, 30),
            round(3, 8_000, 20),
        ];
        let best = overall(&all, OverallRule::BestRound, &[]);
        assert_eq!(best[0].attempt, entry(3).attempt);
    }

    proptest! {
        #[test]
        fn sums_do_not_depend_on_the_order_of_rounds(
            (given, shuffled) in prop::collection::vec((1_i64..6, 0_i64..20, 1_i64..9), 0..30)
                .prop_flat_map(|all| (Just(all.clone()), Just(all).prop_shuffle())),
        ) {
            let made = |list: &[(i64, i64, i64)]| -> Vec<RoundEntry> {
                list.iter().map(|(n, score, place)| of(*n, *score, Some(*place), false)).collect()
            };
            let (given, shuffled) = (made(&given), made(&shuffled));
            for rule in [OverallRule::SumBest, OverallRule::RankPoints, OverallRule::BestRound] {
                prop_assert_eq!(
                    scores(&given, rule, &[5, 3, 1]),
                    scores(&shuffled, rule, &[5, 3, 1])
                );
            }
            let total: i64 = given.iter().map(|round| round.entry.score).sum();
            let summed: i64 = scores(&given, OverallRule::SumBest, &[]).iter().map(|(_, s)| s).sum();
            prop_assert_eq!(total, summed);
        }
    }
}
