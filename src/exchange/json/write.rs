//! From a bank to `thiluat-bank/1`.

use super::pictures::PictureEntry;
use super::{NAME, NumberEntry, OptionEntry, QuestionEntry};
use crate::domain::{Key, QuestionVersion};
use crate::exchange::finding::{At, Finding};
use crate::exchange::question_file::{Book, Unwritable, Written};
use serde::Serialize;
use std::collections::BTreeMap;

#[derive(Serialize)]
struct Outer<'a> {
    format: &'static str,
    code: &'a str,
    title: &'a str,
    questions: Vec<QuestionEntry>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    media: Vec<PictureEntry>,
}

pub(super) fn write(book: &Book) -> Result<Written, Unwritable> {
    let Book {
        bank, questions, ..
    } = *book;
    let mut lost = Vec::new();
    let mut shown = BTreeMap::new();
    for (i, question) in questions.iter().enumerate() {
        for name in question.shown_media() {
            if let Some(medium) = book.media.get(name) {
                shown.insert(name.to_owned(), PictureEntry::of(medium));
                continue;
            }
            lost.push(Finding::new(
                &At::Path(format!("questions[{i}]")),
                "export.media_not_held",
                "Không tìm thấy hình của câu hỏi.",
            ));
        }
    }
    let outer = Outer {
        format: NAME,
        code: &bank.code,
        title: &bank.title,
        questions: questions.iter().map(entry).collect(),
        media: shown.into_values().collect(),
    };
    let mut bytes = serde_json::to_vec_pretty(&outer)
        .map_err(|_| Unwritable("Không viết được ngân hàng thành JSON.".to_owned()))?;
    bytes.push(b'\n');
    Ok(Written { bytes, lost })
}

fn entry(question: &QuestionVersion) -> QuestionEntry {
    let right: &[String] = match &question.key {
        Key::Options(ids) => ids,
        Key::Number { .. } | Key::Text(_) => &[],
    };
    let options = question.content.options.iter().map(|option| OptionEntry {
        id: Some(option.id.clone()),
        text: option.text.clone(),
        correct: right.contains(&option.id),
        pinned: option.pinned,
    });
    QuestionEntry {
        code: question.code.clone(),
        kind: question.content.kind,
        stem: question.content.stem.clone(),
        options: options.collect(),
        number: match question.key {
            Key::Number { value, tolerance } => Some(NumberEntry { value, tolerance }),
            Key::Options(_) | Key::Text(_) => None,
        },
        accepted: match &question.key {
            Key::Text(forms) => forms.clone(),
            Key::Options(_) | Key::Number { .. } => Vec::new(),
        },
        topic: question.topic.clone(),
        level: question.content.level,
        explanation: question.explanation.clone(),
        laws: question.laws.clone(),
    }
}
