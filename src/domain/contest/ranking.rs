//! Section `[rounds.ranking]`: an ordered list of comparators.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::str::FromStr;
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

impl Measure {
    /// All of them with their words.
    pub const ALL: [(Self, &'static str); 9] = [
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

    /// The word for it in contest files.
    pub fn word(self) -> &'static str {
        Self::ALL
            .iter()
            .find(|(m, _)| *m == self)
            .map_or("", |(_, word)| word)
    }

    /// Whether it is known only after the close.
    pub fn is_late(self) -> bool {
        matches!(
            self,
            Self::PredictionDistance | Self::Essay | Self::Total | Self::Lot
        )
    }
}

/// Which end comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Direction {
    /// Smallest first.
    Asc,
    /// Greatest first.
    Desc,
}

impl Direction {
    /// The word for it in contest files.
    pub fn word(self) -> &'static str {
        match self {
            Self::Asc => "asc",
            Self::Desc => "desc",
        }
    }
}

impl FromStr for Direction {
    type Err = ();
    fn from_str(text: &str) -> Result<Self, ()> {
        match text {
            "asc" => Ok(Self::Asc),
            "desc" => Ok(Self::Desc),
            _ => Err(()),
        }
    }
}

/// One step of a ranking: `correct desc`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Comparator {
    /// What it looks at.
    pub measure: Measure,
    /// Which end comes first.
    pub direction: Direction,
}

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

/// The text was not `MEASURE asc` or `MEASURE desc`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "«{0}» is not a comparator: write a measure (correct, score, duration, submitted_at, prediction_distance, essay, total, attempts_used, lot), a space, then asc or desc"
)]
pub struct NotAComparator(String);

impl FromStr for Comparator {
    type Err = NotAComparator;
    fn from_str(text: &str) -> Result<Self, NotAComparator> {
        let wrong = || NotAComparator(text.to_owned());
        let (measure, direction) = text.trim().split_once(' ').ok_or_else(wrong)?;
        let measure = Measure::ALL
            .iter()
            .find(|(_, word)| *word == measure)
            .ok_or_else(wrong)?
            .0;
        let direction = direction.trim().parse().map_err(|()| wrong())?;
        Ok(Self { measure, direction })
    }
}

impl fmt::Display for Comparator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.measure.word(), self.direction.word())
    }
}

impl Serialize for Comparator {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Comparator {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comparators_read_as_they_are_written() {
        for (_, word) in Measure::ALL {
            for direction in ["asc", "desc"] {
                let text = format!("{word} {direction}");
                assert_eq!(text.parse::<Comparator>().unwrap().to_string(), text);
            }
        }
        assert!("correct".parse::<Comparator>().is_err());
        assert!("beauty asc".parse::<Comparator>().is_err());
    }
}
