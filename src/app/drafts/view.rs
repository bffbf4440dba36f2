//! A draft as replies tell it.

use super::checklist::CheckItem;
use crate::app::contests::RulesPage;
use crate::app::questions::StaffName;
use crate::domain::{DraftId, Timestamp};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

/// A draft in a list.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct DraftLine {
    /// Opaque.
    #[schema(value_type = String)]
    pub id: DraftId,
    /// Name for people.
    pub title: String,
    /// Slug of the contest that it will change; null: it becomes a new one.
    pub slug: Option<String>,
    /// Rises with every change.
    pub revision: i64,
    /// When it was changed last.
    #[schema(value_type = String, format = DateTime)]
    pub updated_at: Timestamp,
    /// Who changed it last; null: a command.
    pub by: Option<StaffName>,
    /// Whether it could be published when it was kept.
    pub complete: bool,
}

/// A draft whole, and what there is to say of it now.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DraftView {
    /// Opaque.
    #[schema(value_type = String)]
    pub id: DraftId,
    /// Rises with every change; whoever changes it names the one he saw.
    pub revision: i64,
    /// Name for people.
    pub title: String,
    /// Slug of the contest that it will change; null: it becomes a new one.
    pub slug: Option<String>,
    /// The contest file as JSON; it may lack anything.
    #[schema(value_type = Object)]
    pub document: Value,
    /// When it was changed last.
    #[schema(value_type = String, format = DateTime)]
    pub updated_at: Timestamp,
    /// Who changed it last; null: a command.
    pub by: Option<StaffName>,
    /// Whether it could be published now.
    pub complete: bool,
    /// What is wrong or missing.
    pub findings: Vec<DraftFinding>,
    /// The rules in plain words, as far as the document says them.
    pub rules: RulesPage,
    /// Every cell of the rounds all of whose banks are there.
    pub feasibility: Vec<CellLine>,
    /// What an organiser looks at before publication.
    pub checklist: Vec<CheckItem>,
}

/// Whether a finding keeps a draft from being published.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// It does.
    Error,
    /// It does not.
    Warning,
}

/// Something about one key of the document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct DraftFinding {
    /// JSON pointer into the document: `/rounds/0/opens_at`; empty: the document as a whole.
    pub pointer: String,
    /// Stable, dotted, English.
    pub code: &'static str,
    /// What is wrong and what would be right, in the reader's language.
    pub detail: String,
    /// Whether it keeps the draft from being published.
    pub severity: Severity,
}

/// What a cell of a blueprint asks for, and what there is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct CellLine {
    /// Code of the round.
    pub round: String,
    /// Index of the cell in its blueprint, from 0.
    pub cell: usize,
    /// Code of the bank.
    pub bank: String,
    /// How many questions have to fit, with those that cells before it may take.
    pub wanted: u64,
    /// How many do.
    pub available: u64,
}
