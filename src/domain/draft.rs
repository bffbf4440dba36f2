//! Contests that are still being written, and templates that they begin from.

use crate::domain::{DraftId, QuestionDraft, StaffId, TemplateId, Timestamp, UnitId};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A contest that is still being written: its file may lack anything.
#[derive(Debug, Clone, PartialEq)]
pub struct ContestDraft {
    /// Key of the row.
    pub id: DraftId,
    /// The unit whose staff work on it; none: the whole platform.
    pub owner: Option<UnitId>,
    /// Slug of the contest that it will change; none: it becomes a new one.
    pub slug: Option<String>,
    /// Name for lists.
    pub title: String,
    /// The contest file as it stands, in the types of JSON.
    pub document: Value,
    /// The text that the document was read from, while it says the same: its comments are the author's.
    pub source: Option<String>,
    /// 1, 2, …: rises with every change.
    pub revision: i64,
    /// Whether it could be published as it was kept.
    pub complete: bool,
    /// What of the document was tried out last as a participant would see it, hex of SHA-256.
    pub rehearsed: Option<String>,
    /// Who changed it last; none: a command.
    pub changed_by: Option<StaffId>,
    /// When it was begun.
    pub created_at: Timestamp,
    /// When it was changed last.
    pub updated_at: Timestamp,
}

/// A contest without name, unit and dates, to begin others from.
#[derive(Debug, Clone, PartialEq)]
pub struct ContestTemplate {
    /// Key of the row.
    pub id: TemplateId,
    /// The unit that made it; none: the whole platform.
    pub owner: Option<UnitId>,
    /// Name for people.
    pub title: String,
    /// What it is good for, in a few sentences.
    pub summary: String,
    /// The contest file, in the types of JSON.
    pub document: Value,
    /// Number of rounds.
    pub rounds: i64,
    /// Number of questions that come with it.
    pub questions: i64,
    /// Whether staff of the units below may begin from it.
    pub shared: bool,
    /// Who made it; none: a command.
    pub made_by: Option<StaffId>,
    /// When it was made.
    pub created_at: Timestamp,
}

/// A bank that comes with a template. Its pictures stay where pictures are kept, by their digests.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TemplateBank {
    /// Code of the bank in the blueprints of the template.
    pub code: String,
    /// Title of the bank.
    pub title: String,
    /// Its questions, keys included.
    pub questions: Vec<QuestionDraft>,
}
