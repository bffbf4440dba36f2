//! Lists of units as files hold them, before anyone has looked what the tree knows of them.

use super::import::Remark;
use crate::domain::UnitDraft;
use serde::{Deserialize, Serialize};

/// A column of a unit list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "each is the field of a unit with its name")]
pub enum UnitColumn {
    Code,
    Name,
    Type,
    Parent,
    AreaType,
    Block,
    Headcount,
    HeadcountSource,
    HeadcountDate,
    ValidFrom,
    ValidTo,
    ReplacedBy,
    Aliases,
}

impl UnitColumn {
    /// All columns, in the order in which files are written.
    pub const ALL: [Self; 13] = [
        Self::Code,
        Self::Name,
        Self::Type,
        Self::Parent,
        Self::AreaType,
        Self::Block,
        Self::Headcount,
        Self::HeadcountSource,
        Self::HeadcountDate,
        Self::ValidFrom,
        Self::ValidTo,
        Self::ReplacedBy,
        Self::Aliases,
    ];
}

/// A row of a unit list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitRow {
    /// The place as people see it: `dòng 12`.
    pub at: String,
    /// What the row says. An empty code stands for none; `parent` is a code or a name.
    pub draft: UnitDraft,
}

/// A unit list that was read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitFile {
    /// Its rows in order, without those that can't be read.
    pub rows: Vec<UnitRow>,
    /// The columns that it has: what it has no column for, it says nothing about.
    pub columns: Vec<UnitColumn>,
    /// What a person should look at, though the row is taken.
    pub warnings: Vec<Remark>,
    /// Rows that can't be taken.
    pub refused: Vec<Remark>,
}
