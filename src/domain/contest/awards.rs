//! Section `[awards]`: how prizes may meet in one person, and how long a person may object.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Section `[awards]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Awards {
    /// Greatest number of prizes of one round for one person; 0 = no cap. Within one ranking nobody
    /// gets two.
    pub per_person_round: u32,
    /// Greatest number of prizes of the whole contest for one person; 0 = no cap.
    pub per_person_contest: u32,
    /// Days in which a person may object after a result was voided, counted by the clock.
    pub appeal_days: u32,
}

impl Default for Awards {
    fn default() -> Self {
        Self {
            per_person_round: 1,
            per_person_contest: 0,
            appeal_days: 7,
        }
    }
}

impl Awards {
    /// Whether it says what leaving it out says.
    pub fn is_default(&self) -> bool {
        *self == Self::default()
    }
}
