//! People who take part.

use crate::domain::{ContestId, ParticipantId, Timestamp, UnitId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use time::Date;

/// A person within one contest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Participant {
    /// Key of the row.
    pub id: ParticipantId,
    /// The contest.
    pub contest: ContestId,
    /// Given in order of registration, from 1, never reused; enters the draw.
    pub number: i64,
    /// Public pseudonym.
    pub alias: String,
    /// Code of the group (bảng).
    pub group: Option<String>,
    /// The unit whose count the person adds to.
    pub unit: Option<UnitId>,
    /// Full name in NFC.
    pub full_name: String,
    /// Birth date.
    pub birth_date: Option<Date>,
    /// All fields of the form by key, normalised.
    pub fields: BTreeMap<String, String>,
    /// Purposes agreed to, with the version of the text.
    pub consents: Vec<ConsentGiven>,
    /// For those under 16.
    pub guardian: Option<Guardian>,
    /// When the person registered.
    pub created_at: Timestamp,
    /// Seconds that he has on top of the time limit, for example with a disability.
    pub extra_time_s: u32,
}

/// A purpose agreed to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConsentGiven {
    /// The purpose.
    pub purpose: String,
    /// Version of the text.
    pub version: String,
    /// When; for a consent that another holds: when its being held was recorded.
    pub at: Timestamp,
    /// Who holds it, where it was not given on the platform.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub held_by: Option<HeldBy>,
}

/// Who holds a consent that was not given on the platform.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HeldBy {
    /// The organiser, by the list with which he brought the person in.
    Organiser,
}

/// The adult who agrees for someone under 16.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Guardian {
    /// Full name.
    pub full_name: String,
    /// Phone number in E.164.
    pub phone: String,
    /// Father, mother, teacher, …
    pub relation: String,
}
