//! Organisers' staff.

use crate::domain::{StaffId, Timestamp, UnitId};
use serde::{Deserialize, Serialize};

/// What a member of staff may do; `auth` holds the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Everything, and other staff.
    Administrator,
    /// Contests, rounds and participants.
    Organiser,
    /// Questions.
    Author,
    /// Approval of questions.
    Reviewer,
    /// Essays.
    Judge,
    /// Winners.
    Verifier,
    /// Reading.
    Viewer,
}

impl Role {
    /// All roles with their words.
    pub const ALL: [(Self, &'static str); 7] = [
        (Self::Administrator, "administrator"),
        (Self::Organiser, "organiser"),
        (Self::Author, "author"),
        (Self::Reviewer, "reviewer"),
        (Self::Judge, "judge"),
        (Self::Verifier, "verifier"),
        (Self::Viewer, "viewer"),
    ];

    /// The word for it in rows and commands.
    pub fn word(self) -> &'static str {
        Self::ALL
            .iter()
            .find(|(r, _)| *r == self)
            .map_or("", |(_, word)| word)
    }

    /// The role of that word.
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, w)| *w == word).map(|(r, _)| *r)
    }
}

/// A member of staff.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Staff {
    /// Key of the row.
    pub id: StaffId,
    /// Folded e-mail address, unique.
    pub email: String,
    /// Name for people.
    pub name: String,
    /// What he may do.
    pub role: Role,
    /// The unit he acts for; none: the whole platform.
    pub unit: Option<UnitId>,
    /// PHC string of argon2id; empty until he has taken the invitation.
    pub password_hash: String,
    /// When he was added.
    pub created_at: Timestamp,
    /// When the account was closed; none: it is not.
    pub disabled_at: Option<Timestamp>,
    /// Whether the account asks for a second factor.
    pub has_second_factor: bool,
}

/// What a member of staff can do with the account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StaffState {
    /// Nothing yet: the invitation waits.
    Invited,
    /// Sign in.
    Active,
    /// Nothing any more.
    Disabled,
}

impl StaffState {
    /// All of them with their words.
    pub const ALL: [(Self, &'static str); 3] = [
        (Self::Invited, "invited"),
        (Self::Active, "active"),
        (Self::Disabled, "disabled"),
    ];

    /// The word for it in queries.
    pub fn word(self) -> &'static str {
        Self::ALL
            .iter()
            .find(|(state, _)| *state == self)
            .map_or("", |(_, word)| word)
    }

    /// The state of that word.
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .find(|(_, w)| *w == word)
            .map(|(state, _)| *state)
    }
}

impl Staff {
    /// What he can do with the account.
    pub fn state(&self) -> StaffState {
        match (self.disabled_at, self.password_hash.is_empty()) {
            (Some(_), _) => StaffState::Disabled,
            (None, true) => StaffState::Invited,
            (None, false) => StaffState::Active,
        }
    }
}
