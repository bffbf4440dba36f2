//! Sections `[[overall]]` and `[[collectives]]`: rankings beyond a single round.

use super::comparator::{By, Comparable, Direction};
use super::{Comparator, DurationUnit, Measure};
use crate::domain::UnitType;
use serde::{Deserialize, Serialize};
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

impl Comparable for UnitMeasure {
    const WORDS: &'static [(Self, &'static str)] = &[
        (Self::People, "people"),
        (Self::Attempts, "attempts"),
        (Self::Ratio, "ratio"),
        (Self::Winners, "winners"),
        (Self::BestMean, "best_mean"),
        (Self::BestTotal, "best_total"),
    ];
}

/// One step of a ranking of units: `ratio desc`.
pub type UnitComparator = By<UnitMeasure>;

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
