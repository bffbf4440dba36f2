//! Rankings of units inside a block (algorithms.md 4, domain.md 2.2 C9). Shares and means are compared
//! as fractions, so that no rounding decides a place.

use crate::domain::UnitId;
use crate::domain::contest::{Collective, Direction, UnitComparator, UnitMeasure};
use serde::{Deserialize, Serialize};
use std::cmp::Ordering;

/// What a unit's people did together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct UnitTally {
    /// Distinct people who handed in.
    pub people: i64,
    /// Attempts handed in.
    pub attempts: i64,
    /// People who could take part; none: unknown.
    pub headcount: Option<i64>,
    /// People within the prizes.
    pub winners: i64,
    /// Points of the people, by their recognised attempts.
    pub points: i64,
}

/// A unit with its tally.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitEntry {
    /// The unit.
    pub unit: UnitId,
    /// Its code, which decides the order of rows that share a place.
    pub code: String,
    /// What its people did.
    pub tally: UnitTally,
}

/// A unit's place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitStanding {
    /// 1 + the number of units that stand higher, so that equals share it.
    pub place: i64,
    /// The unit.
    pub unit: UnitId,
    /// Values in the order of the keys: counts as they are, the share of the head-count in parts of
    /// ten thousand, means in hundredths of a point, both rounded down; none: no head-count.
    pub values: Vec<Option<i64>>,
    /// What separates this place from the next; none for the last place.
    pub reason: Option<UnitReason>,
}

/// The first key that separates a place from the next one, with both values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitReason {
    /// What was compared.
    pub comparator: UnitComparator,
    /// The value of this place.
    pub mine: Option<i64>,
    /// The value of the next place.
    pub next: Option<i64>,
}

/// A number as a fraction with a positive denominator.
#[derive(Debug, Clone, Copy)]
struct Fraction(i64, i64);

impl Fraction {
    fn cmp(self, other: Self) -> Ordering {
        let cross = |a: i64, b: i64| i128::from(a) * i128::from(b);
        cross(self.0, other.1).cmp(&cross(other.0, self.1))
    }

    fn parts_of(self, whole: i64) -> i64 {
        let parts = i128::from(self.0) * i128::from(whole) / i128::from(self.1);
        i64::try_from(parts).unwrap_or(i64::MAX)
    }
}

impl UnitTally {
    fn value(&self, measure: UnitMeasure) -> Option<Fraction> {
        Some(match measure {
            UnitMeasure::People => Fraction(self.people, 1),
            UnitMeasure::Attempts => Fraction(self.attempts, 1),
            UnitMeasure::Winners => Fraction(self.winners, 1),
            UnitMeasure::BestTotal => Fraction(self.points, 1),
            UnitMeasure::Ratio => Fraction(self.people, self.headcount.filter(|n| *n > 0)?),
            UnitMeasure::BestMean => Fraction(self.points, Some(self.people).filter(|n| *n > 0)?),
        })
    }

    fn written(&self, measure: UnitMeasure) -> Option<i64> {
        let value = self.value(measure)?;
        Some(match measure {
            UnitMeasure::Ratio => value.parts_of(10_000),
            UnitMeasure::BestMean => value.parts_of(100),
            _ => value.0,
        })
    }

    fn compare(&self, other: &Self, by: UnitComparator) -> Ordering {
        match (self.value(by.measure), other.value(by.measure)) {
            (Some(mine), Some(theirs)) => match by.direction {
                Direction::Asc => mine.cmp(theirs),
                Direction::Desc => theirs.cmp(mine),
            },
            // What is not known sorts last, whatever the direction.
            (mine, theirs) => mine.is_none().cmp(&theirs.is_none()),
        }
    }

    fn is_admitted(&self, rules: &Collective) -> bool {
        let least = |value: i64, least: Option<u32>| value >= least.map_or(0, i64::from);
        let ratio = rules.least_ratio_percent.is_none_or(|percent| {
            self.value(UnitMeasure::Ratio)
                .is_some_and(|share| share.cmp(Fraction(i64::from(percent), 100)) != Ordering::Less)
        });
        self.people > 0
            && least(self.people, rules.least_people)
            && least(self.winners, rules.least_winners)
            && ratio
    }
}

/// Ranks the units of a block, in any order: first who reaches the least, then the keys.
///
/// # Panics
/// Never: no list holds 2^63 units.
pub fn unit_standings(units: &[UnitEntry], rules: &Collective) -> Vec<UnitStanding> {
    let admitted = units.iter().filter(|unit| unit.tally.is_admitted(rules));
    let mut sorted: Vec<&UnitEntry> = admitted.collect();
    let compare = |a: &UnitEntry, b: &UnitEntry| {
        let by = |order: Ordering, key: &UnitComparator| {
            order.then_with(|| a.tally.compare(&b.tally, *key))
        };
        rules.keys.iter().fold(Ordering::Equal, by)
    };
    sorted.sort_by(|a, b| compare(a, b).then_with(|| a.code.cmp(&b.code)));
    let mut standings = Vec::with_capacity(sorted.len());
    let mut above = 0_i64;
    let mut equals = sorted
        .chunk_by(|a, b| compare(a, b) == Ordering::Equal)
        .peekable();
    while let Some(shared) = equals.next() {
        let reason = equals
            .peek()
            .and_then(|next| between(shared[0], next[0], rules));
        standings.extend(shared.iter().map(|unit| {
            UnitStanding {
                place: above + 1,
                unit: unit.unit,
                values: rules
                    .keys
                    .iter()
                    .map(|key| unit.tally.written(key.measure))
                    .collect(),
                reason,
            }
        }));
        above += i64::try_from(shared.len()).expect("fewer units than 2^63");
    }
    standings
}

fn between(higher: &UnitEntry, lower: &UnitEntry, rules: &Collective) -> Option<UnitReason> {
    let differs =
        |key: &&UnitComparator| higher.tally.compare(&lower.tally, **key) != Ordering::Equal;
    let comparator = *rules.keys.iter().find(differs)?;
    Some(UnitReason {
        comparator,
        mine: higher.tally.written(comparator.measure),
        next: lower.tally.written(comparator.measure),
    })
}

impl UnitReason {
    /// "Đứng trước hạng kế tiếp vì tỷ lệ dự thi cao hơn: 12,50 %, hạng kế tiếp 9,00 %."
    pub fn vietnamese(&self) -> String {
        let what = match self.comparator.measure {
            UnitMeasure::People => "số người dự thi",
            UnitMeasure::Attempts => "số lượt thi",
            UnitMeasure::Ratio => "tỷ lệ dự thi",
            UnitMeasure::Winners => "số người đạt giải",
            UnitMeasure::BestMean => "điểm bình quân",
            UnitMeasure::BestTotal => "tổng điểm",
        };
        let how = match self.comparator.direction {
            Direction::Asc => "thấp hơn",
            Direction::Desc => "cao hơn",
        };
        let value = |value| self.written(value, ',', "chưa có sĩ số");
        let (mine, next) = (value(self.mine), value(self.next));
        format!("Đứng trước hạng kế tiếp vì {what} {how}: {mine}, hạng kế tiếp {next}.")
    }

    /// "Stands before the next place by a greater share of its people: 12.50 %, the next place 9.00 %."
    pub fn english(&self) -> String {
        let what = match self.comparator.measure {
            UnitMeasure::People => "number of people",
            UnitMeasure::Attempts => "number of attempts",
            UnitMeasure::Ratio => "share of its people",
            UnitMeasure::Winners => "number of winners",
            UnitMeasure::BestMean => "mean of points",
            UnitMeasure::BestTotal => "total of points",
        };
        let how = match self.comparator.direction {
            Direction::Asc => "smaller",
            Direction::Desc => "greater",
        };
        let value = |value| self.written(value, '.', "no head-count");
        let (mine, next) = (value(self.mine), value(self.next));
        format!("Stands before the next place by a {how} {what}: {mine}, the next place {next}.")
    }

    fn written(&self, value: Option<i64>, decimal: char, none: &str) -> String {
        let Some(value) = value else {
            return none.to_owned();
        };
        let hundredths = || format!("{}{decimal}{:02}", value / 100, value % 100);
        match self.comparator.measure {
            UnitMeasure::Ratio => format!("{} %", hundredths()),
            UnitMeasure::BestMean => hundredths(),
            _ => value.to_string(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::UnitType;
    use crate::domain::contest::Comparable;
    use proptest::prelude::*;
    use uuid::Uuid;

    fn rules(keys: &[&str]) -> Collective {
        Collective {
            code: "tap-the".to_owned(),
            title: "Tập thể".to_owned(),
            block: vec![UnitType::Xa],
            rounds: Vec::new(),
            keys: keys.iter().map(|key| key.parse().unwrap()).collect(),
            least_people: None,
            least_ratio_percent: None,
            least_winners: None,
        }
    }

    fn unit(at: u128, people: i64, headcount: Option<i64>, winners: i64, points: i64) -> UnitEntry {
        UnitEntry {
            unit: UnitId(Uuid::from_u128(at)),
            code: format!("{at:03}"),
            tally: UnitTally {
                people,
                attempts: people * 2,
                headcount,
                winners,
                points,
            },
        }
    }

    fn places(standings: &[UnitStanding]) -> Vec<(i64, u128)> {
        standings
            .iter()
            .map(|s| (s.place, s.unit.0.as_u128()))
            .collect()
    }

    #[test]
    fn shares_are_compared_exactly_and_unknown_ones_stand_last() {
        let units = [
            unit(1, 1, Some(3), 0, 10),
            unit(2, 3_333, Some(10_000), 0, 10),
            unit(3, 50, None, 0, 10),
            unit(4, 2, Some(6), 0, 10),
        ];
        let list = unit_standings(&units, &rules(&["ratio desc"]));
        assert_eq!(places(&list), [(1, 1), (1, 4), (3, 2), (4, 3)]);
        // In parts of ten thousand the first three would be equal.
        assert_eq!(list[0].values, [Some(3_333)]);
        assert_eq!(list[2].values, [Some(3_333)]);
        assert_eq!(
            list[2].reason.unwrap().vietnamese(),
            "Đứng trước hạng kế tiếp vì tỷ lệ dự thi cao hơn: 33,33 %, hạng kế tiếp chưa có sĩ số."
        );
    }

    #[test]
    fn the_least_is_asked_for_before_anything_is_compared() {
        let mut by = rules(&["winners desc", "people desc"]);
        by.least_people = Some(10);
        by.least_ratio_percent = Some(5);
        by.least_winners = Some(1);
        let units = [
            unit(1, 9, Some(10), 5, 0),
            unit(2, 10, Some(200), 1, 0),
            unit(3, 10, Some(201), 9, 0),
            unit(4, 20, None, 9, 0),
            unit(5, 30, Some(40), 0, 0),
            unit(6, 11, Some(20), 1, 0),
        ];
        let list = unit_standings(&units, &by);
        assert_eq!(places(&list), [(1, 6), (2, 2)]);
        assert_eq!(
            list[0].reason.unwrap().english(),
            "Stands before the next place by a greater number of people: 11, the next place 10."
        );
    }

    proptest! {
        #[test]
        fn places_count_who_stands_higher(
            values in prop::collection::vec((0_i64..5, prop::option::of(1_i64..6), 0_i64..3, 0_i64..9), 0..25),
            keys in prop::sample::subsequence(UnitMeasure::WORDS.to_vec(), 1..=6).prop_shuffle(),
            directions: [bool; 6],
        ) {
            let units: Vec<UnitEntry> = (1..).zip(values)
                .map(|(at, (people, head, winners, points))| unit(at, people, head, winners, points))
                .collect();
            let keys: Vec<String> = keys.iter().zip(directions)
                .map(|((_, word), desc)| format!("{word} {}", if desc { "desc" } else { "asc" }))
                .collect();
            let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
            let by = rules(&keys);
            let list = unit_standings(&units, &by);
            // Written with fractions of a common whole: 60 is a multiple of every head-count.
            let value = |tally: &UnitTally, measure| match measure {
                UnitMeasure::People => Some(tally.people),
                UnitMeasure::Attempts => Some(tally.attempts),
                UnitMeasure::Winners => Some(tally.winners),
                UnitMeasure::BestTotal => Some(tally.points),
                UnitMeasure::Ratio => tally.headcount.map(|head| tally.people * 60 / head),
                UnitMeasure::BestMean => Some(tally.points * 60 / tally.people),
            };
            let before = |a: &UnitTally, b: &UnitTally| {
                for key in &by.keys {
                    match (value(a, key.measure), value(b, key.measure)) {
                        (x, y) if x == y => {}
                        (Some(x), Some(y)) => return (x < y) == (key.direction == Direction::Asc),
                        (x, _) => return x.is_some(),
                    }
                }
                false
            };
            let admitted: Vec<&UnitEntry> = units.iter().filter(|u| u.tally.people > 0).collect();
            prop_assert_eq!(list.len(), admitted.len());
            for standing in &list {
                let me = admitted.iter().find(|u| u.unit == standing.unit).unwrap();
                let above = admitted.iter().filter(|u| before(&u.tally, &me.tally)).count();
                prop_assert_eq!(standing.place, i64::try_from(above).unwrap() + 1);
            }
        }
    }
}
