//! What of a question a format of another system can't hold.

use crate::domain::{Bank, QuestionVersion};
use crate::exchange::finding::{At, Finding};

/// Collects what is left out while questions are written.
pub(in crate::exchange) struct Losses {
    at: At,
    /// What was lost so far.
    pub found: Vec<Finding>,
}

impl Losses {
    pub fn new() -> Self {
        Self {
            at: At::File,
            found: Vec::new(),
        }
    }

    /// Code and title of the bank, which none of these formats holds.
    pub fn bank(&mut self, bank: &Bank) {
        self.not_held(&format!(
            "mã và tên ngân hàng ({}, {}) và mã của từng phương án",
            bank.code, bank.title
        ));
    }

    /// From now on about the n-th question, from 1.
    pub fn of(&mut self, nth: usize, question: &QuestionVersion) {
        self.at = At::Path(match &question.code {
            Some(code) => format!("câu {nth} ({code})"),
            None => format!("câu {nth}"),
        });
    }

    /// Notes a loss at the question.
    pub fn lose(&mut self, code: &'static str, detail: impl Into<String>) {
        self.found.push(Finding::new(&self.at, code, detail));
    }

    /// Notes that the format holds no `parts`: “mức độ”.
    pub fn not_held(&mut self, parts: &str) {
        self.lose("export.not_held", format!("Dạng tệp không giữ {parts}."));
    }

    /// Laws and kept places, which none of these formats holds.
    pub fn laws(&mut self, question: &QuestionVersion) {
        if !question.laws.is_empty() {
            self.not_held("căn cứ pháp luật");
        }
    }

    /// Options that keep their place.
    pub fn pinned(&mut self, question: &QuestionVersion) {
        if question.content.options.iter().any(|option| option.pinned) {
            self.not_held("phương án giữ chỗ");
        }
    }
}
