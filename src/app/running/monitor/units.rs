//! People of a round by unit, and which units lag.

use super::view::UnitLine;
use crate::domain::{Contest, Round, Timestamp, UnitId};
use crate::store::{StoreError, UnitBrief, UnitFigures, UnitOfWork};
use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};

/// Units that are shown.
const SHOWN: usize = 50;
/// Parts in which the share of people is compared; no floats where units are put in order.
const PARTS: i64 = 10_000;

/// People of a round, counted from all of its attempts.
pub(super) struct Counts {
    pub as_of: Timestamp,
    /// How long the counting took.
    pub took_ms: i64,
    pub people: i64,
    pub handed_in: i64,
    pub attempts: i64,
    pub units: Vec<UnitLine>,
    pub units_total: usize,
    /// Units from which people are expected and nobody has come.
    pub idle: i64,
}

impl Counts {
    /// Whether they can still be shown: counting may take one part in `share` of the time.
    pub fn serves(&self, now: Timestamp, fresh_ms: i64, share: i64) -> bool {
        now.since(self.as_of).0 < fresh_ms.max(self.took_ms.saturating_mul(share))
    }
}

/// A unit with what is known of it.
#[derive(Default)]
struct Seen {
    registered: i64,
    figures: UnitFigures,
    headcount: Option<i64>,
}

impl Seen {
    /// How many people are expected: its head-count, or else those who registered.
    fn expected(&self) -> i64 {
        self.headcount
            .filter(|headcount| *headcount > 0)
            .unwrap_or(self.registered)
    }

    /// Those that lag first: the smaller share of people first, among equals the larger unit.
    fn rank(&self) -> (i64, Reverse<i64>) {
        let expected = self.expected().max(1);
        let share = self.figures.people.saturating_mul(PARTS) / expected;
        (share, Reverse(expected))
    }
}

/// Counts people of a round. Units are those at or below the one that runs the contest that have a
/// head-count, and all others from which people registered.
pub(super) async fn count(
    work: &mut dyn UnitOfWork,
    contest: &Contest,
    round: &Round,
    now: Timestamp,
) -> Result<Counts, StoreError> {
    let figures = work.figures_by_unit(round.id).await?;
    let registered = work.registered_by_unit(contest.id).await?;
    let today = now.to_vietnam().date().to_string();
    let living = work.living_units(contest.owner, &today).await?;
    let sum = |of: fn(&UnitFigures) -> i64| figures.iter().map(of).sum::<i64>();
    let (people, handed_in, attempts) = (
        sum(|unit| unit.people),
        sum(|unit| unit.handed_in),
        sum(|unit| unit.attempts),
    );
    let mut seen: HashMap<UnitId, Seen> = HashMap::new();
    for (unit, registered) in registered {
        seen.entry(unit).or_default().registered = registered;
    }
    for unit_figures in figures {
        if let Some(unit) = unit_figures.unit {
            seen.entry(unit).or_default().figures = unit_figures;
        }
    }
    // The unit that runs a contest for those below it is not expected to send people itself.
    let parents: HashSet<UnitId> = contest.owner.into_iter().collect();
    let alone = living.len() == 1;
    let mut names: HashMap<UnitId, (String, String)> = HashMap::with_capacity(living.len());
    for UnitBrief {
        id,
        code,
        name,
        headcount,
    } in living
    {
        let expected =
            headcount.is_some_and(|headcount| headcount > 0) && (alone || !parents.contains(&id));
        if expected || seen.contains_key(&id) {
            seen.entry(id).or_default().headcount = headcount;
            names.insert(id, (code, name));
        }
    }
    let idle = seen
        .values()
        .filter(|unit| unit.figures.people == 0 && unit.expected() > 0)
        .count();
    let units_total = seen.len();
    let mut order: Vec<(UnitId, Seen)> = seen.into_iter().collect();
    let code = |id: &UnitId| names.get(id).map(|(code, _)| code.as_str());
    order.sort_by(|(a, seen_a), (b, seen_b)| {
        (seen_a.rank(), code(a), a).cmp(&(seen_b.rank(), code(b), b))
    });
    let mut units = Vec::with_capacity(SHOWN.min(order.len()));
    for (id, seen) in order.into_iter().take(SHOWN) {
        let named = match names.get(&id) {
            Some(named) => Some(named.clone()),
            // Of another branch of the tree, or of the past.
            None => work
                .unit(id)
                .await?
                .map(|unit| (unit.draft.code, unit.draft.name)),
        };
        let (code, name) = named.unwrap_or_default();
        units.push(UnitLine {
            code,
            name,
            headcount: seen.headcount,
            registered: seen.registered,
            people: seen.figures.people,
            sitting: seen.figures.sitting,
            handed_in: seen.figures.handed_in,
        });
    }
    Ok(Counts {
        as_of: now,
        took_ms: 0,
        people,
        handed_in,
        attempts,
        units,
        units_total,
        idle: i64::try_from(idle).unwrap_or(i64::MAX),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(headcount: Option<i64>, registered: i64, people: i64) -> Seen {
        Seen {
            registered,
            headcount,
            figures: UnitFigures {
                people,
                ..UnitFigures::default()
            },
        }
    }

    #[test]
    fn units_that_lag_come_first_and_larger_ones_among_equals() {
        let mut units = [
            seen(Some(100), 90, 50),
            seen(Some(10), 0, 0),
            seen(None, 4, 1),
            seen(Some(1_000), 3, 0),
        ];
        units.sort_by_key(Seen::rank);
        let expected: Vec<i64> = units.iter().map(Seen::expected).collect();
        assert_eq!(expected, [1_000, 10, 4, 100]);
    }

    #[test]
    fn counting_takes_its_share_of_the_time_and_no_more() {
        let at = |ms: i64| Timestamp::from_millis(1_796_083_200_000 + ms);
        let mut counts = Counts {
            as_of: at(0),
            took_ms: 1,
            people: 0,
            handed_in: 0,
            attempts: 0,
            units: Vec::new(),
            units_total: 0,
            idle: 0,
        };
        assert!(counts.serves(at(999), 1_000, 20));
        assert!(!counts.serves(at(1_000), 1_000, 20));
        counts.took_ms = 700;
        assert!(counts.serves(at(13_999), 1_000, 20));
        assert!(!counts.serves(at(14_000), 1_000, 20));
    }
}
