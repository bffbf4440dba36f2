//! Which column means what, by headings in Vietnamese or English.

use super::law_columns::{self, LawPart};
use super::{HEAD_ROWS, Row};
use crate::domain::text::folded;
use crate::exchange::draft_check::MAX_OPTIONS;

/// The meaning of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::exchange) enum Column {
    Code,
    Kind,
    Stem,
    /// 0 = A.
    Option(usize),
    Key,
    Tolerance,
    Pinned,
    Topic,
    Level,
    Explanation,
    /// A citation written as a sentence.
    Citation,
    /// A part of the n-th citation, 0 = first.
    Law(usize, LawPart),
}

/// Headings in folded form (no tone marks, lower case, words only). The first of each line is
/// what the writers use, unfolded, in `layout`.
const NAMES: [(Column, &[&str]); 10] = [
    (
        Column::Code,
        &[
            "ma",
            "ma cau",
            "ma cau hoi",
            "code",
            "question code",
            "id",
            "question id",
        ],
    ),
    (
        Column::Kind,
        &[
            "loai",
            "loai cau hoi",
            "loai cau",
            "dang",
            "dang cau hoi",
            "kind",
            "type",
            "question type",
        ],
    ),
    (
        Column::Stem,
        &[
            "cau hoi",
            "noi dung cau hoi",
            "noi dung",
            "cau dan",
            "de bai",
            "question",
            "question text",
            "stem",
        ],
    ),
    (
        Column::Key,
        &[
            "dap an dung",
            "dap an",
            "dap an chinh xac",
            "phuong an dung",
            "lua chon dung",
            "tra loi dung",
            "key",
            "answer",
            "answer key",
            "correct",
            "correct answer",
            "correct option",
        ],
    ),
    (Column::Tolerance, &["sai so", "dung sai", "tolerance"]),
    (
        Column::Pinned,
        &["phuong an giu cho", "giu cho", "pinned", "fixed"],
    ),
    (
        Column::Topic,
        &[
            "chu de",
            "linh vuc",
            "chuyen de",
            "chuong",
            "topic",
            "category",
            "field",
        ],
    ),
    (
        Column::Level,
        &[
            "muc do",
            "muc do nhan thuc",
            "cap do",
            "do kho",
            "level",
            "difficulty",
        ],
    ),
    (
        Column::Explanation,
        &[
            "giai thich",
            "loi giai",
            "giai thich dap an",
            "huong dan giai",
            "explanation",
            "rationale",
            "feedback",
        ],
    ),
    (
        Column::Citation,
        &[
            "can cu",
            "can cu phap ly",
            "can cu phap luat",
            "co so phap ly",
            "dieu luat",
            "vien dan",
            "law",
            "legal basis",
            "citation",
            "law reference",
        ],
    ),
];

/// What may stand before the letter or number of an option.
const OPTION_WORDS: [&str; 9] = [
    "dap an",
    "phuong an",
    "lua chon",
    "cau tra loi",
    "pa",
    "option",
    "answer",
    "choice",
    "opt",
];

/// A heading reduced to its words: folded, with everything but letters and digits as one space.
pub(in crate::exchange) fn words(heading: &str) -> String {
    let folded = folded(heading);
    let parts = folded
        .split(|c: char| !c.is_alphanumeric())
        .filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join(" ")
}

fn column_of(heading: &str) -> Option<Column> {
    let words = words(heading);
    let named = NAMES
        .iter()
        .find(|(_, names)| names.contains(&words.as_str()));
    named
        .map(|(column, _)| *column)
        .or_else(|| option(&words).map(Column::Option))
        .or_else(|| law_columns::part_of(&words).map(|(n, part)| Column::Law(n, part)))
}

/// `a`, `dap an a`, `option 1` → 0.
fn option(words: &str) -> Option<usize> {
    let name = OPTION_WORDS
        .iter()
        .find_map(|word| words.strip_prefix(word).map(str::trim_start))
        .unwrap_or(words);
    if let [letter @ b'a'..=b'z'] = name.as_bytes() {
        return Some(usize::from(letter - b'a'));
    }
    // A bare number is no heading of an option.
    let number: usize = if name == words {
        return None;
    } else {
        name.parse().ok()?
    };
    (1..=MAX_OPTIONS).contains(&number).then(|| number - 1)
}

/// The headings of a sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Headings {
    /// Where among the rows they stand.
    pub index: usize,
    /// Which column of the sheet means what, in order of the sheet.
    pub columns: Vec<(usize, Column)>,
    /// Columns whose meaning an earlier column already has.
    pub repeated: Vec<usize>,
}

impl Headings {
    /// The column of the sheet with that meaning.
    pub fn place(&self, wanted: Column) -> Option<usize> {
        self.columns
            .iter()
            .find(|(_, column)| *column == wanted)
            .map(|(place, _)| *place)
    }
}

/// Finds the headings: the row, among the first of the sheet, that names a question and either
/// its key or two options, and most columns at all. Titles and notes may stand above it.
pub(super) fn find(rows: &[Row]) -> Option<Headings> {
    let mut best: Option<Headings> = None;
    for (index, row) in rows.iter().take(HEAD_ROWS).enumerate() {
        let headings = read(index, row);
        let options = headings
            .columns
            .iter()
            .filter(|(_, c)| matches!(c, Column::Option(_)));
        let enough = headings.place(Column::Stem).is_some()
            && (headings.place(Column::Key).is_some() || options.count() >= 2);
        let better = best
            .as_ref()
            .is_none_or(|best| headings.columns.len() > best.columns.len());
        if enough && better {
            best = Some(headings);
        }
    }
    best
}

/// The number of columns that are understood, for [`super::Fit`].
pub(in crate::exchange) fn fit(rows: &[Row]) -> usize {
    find(rows).map_or(0, |headings| headings.columns.len())
}

fn read(index: usize, row: &Row) -> Headings {
    let mut headings = Headings {
        index,
        columns: Vec::new(),
        repeated: Vec::new(),
    };
    for (place, cell) in row.cells.iter().enumerate() {
        if let Some(column) = column_of(&cell.text) {
            if headings.place(column).is_some() {
                headings.repeated.push(place);
            } else {
                headings.columns.push((place, column));
            }
        }
    }
    headings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_are_known_in_both_languages() {
        for (heading, column) in [
            ("Câu hỏi", Column::Stem),
            ("NỘI DUNG CÂU HỎI (*)", Column::Stem),
            ("question", Column::Stem),
            ("Đáp án", Column::Key),
            ("Đáp án đúng", Column::Key),
            ("key", Column::Key),
            ("Đáp án A", Column::Option(0)),
            ("Phương án d", Column::Option(3)),
            ("option_b", Column::Option(1)),
            ("Option 2", Column::Option(1)),
            ("C", Column::Option(2)),
            ("Chủ đề", Column::Topic),
            ("LĨNH VỰC", Column::Topic),
            ("Mức độ", Column::Level),
            ("Lời giải", Column::Explanation),
            ("Căn cứ pháp lý", Column::Citation),
            ("Điều", Column::Law(0, LawPart::Article)),
            ("article", Column::Law(0, LawPart::Article)),
            ("Số hiệu văn bản 2", Column::Law(1, LawPart::Document)),
            ("Mã câu hỏi", Column::Code),
        ] {
            assert_eq!(column_of(heading), Some(column), "{heading}");
        }
        for none in ["STT", "Số", "3", "", "Ghi chú", "Điểm", "option 27"] {
            assert_eq!(column_of(none), None, "{none}");
        }
    }
}
