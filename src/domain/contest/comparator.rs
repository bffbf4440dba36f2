//! One step of a ranking as contest files write it: a measure, a space, a direction.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::str::FromStr;

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

    fn of(word: &str) -> Option<Self> {
        match word {
            "asc" => Some(Self::Asc),
            "desc" => Some(Self::Desc),
            _ => None,
        }
    }
}

/// What somebody can be compared by.
pub trait Comparable: Copy + Eq + 'static {
    /// All of its measures, with their words in contest files.
    const WORDS: &'static [(Self, &'static str)];

    /// The word for it in contest files.
    fn word(self) -> &'static str {
        let mut words = Self::WORDS.iter();
        words.find(|(m, _)| *m == self).map_or("", |(_, word)| word)
    }
}

/// One step of a ranking: `correct desc`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct By<M> {
    /// What it looks at.
    pub measure: M,
    /// Which end comes first.
    pub direction: Direction,
}

/// The text was not `MEASURE asc` or `MEASURE desc`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("«{text}» is not a comparator: write a measure ({measures}), a space, then asc or desc")]
pub struct NotAComparator {
    text: String,
    measures: String,
}

impl<M: Comparable> FromStr for By<M> {
    type Err = NotAComparator;
    fn from_str(text: &str) -> Result<Self, NotAComparator> {
        let read = || {
            let (measure, direction) = text.trim().split_once(' ')?;
            let (measure, _) = M::WORDS.iter().find(|(_, word)| *word == measure)?;
            Some(Self {
                measure: *measure,
                direction: Direction::of(direction.trim())?,
            })
        };
        read().ok_or_else(|| NotAComparator {
            text: text.to_owned(),
            measures: M::WORDS
                .iter()
                .map(|(_, word)| *word)
                .collect::<Vec<_>>()
                .join(", "),
        })
    }
}

impl<M: Comparable> fmt::Display for By<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.measure.word(), self.direction.word())
    }
}

impl<M: Comparable> Serialize for By<M> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de, M: Comparable> Deserialize<'de> for By<M> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Measure, UnitMeasure};
    use super::*;

    fn reads_as_written<M: Comparable + fmt::Debug>() {
        for (measure, word) in M::WORDS {
            for direction in ["asc", "desc"] {
                let text = format!("{word} {direction}");
                let by: By<M> = text.parse().unwrap();
                assert_eq!((by.measure, by.to_string()), (*measure, text));
            }
        }
        for wrong in ["", "correct", "beauty asc", "people up", "people  "] {
            let error = wrong.parse::<By<M>>().unwrap_err().to_string();
            assert!(error.contains(M::WORDS[0].1), "{error}");
        }
    }

    #[test]
    fn comparators_read_as_they_are_written() {
        reads_as_written::<Measure>();
        reads_as_written::<UnitMeasure>();
    }
}
