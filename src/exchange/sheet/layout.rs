//! From a bank to a table, in the very headings that reading knows.

use super::law_columns::{self, LawPart, MAX_LAWS};
use super::questions::{BETWEEN_FORMS, kind_word};
use super::{MAX_COLUMNS, MAX_ROWS};
use crate::domain::{Bank, Key, LawReference, QuestionKind, QuestionVersion};
use crate::exchange::finding::{At, Finding, column_letters};
use crate::exchange::html::{from_plain, to_plain};
use crate::exchange::question_file::Unwritable;

/// Most characters in a cell of XLSX; kept for CSV too, because spreadsheets open it.
const MAX_CELL: usize = 32_767;

/// A table: its first row are the headings, all rows are of one length.
pub(in crate::exchange) struct Table {
    pub rows: Vec<Vec<String>>,
    pub lost: Vec<Finding>,
}

/// How many columns the widest question needs.
struct Widths {
    options: usize,
    laws: usize,
    tolerance: bool,
    pinned: bool,
}

impl Widths {
    fn of(questions: &[QuestionVersion]) -> Self {
        let options = questions.iter().map(|q| q.content.options.len()).max();
        let options = options.unwrap_or(0).clamp(4, 26);
        let laws = questions
            .iter()
            .map(|q| q.laws.len())
            .max()
            .unwrap_or(0)
            .clamp(1, MAX_LAWS);
        // Code, kind, stem, key, topic, level, explanation, and at most two more.
        let room = (MAX_COLUMNS - 9 - options) / LawPart::ALL.len();
        let is_near = |q: &QuestionVersion| matches!(q.key, Key::Number { tolerance: 1.., .. });
        Self {
            options,
            laws: laws.min(room),
            tolerance: questions.iter().any(is_near),
            pinned: questions
                .iter()
                .any(|q| q.content.options.iter().any(|o| o.pinned)),
        }
    }

    fn headings(&self) -> Vec<String> {
        let mut row = vec!["Mã".to_owned(), "Loại".to_owned(), "Câu hỏi".to_owned()];
        row.extend((0..self.options).map(|i| format!("Đáp án {}", column_letters(i))));
        row.push("Đáp án đúng".to_owned());
        row.extend(self.tolerance.then(|| "Sai số".to_owned()));
        row.extend(self.pinned.then(|| "Phương án giữ chỗ".to_owned()));
        row.extend(["Chủ đề", "Mức độ", "Giải thích"].map(str::to_owned));
        for nth in 0..self.laws {
            row.extend(LawPart::ALL.map(|part| law_columns::heading(nth, part)));
        }
        row
    }
}

/// Lays out a bank, a row a question.
pub(in crate::exchange) fn table(
    bank: &Bank,
    questions: &[QuestionVersion],
) -> Result<Table, Unwritable> {
    if u32::try_from(questions.len()).is_ok_and(|count| count >= MAX_ROWS) {
        return Err(Unwritable(format!(
            "Bảng chứa được ít hơn {MAX_ROWS} câu hỏi, ngân hàng có {}. Hãy xuất dạng json.",
            questions.len()
        )));
    }
    let widths = Widths::of(questions);
    let mut lost = vec![Finding::new(
        &At::File,
        "export.not_held",
        format!(
            "Bảng không giữ mã và tên ngân hàng ({}, {}) và mã của từng phương án.",
            bank.code, bank.title
        ),
    )];
    let mut rows = vec![widths.headings()];
    for (number, question) in (2..).zip(questions) {
        let mut writer = RowWriter {
            at: At::Row(number),
            lost: &mut lost,
            cells: Vec::with_capacity(rows[0].len()),
        };
        writer.question(question, &widths);
        rows.push(writer.cells);
    }
    Ok(Table { rows, lost })
}

struct RowWriter<'a> {
    at: At,
    lost: &'a mut Vec<Finding>,
    cells: Vec<String>,
}

impl RowWriter<'_> {
    fn lose(&mut self, code: &'static str, detail: &str) {
        self.lost.push(Finding::new(&self.at, code, detail));
    }

    fn plain(&mut self, text: &str) {
        if text.chars().count() > MAX_CELL {
            self.lose(
                "export.cell_too_long",
                "Ô chỉ chứa được 32.767 ký tự, phần sau bị cắt.",
            );
            self.cells.push(text.chars().take(MAX_CELL).collect());
        } else {
            self.cells.push(text.to_owned());
        }
    }

    /// Text of HTML; told as lost unless reading gives the same HTML back.
    fn html(&mut self, html: &str) {
        let plain = to_plain(html);
        if from_plain(&plain) != html {
            self.lose(
                "export.markup_lost",
                "Bảng chỉ giữ chữ, không giữ định dạng của đoạn này.",
            );
        }
        self.plain(&plain);
    }

    fn question(&mut self, question: &QuestionVersion, widths: &Widths) {
        let content = &question.content;
        if !content.media.is_empty() {
            self.lose("export.media_not_held", "Tệp không chứa hình của câu hỏi.");
        }
        self.plain(question.code.as_deref().unwrap_or(""));
        self.plain(kind_word(content.kind));
        self.html(&content.stem);
        for i in 0..widths.options {
            self.html(content.options.get(i).map_or("", |option| &option.text));
        }
        if content.options.len() > widths.options {
            self.lose("export.not_held", "Bảng chỉ giữ 26 phương án đầu.");
        }
        let key = self.key(question);
        self.plain(&key);
        if widths.tolerance {
            self.plain(&match question.key {
                Key::Number { tolerance: 0, .. } | Key::Options(_) | Key::Text(_) => String::new(),
                Key::Number { tolerance, .. } => tolerance.to_string(),
            });
        }
        if widths.pinned {
            let pinned = letters(question, |i| content.options[i].pinned);
            self.plain(&pinned);
        }
        self.plain(question.topic.as_deref().unwrap_or(""));
        self.plain(&if content.level == 0 {
            String::new()
        } else {
            content.level.to_string()
        });
        self.html(question.explanation.as_deref().unwrap_or(""));
        for nth in 0..widths.laws {
            for part in LawPart::ALL {
                self.plain(
                    &question
                        .laws
                        .get(nth)
                        .map_or_else(String::new, |law| law_part(law, part)),
                );
            }
        }
        if question.laws.len() > widths.laws {
            let detail = format!("Bảng chỉ giữ {} căn cứ đầu của câu hỏi.", widths.laws);
            self.lose("export.not_held", &detail);
        }
    }

    fn key(&mut self, question: &QuestionVersion) -> String {
        match &question.key {
            Key::Options(ids) => {
                letters(question, |i| ids.contains(&question.content.options[i].id))
            }
            Key::Number { value, .. } => value.to_string(),
            Key::Text(forms) => {
                if forms.iter().any(|form| form.contains(BETWEEN_FORMS)) {
                    self.lose(
                        "export.not_held",
                        "Dấu | trong đáp án sẽ bị hiểu là dấu ngăn.",
                    );
                }
                forms.join(&format!(" {BETWEEN_FORMS} "))
            }
        }
    }
}

/// Letters of the options that a test holds for: "A,C".
fn letters(question: &QuestionVersion, holds: impl Fn(usize) -> bool) -> String {
    if matches!(
        question.content.kind,
        QuestionKind::Number | QuestionKind::Text
    ) {
        return String::new();
    }
    let places = (0..question.content.options.len()).filter(|i| holds(*i));
    places.map(column_letters).collect::<Vec<_>>().join(",")
}

fn law_part(law: &LawReference, part: LawPart) -> String {
    let text = |part: &Option<String>| part.clone().unwrap_or_default();
    let day = |part: Option<time::Date>| part.map_or_else(String::new, |day| day.to_string());
    match part {
        LawPart::Document => law.document.clone(),
        LawPart::Title => law.title.clone(),
        LawPart::Article => text(&law.article),
        LawPart::Clause => text(&law.clause),
        LawPart::Point => text(&law.point),
        LawPart::ValidFrom => day(law.valid_from),
        LawPart::ValidTo => day(law.valid_to),
    }
}
