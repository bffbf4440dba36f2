//! An import and its questions, as staff see them.

use crate::app::questions::{DraftView, StaffName};
use crate::domain::import::{Import, ImportItem, ItemState, Remark};
use crate::domain::{ImportId, Timestamp};
use crate::store::ImportCounts;
use serde::Serialize;
use utoipa::ToSchema;

/// A question file that is looked through.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ImportView {
    /// Opaque.
    #[schema(value_type = String)]
    pub id: ImportId,
    /// Code of the bank that it is meant for.
    pub bank: String,
    /// Title that the bank is to have.
    pub title: Option<String>,
    /// Name of the file.
    pub file_name: String,
    /// Word of its format.
    pub format: String,
    /// `open`, or `committed`: its questions are in the bank.
    pub state: &'static str,
    /// When it was brought.
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
    /// Who brought it; none: a command.
    pub by: Option<StaffName>,
    /// How many questions it has.
    pub counts: CountsView,
    /// About the file as a whole.
    #[schema(value_type = Vec<Object>)]
    pub remarks: Vec<Remark>,
}

/// How many questions a file has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct CountsView {
    /// All.
    pub questions: i64,
    /// That go into the bank, mended ones among them.
    pub taken: i64,
    /// That can't be taken as they are.
    pub refused: i64,
    /// That a person leaves out.
    pub skipped: i64,
    /// That a person should look at.
    pub doubtful: i64,
}

impl ImportView {
    pub(super) fn of(import: Import, counts: ImportCounts, by: Option<StaffName>) -> Self {
        Self {
            id: import.id,
            bank: import.bank,
            title: import.title,
            file_name: import.file_name,
            format: import.format,
            state: match import.committed_at {
                Some(_) => "committed",
                None => "open",
            },
            created_at: import.created_at,
            by,
            counts: CountsView {
                questions: counts.questions,
                taken: counts.taken,
                refused: counts.refused,
                skipped: counts.skipped,
                doubtful: counts.doubtful,
            },
            remarks: import.remarks,
        }
    }
}

/// A page of questions.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ItemPage {
    /// The questions.
    pub items: Vec<ItemView>,
    /// What to ask for next.
    pub next_cursor: Option<String>,
    /// How many there are with that filter.
    pub total: i64,
}

/// A question of a file beside the text that it was read from.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ItemView {
    /// From 1, in the order of the file.
    pub position: i64,
    /// The place as people see it.
    pub at: String,
    /// The text that it was read from, with line feeds.
    pub source: String,
    /// `taken`, `refused`, `skipped` or `fixed`.
    #[schema(value_type = String)]
    pub state: ItemState,
    /// The question, as far as it could be read.
    pub draft: Option<DraftView>,
    /// What a person should look at.
    #[schema(value_type = Vec<Object>)]
    pub warnings: Vec<Remark>,
    /// Why it can't be taken.
    #[schema(value_type = Option<Object>)]
    pub refusal: Option<Remark>,
}

impl From<ImportItem> for ItemView {
    fn from(item: ImportItem) -> Self {
        Self {
            position: item.position,
            at: item.at,
            source: item.source,
            state: item.state,
            draft: item.draft.map(Into::into),
            warnings: item.warnings,
            refusal: item.refusal,
        }
    }
}
