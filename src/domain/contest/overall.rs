//! Sections `[[overall]]` and `[[collectives]]`: rankings beyond a single round.

use super::{Comparator, Direction, DurationUnit, Measure};
use crate::domain::UnitType;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::str::FromStr;
use utoipa::ToSchema;

/// How the points of several rounds become one number (domain.md 2.2, C10).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum OverallRule {
    /// The points of the recognised attempts of all rounds, added up.
    #[default]
    SumBest,
    /// The best single round.
    BestRound,
    /// The round of kind `final`.
    FinalOnly,
    /// Points by place in each round, added up.
    RankPoints,
}

/// A ranking of people over rounds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Overall {
    /// Code in addresses.
    pub code: String,
    /// Name for people.
    pub title: String,
    /// Codes of the rounds; empty: all but practice.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rounds: Vec<String>,
    /// How their points become one number.
    #[serde(default)]
    pub rule: OverallRule,
    /// For `rank_points`: points of the first place, the second, …; none beyond the list.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub points: Vec<u32>,
    /// The comparators: `score` are the points by the rule, `correct`, `duration` and
    /// `attempts_used` those of the counted rounds together, `submitted_at` the last hand-in.
    #[serde(default = "by_points")]
    #[schema(value_type = Vec<String>)]
    pub by: Vec<Comparator>,
    /// The grain in which time used is compared.
    #[serde(default)]
    pub duration_unit: DurationUnit,
    /// Whether each group is ranked by itself.
    #[serde(default)]
    pub per_group: bool,
}

fn by_points() -> Vec<Comparator> {
    let by = |measure, direction| Comparator { measure, direction };
    vec![
        by(Measure::Score, Direction::Desc),
        by(Measure::Duration, Direction::Asc),
        by(Measure::SubmittedAt, Direction::Asc),
    ]
}

/// What units are compared by (domain.md 2.2, C9).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum UnitMeasure {
    /// Distinct people who handed in.
    People,
    /// Attempts handed in.
    Attempts,
    /// People to head-count.
    Ratio,
    /// People within the prizes of the rounds.
    Winners,
    /// Points of the people, by their recognised attempts, divided by their number.
    BestMean,
    /// Points of the people, by their recognised attempts, added up.
    BestTotal,
}

impl UnitMeasure {
    /// All of them with their words.
    pub const ALL: [(Self, &'static str); 6] = [
        (Self::People, "people"),
        (Self::Attempts, "attempts"),
        (Self::Ratio, "ratio"),
        (Self::Winners, "winners"),
        (Self::BestMean, "best_mean"),
        (Self::BestTotal, "best_total"),
    ];

    /// The word for it in contest files.
    pub fn word(self) -> &'static str {
        Self::ALL
            .iter()
            .find(|(m, _)| *m == self)
            .map_or("", |(_, word)| word)
    }
}

/// One step of a ranking of units: `ratio desc`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct UnitComparator {
    /// What it looks at.
    pub measure: UnitMeasure,
    /// Which end comes first.
    pub direction: Direction,
}

/// The text was not `MEASURE asc` or `MEASURE desc`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "«{0}» is not a key of units: write people, attempts, ratio, winners, best_mean or best_total, a space, then asc or desc"
)]
pub struct NotAUnitComparator(String);

impl FromStr for UnitComparator {
    type Err = NotAUnitComparator;
    fn from_str(text: &str) -> Result<Self, NotAUnitComparator> {
        let wrong = || NotAUnitComparator(text.to_owned());
        let (measure, direction) = text.trim().split_once(' ').ok_or_else(wrong)?;
        let measure = UnitMeasure::ALL
            .iter()
            .find(|(_, word)| *word == measure)
            .ok_or_else(wrong)?
            .0;
        let direction = direction.trim().parse().map_err(|()| wrong())?;
        Ok(Self { measure, direction })
    }
}

impl fmt::Display for UnitComparator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.measure.word(), self.direction.word())
    }
}

impl Serialize for UnitComparator {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for UnitComparator {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

/// A ranking of units inside a block (khối).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Collective {
    /// Code in addresses.
    pub code: String,
    /// Name for people.
    pub title: String,
    /// Types of the units that are compared. A person counts for the nearest unit of such a type at
    /// or above his own.
    pub block: Vec<UnitType>,
    /// Codes of the rounds; empty: all but practice.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rounds: Vec<String>,
    /// The comparators, first one first.
    #[schema(value_type = Vec<String>)]
    pub keys: Vec<UnitComparator>,
    /// Units with fewer people are not ranked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub least_people: Option<u32>,
    /// Units with a smaller share of their head-count, in percent, are not ranked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub least_ratio_percent: Option<u32>,
    /// Units with fewer winners are not ranked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub least_winners: Option<u32>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unit_comparators_read_as_they_are_written() {
        for (_, word) in UnitMeasure::ALL {
            for direction in ["asc", "desc"] {
                let text = format!("{word} {direction}");
                assert_eq!(text.parse::<UnitComparator>().unwrap().to_string(), text);
            }
        }
        assert!("correct desc".parse::<UnitComparator>().is_err());
        assert!("people".parse::<UnitComparator>().is_err());
    }
}
