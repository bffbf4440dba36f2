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
    /// PHC string of argon2id.
    pub password_hash: String,
    /// When he was added.
    pub created_at: Timestamp,
}
