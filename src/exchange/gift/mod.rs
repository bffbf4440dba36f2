//! GIFT, the text format of Moodle: <https://docs.moodle.org/en/GIFT_format>.
//!
//! Reading is in two steps: text to a tree that says what the file says (`ast`, `parse`, `answers`),
//! and that tree to drafts (`draft`), where what the bank does not hold is refused by name.

mod answers;
mod ast;
mod draft;
mod escape;
mod parse;
mod write;

#[cfg(test)]
mod conformance;
#[cfg(test)]
mod independent;
#[cfg(test)]
mod tests;

use super::finding::Unreadable;
use super::format::{Format, Sample, Shape};
use super::lms::category;
use super::lms::place;
use super::lms::taking::Album;
use super::plain_text;
use super::question_file::{Collector, QuestionFile};
use ast::Item;

pub(super) const SHAPE: Shape = Shape {
    word: "gift",
    recognises,
    read,
    write: |book| Ok(write::write(book)),
};

fn recognises(sample: &Sample) -> bool {
    let any = |text: String| !is_json(&text) && parse::looks_like_it(&text);
    sample.ending == "gift" || plain_text::of(sample, &["txt", "md", ""]).is_some_and(any)
}

/// Whether a text begins as JSON does: `{"`, `[{`.
fn is_json(text: &str) -> bool {
    let mut signs = text.chars().filter(|c| !c.is_whitespace());
    matches!(
        (signs.next(), signs.next()),
        (Some('{'), Some('"' | '}')) | (Some('['), Some('{' | ']' | '"'))
    )
}

fn read(bytes: &[u8]) -> Result<QuestionFile, Unreadable> {
    let text = plain_text::read(bytes)?;
    let items = parse::items(&text);
    if items.is_empty() {
        let detail = "Tệp GIFT không có câu hỏi nào: các câu hỏi ngăn cách bằng dòng trống, đáp án trong { }.";
        return Err(Unreadable::new("import.no_questions", detail));
    }
    let mut collector = Collector::new(Format::Gift);
    let album = Album::default();
    let mut topic = None;
    let mut nth = 0;
    for item in &items {
        let (at, source, read) = match item {
            Item::Category(path) => {
                topic = category::topic(path);
                continue;
            }
            Item::Question(question) => {
                nth += 1;
                let at = place(nth, question.line);
                let read = draft::draft(question, topic.as_deref(), &at, &album);
                (at, question.source, read)
            }
            Item::Fault(fault) => {
                nth += 1;
                let at = place(nth, fault.line);
                let finding = super::finding::Finding::new(&at, "import.gift_syntax", fault.detail);
                (at, fault.source, Err(finding.into()))
            }
        };
        collector.push(at, source, read);
    }
    Ok(collector.finish(None, None))
}
