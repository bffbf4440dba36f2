//! What every question has to satisfy, whatever file it came from, and the limits of its texts.

use super::html;
use crate::domain::text::{self, BadText};
use crate::domain::{QuestionDraft, QuestionKind};

/// Greatest number of options: letters A to Z name them.
pub(super) const MAX_OPTIONS: usize = 26;

/// Greatest lengths of texts, in characters.
pub(super) mod limit {
    /// Stem and explanation.
    pub const PASSAGE: usize = 20_000;
    /// One option.
    pub const OPTION: usize = 5_000;
    /// Topic, title of a bank or of a document.
    pub const TITLE: usize = 500;
    /// Codes, numbers of documents, articles.
    pub const CODE: usize = 100;
    /// An accepted form of a text answer.
    pub const ACCEPTED: usize = 500;
}

/// The part of a question at which a fault lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Stem,
    Options,
    Option(usize),
    Key,
}

/// Why a question can't be taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fault {
    pub part: Part,
    pub code: &'static str,
    pub detail: String,
}

impl Fault {
    fn new(part: Part, code: &'static str, detail: impl Into<String>) -> Self {
        Self {
            part,
            code,
            detail: detail.into(),
        }
    }
}

/// Code and Vietnamese sentence for a text that can't be taken.
pub(super) fn text_fault(bad: BadText) -> (&'static str, String) {
    match bad {
        BadText::Control(at) => (
            "import.control_char",
            format!(
                "Có ký tự điều khiển, đổi chiều chữ hoặc không nhìn thấy được ở vị trí {}. \
                 Hãy gõ lại đoạn này.",
                at + 1
            ),
        ),
        BadText::Marks(at) => (
            "import.control_char",
            format!("Có quá nhiều dấu chồng lên một chữ ở vị trí {}.", at + 1),
        ),
        BadText::TooLong(limit) => ("import.too_long", format!("Dài quá {limit} ký tự.")),
    }
}

/// A text of one line: line feeds, tabs and runs of spaces in it are one space.
pub(super) fn one_line(text: &str, limit: usize) -> Result<String, BadText> {
    let spaced = text.split_whitespace().collect::<Vec<_>>().join(" ");
    text::line(&spaced, limit)
}

/// Checks what hangs together in a question: options for its kind, and a key that fits them.
pub(super) fn check(draft: &QuestionDraft) -> Result<(), Fault> {
    if html::is_blank(&draft.stem) {
        return Err(Fault::new(
            Part::Stem,
            "import.stem_missing",
            "Thiếu nội dung câu hỏi.",
        ));
    }
    match draft.kind {
        QuestionKind::Single | QuestionKind::Multiple => choice(draft),
        QuestionKind::Number => number(draft),
        QuestionKind::Text => text_answer(draft),
    }
}

fn choice(draft: &QuestionDraft) -> Result<(), Fault> {
    if draft.number.is_some() || !draft.accepted.is_empty() {
        return Err(mixed());
    }
    if !(2..=MAX_OPTIONS).contains(&draft.options.len()) {
        let detail = format!(
            "Câu chọn phương án cần từ 2 đến {MAX_OPTIONS} phương án, ở đây có {}.",
            draft.options.len()
        );
        return Err(Fault::new(Part::Options, "import.option_count", detail));
    }
    for (i, option) in draft.options.iter().enumerate() {
        if html::is_blank(&option.text) {
            return Err(Fault::new(
                Part::Option(i),
                "import.option_empty",
                "Phương án trống.",
            ));
        }
        let twice = draft.options[..i]
            .iter()
            .any(|other| other.text == option.text);
        if twice {
            let detail = "Hai phương án có nội dung giống hệt nhau.";
            return Err(Fault::new(
                Part::Option(i),
                "import.option_repeated",
                detail,
            ));
        }
    }
    match (
        draft.kind,
        draft.options.iter().filter(|o| o.correct).count(),
    ) {
        (_, 0) => Err(Fault::new(
            Part::Key,
            "import.key_invalid",
            "Không có phương án nào được đánh dấu là đúng.",
        )),
        (QuestionKind::Single, right @ 2..) => Err(Fault::new(
            Part::Key,
            "import.key_invalid",
            format!("Câu một đáp án nhưng có {right} phương án được đánh dấu là đúng."),
        )),
        _ => Ok(()),
    }
}

fn number(draft: &QuestionDraft) -> Result<(), Fault> {
    if !draft.options.is_empty() || !draft.accepted.is_empty() {
        return Err(mixed());
    }
    match draft.number {
        Some((_, 0..)) => Ok(()),
        Some(_) => Err(Fault::new(
            Part::Key,
            "import.key_invalid",
            "Sai số không được âm.",
        )),
        None => Err(Fault::new(
            Part::Key,
            "import.key_invalid",
            "Câu điền số cần đáp án là một số nguyên.",
        )),
    }
}

fn text_answer(draft: &QuestionDraft) -> Result<(), Fault> {
    if !draft.options.is_empty() || draft.number.is_some() {
        return Err(mixed());
    }
    if draft.accepted.is_empty() || draft.accepted.iter().any(|form| form.trim().is_empty()) {
        return Err(Fault::new(
            Part::Key,
            "import.key_invalid",
            "Câu điền chữ cần ít nhất một đáp án được chấp nhận, không để trống.",
        ));
    }
    Ok(())
}

fn mixed() -> Fault {
    Fault::new(
        Part::Options,
        "import.kind_mismatch",
        "Phương án và đáp án không khớp với loại câu hỏi.",
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::DraftOption;

    fn draft(kind: QuestionKind, right: &[bool]) -> QuestionDraft {
        let option = |(i, correct): (usize, &bool)| DraftOption {
            id: None,
            text: format!("Phương án {i}"),
            correct: *correct,
            pinned: false,
        };
        QuestionDraft {
            code: None,
            kind,
            stem: "Câu?".into(),
            options: right.iter().enumerate().map(option).collect(),
            number: None,
            accepted: Vec::new(),
            topic: None,
            level: 0,
            explanation: None,
            laws: Vec::new(),
            media: Vec::new(),
        }
    }

    fn code(draft: &QuestionDraft) -> &'static str {
        check(draft).map_or_else(|fault| fault.code, |()| "sound")
    }

    #[test]
    fn a_key_has_to_fit_the_kind() {
        use QuestionKind::{Multiple, Number, Single, Text};
        assert_eq!(code(&draft(Single, &[true, false])), "sound");
        assert_eq!(code(&draft(Single, &[false, false])), "import.key_invalid");
        assert_eq!(code(&draft(Single, &[true, true])), "import.key_invalid");
        assert_eq!(code(&draft(Multiple, &[true, true])), "sound");
        assert_eq!(
            code(&draft(Multiple, &[false, false])),
            "import.key_invalid"
        );
        assert_eq!(code(&draft(Single, &[true])), "import.option_count");
        assert_eq!(code(&draft(Number, &[])), "import.key_invalid");
        assert_eq!(code(&draft(Text, &[true])), "import.kind_mismatch");
        let mut question = draft(Number, &[]);
        question.number = Some((18, 0));
        assert_eq!(code(&question), "sound");
        question.stem = "<p> &nbsp;</p>".into();
        assert_eq!(code(&question), "import.stem_missing");
    }
}
