//! Who comes on from an earlier round (domain.md 2.1, Structure).

use super::ranking::{Entry, Standing};
use crate::domain::contest::{Promotion, PromotionScope};
use crate::domain::{AttemptId, ParticipantId, UnitId};
use std::collections::{BTreeMap, HashMap};

/// A person with what promotion looks at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// The recognised attempt.
    pub entry: Entry,
    /// Code of the group.
    pub group: Option<String>,
    /// The unit.
    pub unit: Option<UnitId>,
}

/// The people who come on, with the place that counted: in the round, the group or the unit. Places
/// are those of the standings, so that whoever shares the last one comes on too. With a quota for each
/// group or unit, those who have none come on together as one.
pub fn promoted(
    standings: &[Standing],
    candidates: &BTreeMap<AttemptId, Candidate>,
    rules: &Promotion,
) -> Vec<(ParticipantId, i64)> {
    /// The part that a place is counted in.
    type Part = (Option<String>, Option<UnitId>);
    // People so far, the place of the last of them in the round, and its place in the part.
    let mut parts: HashMap<Part, (i64, i64, i64)> = HashMap::new();
    let mut promoted = Vec::new();
    for standing in standings {
        let Some(candidate) = candidates.get(&standing.attempt) else {
            continue;
        };
        let part = match rules.per {
            PromotionScope::Round => (None, None),
            PromotionScope::Group => (candidate.group.clone(), None),
            PromotionScope::Unit => (None, candidate.unit),
        };
        let (people, last, place) = parts.entry(part).or_insert((0, 0, 0));
        *people += 1;
        if standing.place != *last {
            (*last, *place) = (standing.place, *people);
        }
        let within = rules.top.is_none_or(|top| *place <= i64::from(top));
        if within && reaches(&candidate.entry, rules) {
            promoted.push((standing.participant, *place));
        }
    }
    promoted
}

fn reaches(entry: &Entry, rules: &Promotion) -> bool {
    let least = rules.least.unwrap_or_default();
    let reached = |value: i64, least: Option<u32>| value >= least.map_or(0, i64::from);
    reached(entry.correct, least.correct)
        && reached(entry.score, least.score)
        && reached(entry.essay.unwrap_or(0), least.essay)
        && reached(entry.total(), least.total)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::contest::{Least, RankingRules};
    use crate::engine::fixtures::entry;
    use crate::engine::ranking::{Ranking, standings};
    use uuid::Uuid;

    fn field() -> (Vec<Standing>, BTreeMap<AttemptId, Candidate>) {
        let people = [
            (1, 10, "a", 1),
            (2, 9, "a", 1),
            (3, 9, "b", 1),
            (4, 9, "a", 2),
            (5, 8, "b", 2),
        ];
        let candidates: Vec<Candidate> = people
            .into_iter()
            .map(|(number, correct, group, unit)| Candidate {
                entry: Entry {
                    correct,
                    score: correct,
                    ..entry(number)
                },
                group: Some(group.to_owned()),
                unit: Some(UnitId(Uuid::from_u128(unit))),
            })
            .collect();
        let entries: Vec<Entry> = candidates.iter().map(|c| c.entry).collect();
        let rules = RankingRules {
            individual: vec!["correct desc".parse().unwrap()],
            ..RankingRules::default()
        };
        let standings = standings(&entries, &Ranking::new(&rules).unwrap(), None);
        (
            standings,
            candidates
                .into_iter()
                .map(|c| (c.entry.attempt, c))
                .collect(),
        )
    }

    fn come_on(top: Option<u32>, per: PromotionScope, correct: Option<u32>) -> Vec<i64> {
        let (standings, candidates) = field();
        let least = correct.map(|correct| Least {
            correct: Some(correct),
            ..Least::default()
        });
        let rules = Promotion {
            from: "r".to_owned(),
            top,
            per,
            least,
        };
        let mut numbers: Vec<i64> = promoted(&standings, &candidates, &rules)
            .into_iter()
            .map(|(id, _)| i64::try_from(id.0.as_u128()).unwrap())
            .collect();
        numbers.sort_unstable();
        numbers
    }

    #[test]
    fn whoever_shares_the_last_place_comes_on_too() {
        assert_eq!(come_on(Some(1), PromotionScope::Round, None), [1]);
        assert_eq!(come_on(Some(2), PromotionScope::Round, None), [1, 2, 3, 4]);
    }

    #[test]
    fn quotas_are_counted_in_each_group_and_unit() {
        assert_eq!(come_on(Some(1), PromotionScope::Group, None), [1, 3]);
        assert_eq!(
            come_on(Some(2), PromotionScope::Group, None),
            [1, 2, 3, 4, 5]
        );
        assert_eq!(come_on(Some(1), PromotionScope::Unit, None), [1, 4]);
    }

    #[test]
    fn a_threshold_holds_alone_and_together_with_places() {
        assert_eq!(come_on(None, PromotionScope::Round, Some(9)), [1, 2, 3, 4]);
        assert_eq!(come_on(Some(1), PromotionScope::Unit, Some(10)), [1]);
    }
}
