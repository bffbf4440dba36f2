//! Question files on their way into a bank.

use crate::domain::{ImportId, QuestionDraft, Timestamp, UnitId};
use serde::{Deserialize, Serialize};

/// Something about one place of a file that a person should know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Remark {
    /// The place as people see it: `dòng 12, cột D`.
    pub at: String,
    /// Stable, dotted, English: `import.key_invalid`.
    pub code: String,
    /// What is wrong and what to do, in Vietnamese.
    pub detail: String,
}

/// What becomes of a question of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ItemState {
    /// It was read and goes into the bank.
    Taken,
    /// It can't be taken as it is.
    Refused,
    /// A person leaves it out.
    Skipped,
    /// A person mended it; it goes into the bank.
    Fixed,
}

impl ItemState {
    /// The word for it in rows and replies.
    pub fn word(self) -> &'static str {
        match self {
            Self::Taken => "taken",
            Self::Refused => "refused",
            Self::Skipped => "skipped",
            Self::Fixed => "fixed",
        }
    }

    /// The state of that word.
    pub fn of(word: &str) -> Option<Self> {
        [Self::Taken, Self::Refused, Self::Skipped, Self::Fixed]
            .into_iter()
            .find(|state| state.word() == word)
    }

    /// Whether it goes into the bank.
    pub fn goes_in(self) -> bool {
        matches!(self, Self::Taken | Self::Fixed)
    }
}

/// Which questions of a file are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ItemFilter {
    /// All.
    All,
    /// Those that a person should look at.
    Doubtful,
    /// Those that can't be taken as they are.
    Refused,
}

/// A file that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Import {
    /// Key of the row.
    pub id: ImportId,
    /// Code of the bank that it is meant for.
    pub bank: String,
    /// Title that the bank is to have, if one was given or the file has one.
    pub title: Option<String>,
    /// Name of the file, shown and never used as a path.
    pub file_name: String,
    /// Word of its format.
    pub format: String,
    /// About the file as a whole.
    pub remarks: Vec<Remark>,
    /// Who brought it, as the audit log names him.
    pub made_by: String,
    /// The unit for which it was brought; none: the whole platform.
    pub owner: Option<UnitId>,
    /// When.
    pub created_at: Timestamp,
    /// How often people changed something about its questions.
    pub changes: i64,
    /// When its questions went into the bank.
    pub committed_at: Option<Timestamp>,
}

/// A question of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportItem {
    /// From 1, in the order of the file.
    pub position: i64,
    /// The place as people see it.
    pub at: String,
    /// The text that it was read from.
    pub source: String,
    /// What becomes of it.
    pub state: ItemState,
    /// The question, as far as it could be read.
    pub draft: Option<QuestionDraft>,
    /// What a person should look at.
    pub warnings: Vec<Remark>,
    /// Why it can't be taken.
    pub refusal: Option<Remark>,
}

/// A question without a citation is taken with a warning, which nearly every file of today has at
/// nearly every question: it would hide the doubts that matter.
const COMMON: &str = "import.no_citation";

impl ImportItem {
    /// Whether a person should look at it before it goes into the bank.
    pub fn is_doubtful(&self) -> bool {
        match self.state {
            ItemState::Refused => true,
            ItemState::Taken => self.warnings.iter().any(|warning| warning.code != COMMON),
            ItemState::Skipped | ItemState::Fixed => false,
        }
    }
}
