//! Ranking: an ordered list of comparators, places with reasons (algorithms.md 4).
//!
//! Each result becomes a [`Key`], numbers of which the smaller list stands higher, so that a million
//! people are sorted by plain comparison, and a live board and the final result agree.

mod key;
mod reason;
mod recognised;
mod standings;
#[cfg(test)]
mod tests;

pub use key::{Key, NotRankable, Ranking, faults};
pub use reason::Reason;
pub use recognised::{recognise, recognised};
pub use standings::{Standing, Ticket, standings, standings_by_lot};

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
    /// Points of the essay from all judges, once all have marked it.
    pub essay: Option<i64>,
    /// Whether a disqualifying question was not answered rightly.
    pub failed: bool,
}

impl Entry {
    /// Whether every answer is right.
    pub fn is_perfect(&self) -> bool {
        self.correct == self.questions
    }

    /// Points of the questions and of the essay; an essay that is not marked has none.
    pub fn total(&self) -> i64 {
        self.score.saturating_add(self.essay.unwrap_or(0))
    }
}
