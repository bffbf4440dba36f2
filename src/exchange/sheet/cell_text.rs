//! Texts of one row by the meaning of their columns, checked and in stored form.

use super::headings::Headings;
use super::names::Column;
use super::{Cell, Row};
use crate::domain::text;
use crate::exchange::draft_check::{one_line, text_fault};
use crate::exchange::finding::{At, Finding};
use crate::exchange::html;
use time::Date;
use time::format_description::StaticFormatDescription;
use time::macros::format_description;

/// Why a date was not understood.
pub(in crate::exchange) const DATE_FORM: &str = "Ngày viết dạng 2026-12-31 hoặc 31/12/2026.";

/// Why a computed cell is not taken.
pub(in crate::exchange) const FORMULA: &str =
    "Ô chứa công thức hoặc giá trị lỗi. Hãy dán lại dưới dạng giá trị.";

/// A row with the meaning of its columns.
pub(super) struct Cells<'a> {
    pub headings: &'a Headings,
    pub row: &'a Row,
}

impl Cells<'_> {
    /// A finding at the cell with that meaning, or at the row if the sheet has no such column.
    pub fn finding(
        &self,
        column: Column,
        code: &'static str,
        detail: impl Into<String>,
    ) -> Finding {
        let at = match self.headings.place(column) {
            Some(place) => At::Cell(self.row.number, place),
            None => At::Row(self.row.number),
        };
        Finding::new(&at, code, detail)
    }

    /// The cell with that meaning, if it holds something. Computed cells are refused: their
    /// value depends on the program that opened the file last.
    pub fn cell(&self, column: Column) -> Result<Option<&Cell>, Finding> {
        let place = self.headings.place(column);
        match place.and_then(|place| self.row.filled(place)) {
            Some(cell) if cell.is_formula => {
                Err(self.finding(column, "import.formula_cell", FORMULA))
            }
            cell => Ok(cell),
        }
    }

    /// A text of one line.
    pub fn line(&self, column: Column, limit: usize) -> Result<Option<String>, Finding> {
        let Some(cell) = self.cell(column)? else {
            return Ok(None);
        };
        match one_line(&cell.text, limit) {
            Ok(line) => Ok(Some(line)),
            Err(bad) => {
                let (code, detail) = text_fault(bad);
                Err(self.finding(column, code, detail))
            }
        }
    }

    /// A text of one or more lines, plain.
    pub fn passage(&self, column: Column, limit: usize) -> Result<Option<String>, Finding> {
        let Some(cell) = self.cell(column)? else {
            return Ok(None);
        };
        let lines = cell
            .text
            .replace("\r\n", "\n")
            .replace('\r', "\n")
            .replace('\t', " ");
        match text::passage(&lines, limit) {
            Ok(passage) => Ok(Some(passage)),
            Err(bad) => {
                let (code, detail) = text_fault(bad);
                Err(self.finding(column, code, detail))
            }
        }
    }

    /// The same as a fragment of HTML.
    pub fn html(&self, column: Column, limit: usize) -> Result<Option<String>, Finding> {
        let passage = self.passage(column, limit)?;
        Ok(passage.map(|passage| html::from_plain(&passage)))
    }
}

/// A date as people and spreadsheets write it.
pub(in crate::exchange) fn date(text: &str) -> Option<Date> {
    const FORMS: [StaticFormatDescription; 2] = [
        format_description!("[year]-[month]-[day]"),
        format_description!("[day padding:none]/[month padding:none]/[year]"),
    ];
    FORMS
        .into_iter()
        .find_map(|form| Date::parse(text.trim(), form).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_in_both_forms() {
        let day = date("2025-07-01").expect("a date");
        assert_eq!(date("01/07/2025"), Some(day));
        assert_eq!(date(" 1/7/2025 "), Some(day));
        assert_eq!(date("2025-02-30"), None);
        assert_eq!(date("45839"), None);
    }
}
