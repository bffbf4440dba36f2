//! Places in files, and what was found there.

use crate::domain::import::Remark;
use serde::Serialize;
use std::fmt;

/// A place in a file, counted as people see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum At {
    /// A row of a sheet; 1 is the first.
    Row(u32),
    /// A cell of a sheet: row from 1, column from 0.
    Cell(u32, usize),
    /// A line and a column of a text, both from 1.
    Line(usize, usize),
    /// A paragraph of a document, from 1, and the number of the question there, if it has one.
    Paragraph(u32, Option<u32>),
    /// A path in a JSON document, such as `questions[3].options`.
    Path(String),
    /// The file as a whole.
    File,
}

impl fmt::Display for At {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Row(row) => write!(f, "dòng {row}"),
            Self::Cell(row, column) => write!(f, "dòng {row}, cột {}", column_letters(*column)),
            Self::Line(line, column) => write!(f, "dòng {line}, ký tự {column}"),
            Self::Paragraph(paragraph, None) => write!(f, "đoạn {paragraph}"),
            Self::Paragraph(paragraph, Some(question)) => {
                write!(f, "đoạn {paragraph}, Câu {question}")
            }
            Self::Path(path) => f.write_str(path),
            Self::File => f.write_str("tệp"),
        }
    }
}

/// The name that spreadsheets give to a column: 0 = A, 25 = Z, 26 = AA.
pub(super) fn column_letters(mut column: usize) -> String {
    let mut letters = Vec::new();
    loop {
        letters.push(char::from(
            b'A' + u8::try_from(column % 26).expect("a rest is below 26"),
        ));
        if column < 26 {
            break;
        }
        column = column / 26 - 1;
    }
    letters.iter().rev().collect()
}

/// The line, from 1, on which the byte at that index stands.
pub(super) fn line_of(bytes: &[u8], index: usize) -> usize {
    bytes[..index].split(|byte| *byte == b'\n').count()
}

/// Something about one place of a file that a person should know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// The place: `dòng 12, cột D`, `questions[3].options`.
    pub at: String,
    /// Stable, dotted, English: `import.key_invalid`.
    pub code: &'static str,
    /// What is wrong and what to do, in Vietnamese.
    pub detail: String,
}

impl Finding {
    pub(super) fn new(at: &At, code: &'static str, detail: impl Into<String>) -> Self {
        Self {
            at: at.to_string(),
            code,
            detail: detail.into(),
        }
    }
}

impl From<Finding> for Remark {
    fn from(finding: Finding) -> Self {
        Self {
            at: finding.at,
            code: finding.code.to_owned(),
            detail: finding.detail,
        }
    }
}

/// Why a file as a whole can't be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{detail}")]
pub struct Unreadable {
    /// Stable, dotted, English: `import.not_xlsx`.
    pub code: &'static str,
    /// What is wrong and what to do, in Vietnamese.
    pub detail: String,
    /// The place, if there is one.
    pub at: Option<String>,
}

impl Unreadable {
    pub(super) fn new(code: &'static str, detail: impl Into<String>) -> Self {
        Self {
            code,
            detail: detail.into(),
            at: None,
        }
    }

    pub(super) fn at(mut self, at: &At) -> Self {
        self.at = Some(at.to_string());
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_named_as_spreadsheets_name_them() {
        let names: Vec<_> = [0, 3, 25, 26, 51, 52, 63].map(column_letters).into();
        assert_eq!(names, ["A", "D", "Z", "AA", "AZ", "BA", "BL"]);
        assert_eq!(At::Cell(12, 3).to_string(), "dòng 12, cột D");
    }
}
