//! The texts of one question on their way into their stored form: sanitised, normalised, within
//! limits; with what a person should know of it collected on the way.

use super::draft_check::{self, limit, one_line, text_fault};
use super::finding::{At, Finding};
use super::html::{from_plain, sanitised};
use crate::domain::QuestionDraft;
use crate::domain::text::{self, BadText};

/// Collects the warnings about one question while its texts are taken in.
pub(super) struct Intake<'a> {
    at: &'a At,
    /// What was found so far.
    pub warnings: Vec<Finding>,
}

impl<'a> Intake<'a> {
    /// For the question at that place.
    pub fn new(at: &'a At) -> Self {
        Self {
            at,
            warnings: Vec::new(),
        }
    }

    /// A refusal at the place of the question.
    pub fn refuse(&self, code: &'static str, detail: impl Into<String>) -> Finding {
        Finding::new(self.at, code, detail)
    }

    /// Notes what a person should look at.
    pub fn warn(&mut self, code: &'static str, detail: impl Into<String>) {
        self.warnings.push(Finding::new(self.at, code, detail));
    }

    fn bad(&self, part: &str, bad: BadText) -> Finding {
        let (code, detail) = text_fault(bad);
        self.refuse(code, format!("{part}: {detail}"))
    }

    /// HTML of the file as it may be stored. `part` is what people call it: “Câu hỏi”, “Phương án B”.
    pub fn html(&mut self, part: &str, html: &str, limit: usize) -> Result<String, Finding> {
        let html = text::passage(html, limit).map_err(|bad| self.bad(part, bad))?;
        let clean = sanitised(&html);
        if clean.stripped {
            let detail =
                format!("{part}: đã bỏ các thẻ, thuộc tính hoặc chú thích HTML không được phép.");
            self.warn("import.stripped", detail);
        }
        // Once more: `&#x202E;` is only seen as what it is after parsing.
        text::passage(&clean.html, limit).map_err(|bad| self.bad(part, bad))
    }

    /// Plain text of the file as HTML.
    pub fn plain(&mut self, part: &str, plain: &str, limit: usize) -> Result<String, Finding> {
        text::passage(&from_plain(plain), limit).map_err(|bad| self.bad(part, bad))
    }

    /// A text of one line; empty is none.
    pub fn line(&self, part: &str, line: &str, limit: usize) -> Result<Option<String>, Finding> {
        let line = one_line(line, limit).map_err(|bad| self.bad(part, bad))?;
        Ok(Some(line).filter(|line| !line.is_empty()))
    }

    /// A topic; empty is none.
    pub fn topic(&self, topic: &str) -> Result<Option<String>, Finding> {
        self.line("Chủ đề", topic, limit::TITLE)
    }

    /// Whether the parts of the question hang together (`draft_check`).
    pub fn check(&self, draft: &QuestionDraft) -> Result<(), Finding> {
        draft_check::check(draft).map_err(|fault| self.refuse(fault.code, fault.detail))
    }
}
