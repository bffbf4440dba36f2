//! Ranking: an ordered list of comparators, places with reasons (algorithms.md 4).
//!
//! Each result becomes a [`RankKey`](crate::domain::RankKey), six numbers of which the smaller stands higher, so that a
//! million people are sorted by plain comparison, and a live board and the final result agree.

mod key;
mod reason;
mod recognised;
mod standings;
#[cfg(test)]
mod tests;

pub use key::{NotRankable, Ranking, faults};
pub use reason::Reason;
pub use recognised::{recognise, recognised};
pub use standings::{Standing, standings};

use crate::domain::{AttemptId, ParticipantId, Timestamp};

/// A valid, handed-in attempt, with what ranking looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    /// The person.
    pub participant: ParticipantId,
    /// The person's number, which decides the order of rows that share a place.
    pub number: i64,
    /// The attempt.
    pub attempt: AttemptId,
    /// Which attempt of the person in the round.
    pub ordinal: i64,
    /// Right answers.
    pub correct: i64,
    /// Questions on the paper.
    pub questions: i64,
    /// Points.
    pub score: i64,
    /// Time used, in milliseconds.
    pub duration_ms: i64,
    /// When it was handed in.
    pub submitted_at: Timestamp,
    /// The guess, if one was made.
    pub prediction: Option<i64>,
    /// How many attempts the person has used, this one included.
    pub attempts_used: i64,
}

impl Entry {
    /// Whether every answer is right.
    pub fn is_perfect(&self) -> bool {
        self.correct == self.questions
    }
}
