//! Citations in columns of their own: document, article, clause and so on. The columns of a
//! second citation carry its number: "Số hiệu văn bản (2)", "Điều (2)".

use super::cell_text::Cells;
use super::names::Column;
use crate::domain::LawReference;
use crate::exchange::draft_check::limit;
use crate::exchange::finding::Finding;
use time::Date;

/// How many citations of a question can stand in columns.
pub(in crate::exchange) const MAX_LAWS: usize = 4;

/// A part of a citation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::exchange) enum LawPart {
    Document,
    Title,
    Article,
    Clause,
    Point,
    ValidFrom,
    ValidTo,
}

impl LawPart {
    /// In the order in which the writers lay them out.
    pub const ALL: [Self; 7] = [
        Self::Document,
        Self::Title,
        Self::Article,
        Self::Clause,
        Self::Point,
        Self::ValidFrom,
        Self::ValidTo,
    ];

    /// The heading that the writers use.
    pub fn heading(self) -> &'static str {
        match self {
            Self::Document => "Số hiệu văn bản",
            Self::Title => "Tên văn bản",
            Self::Article => "Điều",
            Self::Clause => "Khoản",
            Self::Point => "Điểm của khoản",
            Self::ValidFrom => "Hiệu lực từ",
            Self::ValidTo => "Hiệu lực đến",
        }
    }

    /// Folded headings. A bare "điểm" is left out: in question files it means marks.
    fn names(self) -> &'static [&'static str] {
        match self {
            Self::Document => &[
                "so hieu van ban",
                "so hieu",
                "van ban",
                "so van ban",
                "document",
            ],
            Self::Title => &["ten van ban", "ten luat", "document title", "law title"],
            Self::Article => &["dieu", "article"],
            Self::Clause => &["khoan", "clause"],
            Self::Point => &["diem cua khoan", "point"],
            Self::ValidFrom => &[
                "hieu luc tu",
                "co hieu luc tu",
                "ngay hieu luc",
                "valid from",
            ],
            Self::ValidTo => &["hieu luc den", "het hieu luc", "valid to"],
        }
    }
}

/// The part and the number (0 = first) of the citation that a folded heading names.
pub(super) fn part_of(words: &str) -> Option<(usize, LawPart)> {
    let (name, nth) = match words.rsplit_once(' ') {
        Some((name, number)) if number.bytes().all(|b| b.is_ascii_digit()) => {
            (name, number.parse::<usize>().ok()?)
        }
        _ => (words, 1),
    };
    let part = LawPart::ALL
        .into_iter()
        .find(|part| part.names().contains(&name))?;
    (1..=MAX_LAWS).contains(&nth).then(|| (nth - 1, part))
}

/// The heading of a part of the n-th citation, 0 = first.
pub(super) fn heading(nth: usize, part: LawPart) -> String {
    match nth {
        0 => part.heading().to_owned(),
        n => format!("{} ({})", part.heading(), n + 1),
    }
}

/// Reads the citations that stand in columns. Without the number of a document there is none.
pub(super) fn laws(
    cells: &Cells,
    warnings: &mut Vec<Finding>,
) -> Result<Vec<LawReference>, Finding> {
    let mut laws = Vec::new();
    for nth in 0..MAX_LAWS {
        let column = |part| Column::Law(nth, part);
        let line = |part, limit| cells.line(column(part), limit);
        let article = line(LawPart::Article, limit::CODE)?;
        let clause = line(LawPart::Clause, limit::CODE)?;
        let Some(document) = line(LawPart::Document, limit::CODE)? else {
            if article.is_some() || clause.is_some() {
                warnings.push(cells.finding(
                    column(LawPart::Document),
                    "import.citation_unclear",
                    "Có điều, khoản nhưng thiếu số hiệu văn bản nên chưa ghi căn cứ.",
                ));
            }
            continue;
        };
        let valid_from = date(cells, column(LawPart::ValidFrom))?;
        let valid_to = date(cells, column(LawPart::ValidTo))?;
        if let (Some(from), Some(to)) = (valid_from, valid_to)
            && to < from
        {
            let detail = "Ngày hết hiệu lực đứng trước ngày có hiệu lực.";
            return Err(cells.finding(column(LawPart::ValidTo), "field.range", detail));
        }
        laws.push(LawReference {
            document,
            title: line(LawPart::Title, limit::TITLE)?.unwrap_or_default(),
            article: article.map(|text| without_word(&text, "điều")),
            clause: clause.map(|text| without_word(&text, "khoản")),
            point: line(LawPart::Point, limit::CODE)?.map(|text| without_word(&text, "điểm")),
            valid_from,
            valid_to,
        });
    }
    Ok(laws)
}

fn date(cells: &Cells, column: Column) -> Result<Option<Date>, Finding> {
    let Some(text) = cells.line(column, limit::CODE)? else {
        return Ok(None);
    };
    match super::cell_text::date(&text) {
        Some(date) => Ok(Some(date)),
        None => Err(cells.finding(column, "field.type", super::cell_text::DATE_FORM)),
    }
}

/// "Điều 9" → "9": the column already says what it is.
fn without_word(text: &str, word: &str) -> String {
    match text.split_once(' ') {
        Some((first, rest)) if first.to_lowercase() == word => rest.trim_start().to_owned(),
        _ => text.to_owned(),
    }
}
