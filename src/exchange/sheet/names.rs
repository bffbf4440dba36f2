//! The words that head columns of question tables, in Vietnamese and English.

use super::law_columns::{self, LawPart};
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
    /// All options in one cell.
    Options,
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

/// Headings in folded form (no tone marks, lower case, words only), the surest first: in a table
/// with "Câu hỏi" and "Nội dung câu hỏi" the first of the two only numbers the questions.
const NAMES: [(Column, &str); 11] = [
    (
        Column::Code,
        "ma cau hoi|ma cau|question code|question id|ma|code|id",
    ),
    (
        Column::Kind,
        "loai cau hoi|dang cau hoi|question type|loai cau|loai|dang|kind|type",
    ),
    (
        Column::Stem,
        "noi dung cau hoi|question text|stem|cau dan|de bai|noi dung|cau hoi|question",
    ),
    (
        Column::Options,
        "cac phuong an|cac lua chon|cac dap an|cac phuong an tra loi|phuong an tra loi|phuong an|\
         lua chon|answer options|options|choices|answers",
    ),
    (
        Column::Key,
        "dap an dung|dap an chinh xac|phuong an dung|lua chon dung|tra loi dung|correct answer|\
         correct option|answer key|correct answers|\
         correct answer s choose at least one|correct answer s|correct|key|dap an|answer",
    ),
    (Column::Tolerance, "sai so|dung sai|tolerance"),
    (Column::Pinned, "phuong an giu cho|giu cho|pinned"),
    (
        Column::Topic,
        "chu de|linh vuc|chuyen de|topic|category|field|chuong",
    ),
    (
        Column::Level,
        "muc do|muc do nhan thuc|cap do|do kho|level|difficulty",
    ),
    (
        Column::Explanation,
        "giai thich|giai thich dap an|loi giai|huong dan giai|explanation|rationale|feedback",
    ),
    (
        Column::Citation,
        "can cu phap luat|can cu phap ly|co so phap ly|can cu|dieu luat|vien dan|law reference|\
         legal basis|citation|law",
    ),
];

/// Columns that only count rows.
const COUNTING: &str = "stt|so tt|so thu tu|so|tt|no|nr|cau|cau so";

/// What may stand before the letter or number of an option.
const OPTION_WORDS: &str = "dap an|phuong an|lua chon|cau tra loi|pa|option|answer|choice";

/// What a heading says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::exchange) enum Heading<C = Column> {
    /// A meaning; 0 = said in the surest way.
    Means(C, usize),
    /// Nothing that has to be read.
    Counts,
    /// Something that is not known here.
    Unknown,
}

impl Heading {
    /// What a cell says as a heading.
    pub fn of(text: &str) -> Self {
        let words = words(text);
        match Self::named(&words, &NAMES) {
            Self::Unknown => {}
            known => return known,
        }
        let option = option(&words).map(Column::Option);
        let law = || law_columns::part_of(&words).map(|(nth, part)| Column::Law(nth, part));
        option
            .or_else(law)
            .map_or(Self::Unknown, |column| Self::Means(column, 0))
    }
}

impl<C: Copy> Heading<C> {
    /// What the words of a heading say by a list of names, each column's parted by `|`, the surest first.
    pub fn named(words: &str, names: &[(C, &str)]) -> Self {
        if words.is_empty() || COUNTING.split('|').any(|name| name == words) {
            return Self::Counts;
        }
        for (column, names) in names {
            if let Some(rank) = names.split('|').position(|name| name == words) {
                return Self::Means(*column, rank);
            }
        }
        Self::Unknown
    }
}

/// A heading reduced to its words: folded, with everything but letters and digits as one space.
pub(in crate::exchange) fn words(heading: &str) -> String {
    let folded = folded(heading);
    let parts = folded.split(|c: char| !c.is_alphanumeric());
    let words = parts.filter(|part| !part.is_empty());
    let words = words.collect::<Vec<_>>().join(" ");
    // Kahoot says how long a text may be: "Question - max 120 characters".
    for (most, unit) in [(" max ", " characters"), (" toi da ", " ky tu")] {
        if let Some((name, length)) = words.split_once(most)
            && length.ends_with(unit)
        {
            return name.to_owned();
        }
    }
    words
}

/// `a`, `dap an a`, `option 1` → 0.
fn option(words: &str) -> Option<usize> {
    let named = OPTION_WORDS
        .split('|')
        .find_map(|word| words.strip_prefix(word));
    let name = named.unwrap_or(words).trim_start();
    if let [letter @ b'a'..=b'z'] = name.as_bytes() {
        return Some(usize::from(letter - b'a'));
    }
    // A bare number heads no option.
    let number: usize = named.and(name.parse().ok())?;
    (1..=MAX_OPTIONS).contains(&number).then(|| number - 1)
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
            ("Các phương án", Column::Options),
            ("Lựa chọn", Column::Options),
            ("Question - max 120 characters", Column::Stem),
            ("Answer 3 - max 75 characters", Column::Option(2)),
            ("Câu hỏi - tối đa 120 ký tự", Column::Stem),
            ("Correct answer(s) - choose at least one", Column::Key),
        ] {
            assert!(
                matches!(Heading::of(heading), Heading::Means(found, _) if found == column),
                "{heading}: {:?}",
                Heading::of(heading)
            );
        }
        for counting in ["STT", "Số", "#", "", "No."] {
            assert_eq!(Heading::of(counting), Heading::Counts, "{counting}");
        }
        for unknown in ["3", "Ghi chú", "Điểm", "option 27", "option 0"] {
            assert_eq!(Heading::of(unknown), Heading::Unknown, "{unknown}");
        }
    }
}
