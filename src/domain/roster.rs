//! Class lists and other lists of people, as files hold them.

use super::import::Remark;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A cell of a list of people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RosterCell {
    /// The place as people see it: `dòng 12, cột D`.
    pub at: String,
    /// What it says, in the form in which a registration gives it: dates as `YYYY-MM-DD`.
    pub text: String,
}

/// A row of a list of people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RosterRow {
    /// The place as people see it: `dòng 12`.
    pub at: String,
    /// Its cells that hold something, by key of the field. Beside the fields of the form: `class`,
    /// `group`, `guardian_name`, `guardian_phone`, `guardian_relation`.
    pub cells: BTreeMap<String, RosterCell>,
}

/// A list of people that was read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RosterFile {
    /// Its rows in order, without those that can't be read.
    pub rows: Vec<RosterRow>,
    /// What a person should look at, though the row is taken.
    pub warnings: Vec<Remark>,
    /// Rows that can't be read.
    pub refused: Vec<Remark>,
}
