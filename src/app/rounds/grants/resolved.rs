//! What all grants of a round come to for one person.

use crate::domain::contest::AttemptScope;
use crate::domain::running::{Given, GrantTo};
use crate::domain::{ContestId, Millis, ParticipantId, RoundId, Timestamp, UnitId};
use crate::engine::attempt::Extra;
use crate::store::{StoreError, UnitOfWork};
use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// A grant without the one it is for.
#[derive(Debug, Clone, Copy)]
struct Item {
    round: RoundId,
    given: Given,
    at: Timestamp,
}

/// Grants of a contest as a round counts them.
#[derive(Debug, Clone, Default)]
pub(in crate::app) struct Grants {
    people: HashMap<ParticipantId, Vec<Item>>,
    units: Vec<(Arc<HashSet<UnitId>>, Item)>,
    everybody: Vec<Item>,
}

impl Grants {
    /// All grants of a contest, with the units below those that they name.
    pub async fn read(work: &mut dyn UnitOfWork, contest: ContestId) -> Result<Self, StoreError> {
        let mut grants = Self::default();
        let mut trees: HashMap<UnitId, Arc<HashSet<UnitId>>> = HashMap::new();
        for grant in work.grants_of_contest(contest).await? {
            let item = Item {
                round: grant.round,
                given: grant.given,
                at: grant.at,
            };
            match grant.to {
                GrantTo::Person(person) => grants.people.entry(person).or_default().push(item),
                GrantTo::Unit(top) => {
                    let units = match trees.entry(top) {
                        Entry::Occupied(known) => Arc::clone(known.get()),
                        Entry::Vacant(free) => {
                            let below = Arc::new(work.units_below(top).await?);
                            Arc::clone(free.insert(below))
                        }
                    };
                    grants.units.push((units, item));
                }
                GrantTo::All => grants.everybody.push(item),
            }
        }
        Ok(grants)
    }

    fn of(&self, person: ParticipantId, unit: Option<UnitId>) -> impl Iterator<Item = &Item> {
        let own = self.people.get(&person).into_iter().flatten();
        let of_unit = self
            .units
            .iter()
            .filter(move |(units, _)| unit.is_some_and(|unit| units.contains(&unit)))
            .map(|(_, item)| item);
        own.chain(of_unit).chain(&self.everybody)
    }

    /// Time that a person was given in a round.
    pub fn time(&self, round: RoundId, person: ParticipantId, unit: Option<UnitId>) -> Millis {
        let seconds: i64 = self
            .of(person, unit)
            .filter(|item| item.round == round)
            .map(|item| match item.given {
                Given::Seconds(seconds) => i64::from(seconds),
                Given::Attempts(_) => 0,
            })
            .sum();
        Millis::seconds(seconds)
    }

    /// The same with the attempts that count where and while the rules count attempts: in the round,
    /// in the round on the day on which they were given, or in the whole contest.
    pub fn extra(
        &self,
        (round, per): (RoundId, AttemptScope),
        (person, unit): (ParticipantId, Option<UnitId>),
        now: Timestamp,
    ) -> Extra {
        let counts = |item: &&Item| match per {
            AttemptScope::Round => item.round == round,
            AttemptScope::Day => item.round == round && item.at.vietnam_day() == now.vietnam_day(),
            AttemptScope::Contest => true,
        };
        let attempts = self
            .of(person, unit)
            .filter(counts)
            .map(|item| match item.given {
                Given::Seconds(_) => 0,
                Given::Attempts(attempts) => attempts,
            })
            .fold(0, u32::saturating_add);
        Extra {
            time: self.time(round, person, unit),
            attempts,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_millis(1_796_083_200_000 + second * 1_000)
    }

    #[test]
    fn what_is_given_adds_up_where_the_rules_count() {
        let (here, there) = (RoundId(Uuid::from_u128(1)), RoundId(Uuid::from_u128(2)));
        let (an, binh) = (
            ParticipantId(Uuid::from_u128(3)),
            ParticipantId(Uuid::from_u128(4)),
        );
        let (school, class) = (UnitId(Uuid::from_u128(5)), UnitId(Uuid::from_u128(6)));
        let item = |round, given, at| Item { round, given, at };
        let attempt = Given::Attempts(1);
        let grants = Grants {
            people: HashMap::from([(an, vec![item(here, attempt, at(0))])]),
            units: vec![(
                Arc::new(HashSet::from([school, class])),
                item(here, Given::Seconds(60), at(0)),
            )],
            everybody: vec![
                item(here, Given::Seconds(30), at(0)),
                item(there, attempt, at(-90_000)),
            ],
        };
        let extra = |per, person, unit, now| {
            let extra = grants.extra((here, per), (person, unit), now);
            (extra.time, extra.attempts)
        };
        let both = Millis::seconds(90);
        assert_eq!(
            extra(AttemptScope::Round, an, Some(class), at(9)),
            (both, 1)
        );
        assert_eq!(
            extra(AttemptScope::Contest, an, Some(school), at(9)),
            (both, 2)
        );
        assert_eq!(extra(AttemptScope::Day, an, None, at(9)).1, 1);
        assert_eq!(extra(AttemptScope::Day, an, None, at(86_400)).1, 0);
        let other = UnitId(Uuid::from_u128(7));
        assert_eq!(
            extra(AttemptScope::Round, binh, Some(other), at(9)),
            (Millis::seconds(30), 0)
        );
    }
}
