//! Where the headings of a table stand, and which column means what.

use super::names::{Column, Heading};
use super::{Cell, HEAD_ROWS, Row};

/// The headings of a sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::exchange) struct Headings<C = Column> {
    /// Where among the rows they stand.
    pub index: usize,
    /// Which column of the sheet means what, in order of the sheet.
    pub columns: Vec<(usize, C)>,
    /// Columns that are not read: unknown, or meant by another column too.
    pub unread: Vec<usize>,
}

impl<C: Copy + PartialEq> Headings<C> {
    /// The column of the sheet with that meaning.
    pub fn place(&self, wanted: C) -> Option<usize> {
        let found = self.columns.iter().find(|(_, column)| *column == wanted);
        found.map(|(place, _)| *place)
    }

    /// The cell of a row with that meaning, if it holds something.
    pub fn cell<'a>(&self, row: &'a Row, column: C) -> Option<&'a Cell> {
        self.place(column).and_then(|place| row.filled(place))
    }

    fn read(index: usize, row: &Row, of: impl Fn(&str) -> Heading<C>) -> Self {
        let mut known: Vec<(usize, C, usize)> = Vec::new();
        let mut unread = Vec::new();
        for (place, cell) in row.cells.iter().enumerate() {
            match of(&cell.text) {
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
}

/// Whether a row can head questions: it names a question, and its key or two options.
fn suffice(headings: &Headings) -> bool {
    let options = headings
        .columns
        .iter()
        .filter(|(_, c)| matches!(c, Column::Option(_)));
    headings.place(Column::Stem).is_some()
        && (headings.place(Column::Key).is_some() || options.count() >= 2)
}

/// Finds the headings, read by `of`: of the rows at the head of the sheet that suffice, the one that
/// names most columns. Titles and notes may stand above it.
pub(in crate::exchange) fn find_by<C: Copy + PartialEq>(
    rows: &[Row],
    of: impl Fn(&str) -> Heading<C>,
    suffice: impl Fn(&Headings<C>) -> bool,
) -> Option<Headings<C>> {
    let mut best: Option<Headings<C>> = None;
    for (index, row) in rows.iter().take(HEAD_ROWS).enumerate() {
        let headings = Headings::read(index, row, &of);
        let most = best.as_ref().map_or(0, |best| best.columns.len());
        if suffice(&headings) && headings.columns.len() > most {
            best = Some(headings);
        }
    }
    best
}

/// Finds the headings of questions.
pub(super) fn find(rows: &[Row]) -> Option<Headings> {
    find_by(rows, Heading::of, suffice)
}

/// The number of columns that are understood, for [`super::Fit`].
pub(in crate::exchange) fn fit(rows: &[Row]) -> usize {
    find(rows).map_or(0, |headings| headings.columns.len())
}
