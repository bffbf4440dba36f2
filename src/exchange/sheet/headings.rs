//! Where the headings of a question table stand, and which column means what.

use super::names::{Column, Heading};
use super::{HEAD_ROWS, Row};

/// The headings of a sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Headings {
    /// Where among the rows they stand.
    pub index: usize,
    /// Which column of the sheet means what, in order of the sheet.
    pub columns: Vec<(usize, Column)>,
    /// Columns that are not read: unknown, or meant by another column too.
    pub unread: Vec<usize>,
}

impl Headings {
    /// The column of the sheet with that meaning.
    pub fn place(&self, wanted: Column) -> Option<usize> {
        let found = self.columns.iter().find(|(_, column)| *column == wanted);
        found.map(|(place, _)| *place)
    }

    fn read(index: usize, row: &Row) -> Self {
        let mut known: Vec<(usize, Column, usize)> = Vec::new();
        let mut unread = Vec::new();
        for (place, cell) in row.cells.iter().enumerate() {
            match Heading::of(&cell.text) {
                Heading::Counts => {}
                Heading::Unknown => unread.push(place),
                Heading::Means(column, rank) => {
                    let before = known.iter_mut().find(|(_, other, _)| *other == column);
                    match before {
                        None => known.push((place, column, rank)),
                        // Said more surely here; the earlier column meant something else.
                        Some(before) if rank < before.2 => {
                            unread.push(before.0);
                            *before = (place, column, rank);
                        }
                        Some(_) => unread.push(place),
                    }
                }
            }
        }
        Self {
            index,
            columns: known
                .into_iter()
                .map(|(place, column, _)| (place, column))
                .collect(),
            unread,
        }
    }

    /// Whether the row can head questions: it names a question, and its key or two options.
    fn suffice(&self) -> bool {
        let options = self
            .columns
            .iter()
            .filter(|(_, c)| matches!(c, Column::Option(_)));
        self.place(Column::Stem).is_some()
            && (self.place(Column::Key).is_some() || options.count() >= 2)
    }
}

/// Finds the headings: of the rows at the head of the sheet that suffice, the one that names
/// most columns. Titles and notes may stand above it.
pub(super) fn find(rows: &[Row]) -> Option<Headings> {
    let mut best: Option<Headings> = None;
    for (index, row) in rows.iter().take(HEAD_ROWS).enumerate() {
        let headings = Headings::read(index, row);
        let most = best.as_ref().map_or(0, |best| best.columns.len());
        if headings.suffice() && headings.columns.len() > most {
            best = Some(headings);
        }
    }
    best
}

/// The number of columns that are understood, for [`super::Fit`].
pub(in crate::exchange) fn fit(rows: &[Row]) -> usize {
    find(rows).map_or(0, |headings| headings.columns.len())
}
