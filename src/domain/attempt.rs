//! Attempts and responses.

use crate::domain::{AttemptId, ParticipantId, RoundId, Timestamp};
use serde::{Deserialize, Serialize};

/// The states of an attempt (api.md 3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AttemptState {
    /// The person is sitting it.
    Active,
    /// Handed in by the person.
    Submitted,
    /// Handed in by the clock.
    Expired,
    /// Declared void.
    Void,
}

impl AttemptState {
    /// All states with their words.
    pub const ALL: [(Self, &'static str); 4] = [
        (Self::Active, "active"),
        (Self::Submitted, "submitted"),
        (Self::Expired, "expired"),
        (Self::Void, "void"),
    ];

    /// The word for it in rows and replies.
    pub fn word(self) -> &'static str {
        Self::ALL
            .iter()
            .find(|(s, _)| *s == self)
            .map_or("", |(_, word)| word)
    }

    /// The state of that word.
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, w)| *w == word).map(|(s, _)| *s)
    }
}

/// Number of a question on a paper, from 1; 0 is the prediction, the greatest the essay.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Slot(pub u16);

impl Slot {
    /// The slot of the prediction question.
    pub const PREDICTION: Self = Self(0);
    /// The slot of the essay; no paper has so many questions.
    pub const ESSAY: Self = Self(u16::MAX);
}

/// What a person answered.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// Ids of the chosen options, sorted; none = blank.
    Options(Vec<String>),
    /// A whole number.
    Number(i64),
    /// A short text in NFC.
    Text(String),
}

impl Answer {
    /// The answer as text (algorithms.md 2): option ids sorted and joined by commas; a number in
    /// decimal; text in NFC; blank = "".
    pub fn as_text(&self) -> String {
        match self {
            Self::Options(ids) => {
                let mut ids: Vec<&str> = ids.iter().map(String::as_str).collect();
                ids.sort_unstable();
                ids.join(",")
            }
            Self::Number(number) => number.to_string(),
            Self::Text(text) => text.clone(),
        }
    }
}

/// A row of the response log: one saved answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Response {
    /// The device's turn at the attempt; rises at every takeover.
    pub epoch: i64,
    /// Rises per attempt.
    pub seq: i64,
    /// Which question.
    pub slot: Slot,
    /// What was answered.
    pub answer: Answer,
    /// When it was committed.
    pub saved_at: Timestamp,
}

/// A stored attempt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attempt {
    /// Key of the row.
    pub id: AttemptId,
    /// The round.
    pub round: RoundId,
    /// The person.
    pub participant: ParticipantId,
    /// 1, 2, … within (round, person); enters the draw.
    pub ordinal: i64,
    /// The device's turn; saves of an older epoch are refused.
    pub epoch: i64,
    /// The device that holds the turn.
    pub device: Option<String>,
    /// The idempotency key of the request that took the turn.
    pub start_key: Option<String>,
    /// Where it stands.
    pub state: AttemptState,
    /// When it began.
    pub started_at: Timestamp,
    /// When it ends (algorithms.md 5); never moves earlier.
    pub deadline_at: Timestamp,
    /// Hash of the paper, hex.
    pub paper_hash: String,
    /// What handing in made of it.
    pub outcome: Option<Outcome>,
}

/// What handing in made of an attempt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// When it was handed in; the deadline if the clock did it.
    pub submitted_at: Timestamp,
    /// Time used, at most up to the deadline, in milliseconds.
    pub duration_ms: i64,
    /// Whether the clock handed it in.
    pub forced: bool,
    /// Right answers.
    pub correct: i64,
    /// Number of questions.
    pub questions: i64,
    /// Points.
    pub score: i64,
    /// Greatest number of points.
    pub max_score: i64,
    /// Whether a disqualifying question was not answered rightly: the attempt counts, but is not
    /// ranked.
    #[serde(default)]
    pub failed: bool,
    /// The guess, if one was made.
    pub prediction: Option<i64>,
    /// Hash over the answers, hex (algorithms.md 2).
    pub answers_root: String,
    /// Code of the receipt.
    pub receipt_code: String,
}
