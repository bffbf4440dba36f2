//! Tables, wherever they came from: rows of text cells, and questions in them.

pub(super) mod cell_text;
pub(super) mod citation;
mod headings;
mod key;
mod law_columns;
pub(super) mod layout;
mod level;
mod names;
mod one_cell;
pub(super) mod questions;

#[cfg(test)]
mod tests;

pub(super) use headings::{Headings, find_by};
pub(super) use level::level;
pub(super) use names::{Heading, words};

use super::finding::column_letters;

/// Greatest number of rows of a sheet.
pub(super) const MAX_ROWS: u32 = 20_000;
/// Greatest number of columns of a sheet.
pub(super) const MAX_COLUMNS: usize = 64;

/// The sentence that names both limits.
pub(super) const TOO_LARGE: &str = "Bảng quá lớn: tối đa 20.000 dòng × 64 cột.";

/// A cell.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Cell {
    /// Its text as the file has it; empty if there is none.
    pub text: String,
    /// It is computed: a formula, a link into another program, or an error value.
    pub is_formula: bool,
}

impl Cell {
    pub fn is_blank(&self) -> bool {
        !self.is_formula && self.text.trim().is_empty()
    }
}

/// A row that has at least one cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Row {
    /// Its number as people see it; 1 is the first.
    pub number: u32,
    /// Its cells from column A on; missing ones at the end are blank.
    pub cells: Vec<Cell>,
}

impl Row {
    /// The cell of that column, if it holds something.
    pub fn filled(&self, column: usize) -> Option<&Cell> {
        self.cells.get(column).filter(|cell| !cell.is_blank())
    }
}

impl Row {
    /// The row as people see it: its filled cells, each under its column's letter.
    pub fn source(&self) -> String {
        let filled = self.cells.iter().enumerate().filter(|(_, c)| !c.is_blank());
        let lines = filled.map(|(i, cell)| format!("{}: {}", column_letters(i), cell.text.trim()));
        lines.collect::<Vec<_>>().join("\n")
    }
}

/// A table, and what was noticed while it was opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sheet {
    /// Rows in order; empty ones are left out.
    pub rows: Vec<Row>,
    /// Further sheets of the same file that look like what is wanted, and are not read.
    pub passed_over: Vec<String>,
}

/// Tells how well the rows at the head of a sheet fit what is wanted: the number of headings
/// found, 0 = not at all. Decides between separators of a CSV and between sheets of a workbook.
pub(super) type Fit = fn(&[Row]) -> usize;

/// How many rows from the top may stand above the headings.
pub(super) const HEAD_ROWS: usize = 50;
