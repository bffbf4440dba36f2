//! Headings of a unit list.

use crate::domain::text::folded;
use crate::exchange::finding::{At, Finding, column_letters};
use crate::exchange::sheet::{Cell, HEAD_ROWS, Row};

/// The meaning of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Column {
    Code,
    Name,
    Type,
    Parent,
    AreaType,
    Headcount,
    ValidFrom,
    ValidTo,
    ReplacedBy,
}

/// The names of api.md 1 first, then what Vietnamese lists say, folded.
const NAMES: [(Column, &[&str]); 9] = [
    (Column::Code, &["code", "ma", "ma don vi"]),
    (Column::Name, &["name", "ten", "ten don vi"]),
    (Column::Type, &["type", "loai", "loai don vi"]),
    (
        Column::Parent,
        &["parent", "ma cap tren", "don vi cap tren", "truc thuoc"],
    ),
    (Column::AreaType, &["area_type", "khu vuc"]),
    (Column::Headcount, &["headcount", "so nguoi"]),
    (Column::ValidFrom, &["valid_from", "hieu luc tu"]),
    (Column::ValidTo, &["valid_to", "hieu luc den"]),
    (Column::ReplacedBy, &["replaced_by", "thay bang"]),
];

/// Where the headings stand and what they mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Head {
    /// Index among the rows.
    pub index: usize,
    columns: Vec<(usize, Column)>,
}

impl Head {
    /// The column of the sheet with that meaning.
    pub fn place(&self, wanted: Column) -> Option<usize> {
        let found = self.columns.iter().find(|(_, column)| *column == wanted);
        found.map(|(place, _)| *place)
    }

    /// The cell of a row with that meaning, if it holds something.
    pub fn cell<'a>(&self, row: &'a Row, column: Column) -> Option<&'a Cell> {
        self.place(column).and_then(|place| row.filled(place))
    }

    /// Headings that mean nothing here, or what an earlier one means: a misspelt `headcuont`
    /// must not be lost without a word.
    pub fn warnings(&self, row: &Row) -> Vec<Finding> {
        let unknown = row.cells.iter().enumerate().filter(|(place, cell)| {
            !cell.is_blank() && self.columns.iter().all(|(known, _)| known != place)
        });
        unknown
            .map(|(place, _)| {
                let detail = format!(
                    "Không đọc cột {}: tiêu đề lạ hoặc lặp lại.",
                    column_letters(place)
                );
                Finding::new(&At::Cell(row.number, place), "units.column_unknown", detail)
            })
            .collect()
    }
}

/// Finds the row that names code, name and type.
pub(super) fn find(rows: &[Row]) -> Option<Head> {
    rows.iter()
        .take(HEAD_ROWS)
        .enumerate()
        .find_map(|(index, row)| {
            let mut columns: Vec<(usize, Column)> = Vec::new();
            for (place, cell) in row.cells.iter().enumerate() {
                let heading = folded(&cell.text);
                let named = NAMES
                    .iter()
                    .find(|(_, names)| names.contains(&heading.as_str()));
                if let Some((column, _)) = named
                    && columns.iter().all(|(_, known)| known != column)
                {
                    columns.push((place, *column));
                }
            }
            let head = Head { index, columns };
            let needed = [Column::Code, Column::Name, Column::Type];
            needed
                .iter()
                .all(|column| head.place(*column).is_some())
                .then_some(head)
        })
}

/// The number of headings found, for [`crate::exchange::sheet::Fit`].
pub(super) fn fit(rows: &[Row]) -> usize {
    find(rows).map_or(0, |head| head.columns.len())
}
