//! Contests and rounds as they run.

use crate::domain::contest::{ContestFile, RoundRules};
use crate::domain::{ContestId, RoundId, Timestamp, UnitId};
use serde::{Deserialize, Serialize};

/// A stored contest.
#[derive(Debug, Clone, PartialEq)]
pub struct Contest {
    /// Key of the row.
    pub id: ContestId,
    /// The contest file, defaults filled in.
    pub file: ContestFile,
    /// The file as it was given, so that `contest show` gives the same back.
    pub source: String,
    /// Whether participants see it.
    pub published: bool,
    /// The unit that runs it, by `organiser` of the file; none: a contest from before that was kept.
    pub owner: Option<UnitId>,
    /// When it was first applied.
    pub created_at: Timestamp,
}

/// The states of a round (api.md 2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RoundState {
    /// Not published.
    Draft,
    /// Published, not yet open.
    Scheduled,
    /// Attempts may be started.
    Open,
    /// No more starts; running attempts end.
    Closing,
    /// All attempts have ended and result 1 exists.
    Closed,
    /// The result was published by people.
    Published,
    /// Declared void.
    Void,
}

impl RoundState {
    /// All states with their words.
    pub const ALL: [(Self, &'static str); 7] = [
        (Self::Draft, "draft"),
        (Self::Scheduled, "scheduled"),
        (Self::Open, "open"),
        (Self::Closing, "closing"),
        (Self::Closed, "closed"),
        (Self::Published, "published"),
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

    /// Whether the round is over: no attempt of it runs and its result exists.
    pub fn is_over(self) -> bool {
        matches!(self, Self::Closed | Self::Published | Self::Void)
    }
}

/// What staff did by hand, which beats the window.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ByHand {
    /// Opened before its time; it closes when its window does.
    Opened,
    /// Opened again after its time; it stays open until it is closed by hand.
    Reopened,
    /// Closed before its time.
    Closed,
}

/// A stored round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Round {
    /// Key of the row.
    pub id: RoundId,
    /// The contest it belongs to.
    pub contest: ContestId,
    /// Place in the file, from 0.
    pub position: i64,
    /// Its rules, defaults filled in.
    pub rules: RoundRules,
    /// The state that was last written; `engine::window` derives the state of now from it.
    pub state: RoundState,
    /// What staff did by hand, if anything.
    pub by_hand: Option<ByHand>,
    /// The commitment in force, hex, once the manifest is frozen.
    pub commitment: Option<String>,
    /// When it was made.
    pub committed_at: Option<Timestamp>,
    /// Value of the beacon, once it was given.
    pub beacon: Option<String>,
    /// Whether a seed or a key of the round left the server, after which it can't be reopened.
    pub revealed: bool,
    /// How many times staff gave time or attempts in it: a start has to know all of them.
    pub grants: i64,
}
