//! Papers in the variants that people type.

mod fixture;
mod keys;
mod layouts;
mod safety;
mod structure;
mod writing;

use super::*;
use crate::domain::{QuestionDraft, QuestionKind};
use fixture::*;

fn file(body: &str) -> QuestionFile {
    read(&docx(body, &[])).expect("readable")
}

/// A short form of the questions: stem | options, the right ones with a star.
fn short(file: &QuestionFile) -> Vec<String> {
    file.entries.iter().map(entry).collect()
}

fn entry(entry: &crate::exchange::Entry) -> String {
    match (&entry.refusal, &entry.draft) {
        (Some(refusal), _) => format!("! {}", refusal.code),
        (None, Some(draft)) => one(draft),
        (None, None) => String::new(),
    }
}

fn one(draft: &QuestionDraft) -> String {
    let mut out = draft.stem.clone();
    for option in &draft.options {
        out += if option.correct { " |*" } else { " |" };
        out += &option.text;
    }
    out
}

/// Codes of all warnings, each once, without the one that every question without a law has.
fn warned(file: &QuestionFile) -> Vec<&'static str> {
    let mut codes: Vec<_> = file.warnings().iter().map(|finding| finding.code).collect();
    codes.retain(|code| *code != "import.no_citation");
    codes.sort_unstable();
    codes.dedup();
    codes
}

/// Two questions as they are read in all layouts.
const BOTH: [&str; 2] = ["Ai? |Một |*Hai |Ba", "Gì? |*Bốn |Năm |Sáu"];
