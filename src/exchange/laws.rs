//! Lists of laws: CSV with the columns number, title, issuer, `valid_from`, `valid_to`, `replaced_by`,
//! link, under these or Vietnamese headings.

use super::csv;
use super::finding::{At, Finding, Unreadable, column_letters};
use super::question_file::within_size;
use super::sheet::{HEAD_ROWS, Row};
use crate::domain::text::folded;
use time::macros::format_description;
use time::{Date, Month};

/// A row of a list of laws, as it stands there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LawRow {
    /// Its place.
    pub at: At,
    /// Number of the document.
    pub number: String,
    /// Title.
    pub title: String,
    /// Who issued it.
    pub issuer: String,
    /// First day in force.
    pub valid_from: Option<Date>,
    /// Last day in force.
    pub valid_to: Option<Date>,
    /// Number of the document that takes its place.
    pub replaced_by: Option<String>,
    /// Where the text can be read.
    pub link: Option<String>,
}

/// A list of laws.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LawFile {
    /// Rows in the order of the list.
    pub rows: Vec<LawRow>,
    /// Rows that can't be read.
    pub refused: Vec<Finding>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    Number,
    Title,
    Issuer,
    ValidFrom,
    ValidTo,
    ReplacedBy,
    Link,
}

/// What columns are called, folded.
const NAMES: [(Column, &[&str]); 7] = [
    (
        Column::Number,
        &[
            "number",
            "so hieu",
            "so ky hieu",
            "so, ky hieu",
            "so hieu van ban",
        ],
    ),
    (
        Column::Title,
        &["title", "ten", "ten van ban", "trich yeu", "ten goi"],
    ),
    (
        Column::Issuer,
        &["issuer", "co quan ban hanh", "noi ban hanh"],
    ),
    (
        Column::ValidFrom,
        &[
            "valid_from",
            "hieu luc tu",
            "ngay co hieu luc",
            "ngay hieu luc",
        ],
    ),
    (
        Column::ValidTo,
        &[
            "valid_to",
            "hieu luc den",
            "ngay het hieu luc",
            "het hieu luc",
        ],
    ),
    (
        Column::ReplacedBy,
        &[
            "replaced_by",
            "thay bang",
            "van ban thay the",
            "bi thay the boi",
        ],
    ),
    (Column::Link, &["link", "lien ket", "duong dan", "dia chi"]),
];

/// Reads a list of laws.
///
/// # Errors
/// If it is no table, or has no row of headings with number and title.
pub fn read_laws(text: &str) -> Result<LawFile, Unreadable> {
    within_size(text.as_bytes())?;
    let sheet = csv::sheet(text.as_bytes(), |rows| {
        head(rows).map_or(0, |(_, columns)| columns.len())
    })?;
    let Some((index, columns)) = head(&sheet.rows) else {
        return Err(Unreadable::new(
            "laws.no_headings",
            "Không thấy dòng tiêu đề. Cần có các cột number, title (hoặc Số hiệu, Tên văn bản); có thể thêm issuer, valid_from, valid_to, replaced_by, link.",
        ));
    };
    let mut file = LawFile {
        rows: Vec::new(),
        refused: Vec::new(),
    };
    for row in &sheet.rows[index + 1..] {
        match law(&columns, row) {
            Ok(law) => file.rows.push(law),
            Err(finding) => file.refused.push(finding),
        }
    }
    Ok(file)
}

/// The row of headings, and what its columns mean.
fn head(rows: &[Row]) -> Option<(usize, Vec<(usize, Column)>)> {
    let meant = |row: &Row| {
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
        columns
    };
    rows.iter()
        .take(HEAD_ROWS)
        .map(meant)
        .enumerate()
        .find(|(_, columns)| {
            [Column::Number, Column::Title]
                .iter()
                .all(|needed| columns.iter().any(|(_, column)| column == needed))
        })
}

fn law(columns: &[(usize, Column)], row: &Row) -> Result<LawRow, Finding> {
    let place = |wanted: Column| {
        let found = columns.iter().find(|(_, column)| *column == wanted);
        found.map(|(place, _)| *place)
    };
    let text = |wanted: Column| {
        let cell = place(wanted).and_then(|place| row.filled(place));
        cell.map(|cell| cell.text.trim().to_owned())
            .filter(|text| !text.is_empty())
    };
    let day = |wanted: Column| match text(wanted) {
        None => Ok(None),
        Some(text) => date(&text).map(Some).ok_or_else(|| {
            let at = place(wanted).map_or(At::Row(row.number), |place| At::Cell(row.number, place));
            let column = place(wanted).map(column_letters).unwrap_or_default();
            Finding::new(
                &at,
                "field.date",
                format!("Cột {column}: ngày viết YYYY-MM-DD hoặc DD/MM/YYYY."),
            )
        }),
    };
    Ok(LawRow {
        at: At::Row(row.number),
        number: text(Column::Number).unwrap_or_default(),
        title: text(Column::Title).unwrap_or_default(),
        issuer: text(Column::Issuer).unwrap_or_default(),
        valid_from: day(Column::ValidFrom)?,
        valid_to: day(Column::ValidTo)?,
        replaced_by: text(Column::ReplacedBy),
        link: text(Column::Link),
    })
}

/// A day as `2025-01-31`, or as people in Viet Nam write it: `31/01/2025`, `31-1-2025`.
fn date(text: &str) -> Option<Date> {
    if let Ok(date) = Date::parse(text, format_description!("[year]-[month]-[day]")) {
        return Some(date);
    }
    let mut parts = text.split(['/', '-', '.']);
    let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || year.len() != 4 {
        return None;
    }
    let month = Month::try_from(month.parse::<u8>().ok()?).ok()?;
    Date::from_calendar_date(year.parse().ok()?, month, day.parse().ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::date as day;

    #[test]
    fn english_and_vietnamese_headings_and_days_are_read() {
        let file = read_laws(
            "Danh mục văn bản;;;\nSố hiệu;Tên văn bản;Ngày có hiệu lực;Ngày hết hiệu lực;Văn bản thay thế\n\
             23/2008/QH12;Luật Giao thông đường bộ;01/7/2009;31/12/2024;36/2024/QH15\n",
        )
        .unwrap();
        let [law] = file.rows.as_slice() else {
            panic!("{file:?}");
        };
        assert_eq!(law.number, "23/2008/QH12");
        assert_eq!(law.valid_from, Some(day!(2009 - 07 - 01)));
        assert_eq!(law.valid_to, Some(day!(2024 - 12 - 31)));
        assert_eq!(law.replaced_by.as_deref(), Some("36/2024/QH15"));
        let file =
            read_laws("number,title,valid_from,link\n1/QH,\"Luật, một\",2025-01-01,https://a.vn\n")
                .unwrap();
        assert_eq!(file.rows[0].title, "Luật, một");
        assert_eq!(file.rows[0].link.as_deref(), Some("https://a.vn"));
    }

    #[test]
    fn a_bad_day_is_named_by_its_cell_and_a_table_without_headings_is_refused() {
        let file = read_laws("number,title,valid_to\n1,Một,31/02/2025\n2,Hai,\n").unwrap();
        assert_eq!(file.rows.len(), 1);
        assert_eq!(
            (file.refused[0].at.as_str(), file.refused[0].code),
            ("dòng 2, cột C", "field.date")
        );
        assert_eq!(
            read_laws("a,b\n1,2\n").unwrap_err().code,
            "laws.no_headings"
        );
    }
}
