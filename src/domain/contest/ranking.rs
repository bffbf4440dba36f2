//! Section `[rounds.ranking]`: an ordered list of comparators.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::str::FromStr;

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
    /// Points of the essay.
    Essay,
    /// Attempts used so far.
    AttemptsUsed,
    /// The committed lot.
    Lot,
}

impl Measure {
    const ALL: [(Self, &'static str); 8] = [
        (Self::Correct, "correct"),
        (Self::Score, "score"),
        (Self::Duration, "duration"),
        (Self::SubmittedAt, "submitted_at"),
        (Self::PredictionDistance, "prediction_distance"),
        (Self::Essay, "essay"),
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
}

/// Which end comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Direction {
    /// Smallest first.
    Asc,
    /// Greatest first.
    Desc,
}

/// One step of a ranking: `correct desc`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Comparator {
    /// What it looks at.
    pub measure: Measure,
    /// Which end comes first.
    pub direction: Direction,
}

/// The text was not `MEASURE asc` or `MEASURE desc`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "«{0}» is not a comparator: write a measure (correct, score, duration, submitted_at, prediction_distance, essay, attempts_used, lot), a space, then asc or desc"
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
        let direction = match direction.trim() {
            "asc" => Direction::Asc,
            "desc" => Direction::Desc,
            _ => return Err(wrong()),
        };
        Ok(Self { measure, direction })
    }
}

impl fmt::Display for Comparator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let direction = match self.direction {
            Direction::Asc => "asc",
            Direction::Desc => "desc",
        };
        write!(f, "{} {direction}", self.measure.word())
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Where {
    /// Only those with every answer right.
    Perfect,
}

/// Section `[rounds.ranking]`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RankingRules {
    /// The comparators for people, first one first.
    pub individual: Vec<Comparator>,
    /// Filters first.
    #[serde(rename = "where", skip_serializing_if = "Option::is_none")]
    pub filter: Option<Where>,
    /// The grain in which time used is compared.
    pub duration_unit: DurationUnit,
    /// How the recognised attempt of a person is chosen; left out: `individual` without
    /// `prediction_distance`.
    #[serde(skip_serializing_if = "Option::is_none")]
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
            .copied()
            .filter(|c| !matches!(c.measure, Measure::PredictionDistance | Measure::Lot))
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
