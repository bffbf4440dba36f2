//! Section `[rounds.ranking]`: an ordered list of comparators.

use super::comparator::{By, Comparable, Direction};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What a comparator looks at (algorithms.md 4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Measure {
    /// Number of right answers.
    Correct,
    /// Points.
    Score,
    /// Time used, in the unit of the round.
    Duration,
    /// Instant of handing in.
    SubmittedAt,
    /// Distance of the guess from the actual value; known only after the close.
    PredictionDistance,
    /// Points of the essay, from all judges.
    Essay,
    /// Points of the questions and of the essay together.
    Total,
    /// Attempts used so far.
    AttemptsUsed,
    /// The committed lot.
    Lot,
}

impl Comparable for Measure {
    const WORDS: &'static [(Self, &'static str)] = &[
        (Self::Correct, "correct"),
        (Self::Score, "score"),
        (Self::Duration, "duration"),
        (Self::SubmittedAt, "submitted_at"),
        (Self::PredictionDistance, "prediction_distance"),
        (Self::Essay, "essay"),
        (Self::Total, "total"),
        (Self::AttemptsUsed, "attempts_used"),
        (Self::Lot, "lot"),
    ];
}

impl Measure {
    /// Whether it is known only after the close.
    pub fn is_late(self) -> bool {
        matches!(
            self,
            Self::PredictionDistance | Self::Essay | Self::Total | Self::Lot
        )
    }
}

/// One step of a ranking of people: `correct desc`.
pub type Comparator = By<Measure>;

impl Comparator {
    /// What stands in its place until the close: a total is the points without the essay, and what is
    /// known only after the close is left out.
    pub fn known_early(&self) -> Option<Self> {
        match self.measure {
            Measure::Total => Some(Self {
                measure: Measure::Score,
                ..*self
            }),
            measure if measure.is_late() => None,
            _ => Some(*self),
        }
    }
}

/// The grain in which time used is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
pub enum DurationUnit {
    /// Whole seconds, rounded down.
    #[default]
    #[serde(rename = "s")]
    Second,
    /// Milliseconds.
    #[serde(rename = "ms")]
    Millisecond,
}

/// Who is ranked at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Where {
    /// Only those with every answer right.
    Perfect,
}

/// What has to be reached at least; what is left out asks for nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Least {
    /// Right answers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub correct: Option<u32>,
    /// Points of the questions.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub score: Option<u32>,
    /// Points of the essay.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub essay: Option<u32>,
    /// Points of both together.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total: Option<u32>,
}

/// Section `[rounds.ranking]`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct RankingRules {
    /// The comparators for people, first one first.
    #[schema(value_type = Vec<String>)]
    pub individual: Vec<Comparator>,
    /// Filters first.
    #[serde(rename = "where", skip_serializing_if = "Option::is_none")]
    pub filter: Option<Where>,
    /// Who reaches less is not ranked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub least: Option<Least>,
    /// The grain in which time used is compared.
    pub duration_unit: DurationUnit,
    /// How the recognised attempt of a person is chosen; left out: `individual` without
    /// what is known only after the close.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Vec<String>>)]
    pub recognised_by: Option<Vec<Comparator>>,
}

impl Default for RankingRules {
    fn default() -> Self {
        let by = |measure, direction| Comparator { measure, direction };
        Self {
            individual: vec![
                by(Measure::Correct, Direction::Desc),
                by(Measure::Duration, Direction::Asc),
                by(Measure::SubmittedAt, Direction::Asc),
            ],
            filter: None,
            least: None,
            duration_unit: DurationUnit::default(),
            recognised_by: None,
        }
    }
}

impl RankingRules {
    /// How the recognised attempt is chosen: it holds nothing that is known only after the close.
    pub fn recognised_by(&self) -> Vec<Comparator> {
        self.recognised_by
            .as_ref()
            .unwrap_or(&self.individual)
            .iter()
            .filter_map(Comparator::known_early)
            .collect()
    }
}
