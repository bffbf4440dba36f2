//! Unit lists: a table with the columns of api.md 1 and further ones, in CSV or XLSX, in and out.
//!
//! What a row says by itself is checked here; whether it fits the tree, and which unit a row without a
//! code means, is the tree's to say.

mod columns;
mod rows;
mod tree;
mod write;

#[cfg(test)]
mod tests;

pub use write::write_units;

use super::finding::{At, Finding, Unreadable, column_letters};
use super::format::{Format, detect};
use super::question_file::within_size;
use super::sheet::{Row, Sheet};
use super::{csv, xlsx};
use crate::domain::{UnitFile, UnitRow};

/// Most bad rows that are listed.
const MAX_LISTED: usize = 100;

/// Reads a unit list: all its rows, and every bad one by its place.
///
/// # Errors
/// Nothing in the file can be read as a list of units.
pub fn read_units(bytes: &[u8], file_name: &str) -> Result<UnitFile, Unreadable> {
    within_size(bytes)?;
    let sheet = table(bytes, file_name)?;
    let Some(head) = columns::find(&sheet.rows) else {
        return Err(Unreadable::new(
            "units.no_headings",
            "Không thấy dòng tiêu đề. Cần có cột name (hoặc Tên đơn vị) và ít nhất một cột khác: code, type, \
             parent (hoặc Mã, Loại, Đơn vị cấp trên); có thể thêm area_type, block, headcount, \
             headcount_source, headcount_date, valid_from, valid_to, replaced_by, aliases.",
        ));
    };
    let mut warnings = unread(&head, &sheet.rows[head.index]);
    let mut drafts = Vec::new();
    let mut bad = Vec::new();
    for row in &sheet.rows[head.index + 1..] {
        match rows::unit(&head, row, &mut warnings) {
            Ok(draft) => drafts.push((At::Row(row.number), draft)),
            Err(findings) => bad.extend(findings),
        }
    }
    bad.extend(tree::faults(&drafts));
    bad.truncate(MAX_LISTED);
    if drafts.is_empty() && bad.is_empty() {
        let detail = "Danh sách không có đơn vị nào dưới dòng tiêu đề.";
        return Err(Unreadable::new("import.empty", detail));
    }
    let row = |(at, draft): (At, _)| UnitRow {
        at: at.to_string(),
        draft,
    };
    Ok(UnitFile {
        rows: drafts.into_iter().map(row).collect(),
        columns: head.columns.iter().map(|(_, column)| *column).collect(),
        warnings: warnings.into_iter().map(Into::into).collect(),
        refused: bad.into_iter().map(Into::into).collect(),
    })
}

/// Headings that mean nothing here, or what an earlier one means: a misspelt `headcuont` must not be
/// lost without a word.
fn unread(head: &columns::Head, row: &Row) -> Vec<Finding> {
    let unread = head.unread.iter().map(|place| {
        let letters = column_letters(*place);
        let detail = format!("Không đọc cột {letters}: tiêu đề lạ hoặc lặp lại.");
        Finding::new(
            &At::Cell(row.number, *place),
            "units.column_unknown",
            detail,
        )
    });
    unread.collect()
}

fn table(bytes: &[u8], file_name: &str) -> Result<Sheet, Unreadable> {
    match detect(bytes, file_name)? {
        Format::Csv => csv::sheet(bytes, columns::fit),
        Format::Xlsx => xlsx::sheet(bytes, columns::fit),
        _ => Err(Unreadable::new(
            "import.format_unknown",
            "Danh sách đơn vị phải là CSV hoặc XLSX.",
        )),
    }
}
