//! Unit lists: a table with the columns of api.md 1, in CSV or XLSX.
//!
//! All or nothing: a tree with missing branches helps nobody, so every bad row is listed and
//! nothing is taken. Whether a parent that is not in the file exists is the store's to say.

mod columns;
mod rows;
mod tree;

#[cfg(test)]
mod tests;

use super::finding::{At, Finding, Unreadable};
use super::format::{Format, detect};
use super::question_file::within_size;
use super::sheet::Sheet;
use super::{csv, xlsx};
use crate::domain::UnitDraft;

/// Most bad rows that are listed.
const MAX_LISTED: usize = 100;

/// A unit list that can be taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitFile {
    /// Units in the order of the file, with their rows; parents may come after children.
    pub drafts: Vec<(At, UnitDraft)>,
    /// What a person should look at, though the unit is taken.
    pub warnings: Vec<Finding>,
}

/// Why a unit list is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum UnitsRefused {
    /// The file can't be read as a table of units.
    #[error("{0}")]
    Unreadable(#[from] Unreadable),
    /// These rows are wrong: at most 100 of them.
    #[error("Danh sách đơn vị có {} dòng sai.", .0.len())]
    Rows(Vec<Finding>),
}

/// Reads a unit list.
///
/// # Errors
/// [`UnitsRefused::Rows`] lists bad fields, codes that stand twice in the file, and parents that
/// lead round in a circle, by row.
pub fn read_units(bytes: &[u8], file_name: &str) -> Result<UnitFile, UnitsRefused> {
    within_size(bytes)?;
    let sheet = table(bytes, file_name)?;
    let Some(head) = columns::find(&sheet.rows) else {
        return Err(Unreadable::new(
            "units.no_headings",
            "Không thấy dòng tiêu đề. Cần có các cột code, name, type (hoặc Mã, Tên, Loại); \
             có thể thêm parent, area_type, headcount, valid_from, valid_to, replaced_by.",
        )
        .into());
    };
    let mut file = UnitFile {
        drafts: Vec::new(),
        warnings: head.warnings(&sheet.rows[head.index]),
    };
    let mut bad = Vec::new();
    for row in &sheet.rows[head.index + 1..] {
        match rows::unit(&head, row, &mut file.warnings) {
            Ok(draft) => file.drafts.push((At::Row(row.number), draft)),
            Err(findings) => bad.extend(findings),
        }
    }
    bad.extend(tree::faults(&file.drafts));
    if !bad.is_empty() {
        bad.truncate(MAX_LISTED);
        return Err(UnitsRefused::Rows(bad));
    }
    if file.drafts.is_empty() {
        let detail = "Danh sách không có đơn vị nào dưới dòng tiêu đề.";
        return Err(Unreadable::new("import.empty", detail).into());
    }
    Ok(file)
}

fn table(bytes: &[u8], file_name: &str) -> Result<Sheet, Unreadable> {
    match detect(bytes, file_name)? {
        Format::Csv => csv::sheet(bytes, columns::fit),
        Format::Xlsx => xlsx::sheet(bytes, columns::fit),
        Format::Json | Format::Docx => Err(Unreadable::new(
            "import.format_unknown",
            "Danh sách đơn vị phải là CSV hoặc XLSX.",
        )),
    }
}
