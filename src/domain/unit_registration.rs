//! Units that ask to be taken into the tree.

use crate::domain::{RegistrationId, StaffId, Timestamp, UnitId, UnitType};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Whom to ask at a unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UnitContact {
    /// Full name.
    pub name: String,
    /// E-mail address, to which an invitation goes.
    pub email: String,
    /// Phone number in E.164.
    pub phone: String,
}

/// How a registration stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum WaitState {
    /// Nobody has decided yet.
    Waiting,
    /// A unit was made of it.
    Approved,
    /// It was refused, with a reason.
    Refused,
}

impl WaitState {
    /// The word for it in rows and replies.
    pub fn word(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Approved => "approved",
            Self::Refused => "refused",
        }
    }

    /// The state of that word.
    pub fn of(word: &str) -> Option<Self> {
        [Self::Waiting, Self::Approved, Self::Refused]
            .into_iter()
            .find(|state| state.word() == word)
    }
}

/// A unit that asks to be taken into the tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitRegistration {
    /// Key of the row.
    pub id: RegistrationId,
    /// Full name in NFC.
    pub name: String,
    /// Kind of body.
    pub kind: UnitType,
    /// The unit that it says it belongs to.
    pub parent: UnitId,
    /// Whom to ask.
    pub contact: UnitContact,
    /// People who could take part, by its own word.
    pub headcount: Option<i64>,
    /// What it wrote.
    pub note: Option<String>,
    /// How it stands.
    pub state: WaitState,
    /// When it asked.
    pub at: Timestamp,
    /// Who decided, if a member of staff did.
    pub decided_by: Option<StaffId>,
    /// Why it was refused.
    pub reason: Option<String>,
    /// The unit that was made of it.
    pub unit: Option<UnitId>,
}
