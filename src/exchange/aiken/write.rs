//! From a bank to Aiken, as far as it can hold it: questions with one right option, plain text.

use super::{answer, option};
use crate::domain::{Key, QuestionKind, QuestionVersion};
use crate::exchange::finding::column_letters;
use crate::exchange::html::{from_plain, to_plain};
use crate::exchange::lms::entities::decoded;
use crate::exchange::lms::lost::Losses;
use crate::exchange::question_file::{Book, Written};
use std::fmt::Write as _;

pub(super) fn write(book: &Book) -> Written {
    let mut losses = Losses::new();
    losses.bank(book.bank);
    let mut text = String::new();
    for (nth, question) in (1..).zip(book.questions) {
        losses.of(nth, question);
        match &question.key {
            Key::Options(right) if question.content.kind == QuestionKind::Single => {
                add(&mut text, question, right, &mut losses);
            }
            _ => losses.lose(
                "export.kind_not_held",
                "Aiken chỉ giữ câu một đáp án; câu này không có trong tệp.",
            ),
        }
    }
    Written {
        bytes: text.into_bytes(),
        lost: losses.found,
    }
}

fn add(text: &mut String, question: &QuestionVersion, right: &[String], losses: &mut Losses) {
    let content = &question.content;
    let parts = [
        (question.code.is_some(), "mã câu hỏi"),
        (question.topic.is_some(), "chủ đề"),
        (content.level > 0, "mức độ"),
        (question.explanation.is_some(), "giải thích"),
    ];
    let parts: Vec<_> = parts
        .iter()
        .filter(|(held, _)| *held)
        .map(|(_, part)| *part)
        .collect();
    if !parts.is_empty() {
        losses.not_held(&parts.join(", "));
    }
    losses.laws(question);
    losses.pinned(question);
    if !content.media.is_empty() {
        losses.lose("export.media_not_held", "Tệp không chứa hình của câu hỏi.");
    }
    let _ = writeln!(text, "{}", line(&content.stem, losses));
    for (place, shown) in content.options.iter().enumerate() {
        let _ = writeln!(
            text,
            "{}. {}",
            column_letters(place),
            line(&shown.text, losses)
        );
    }
    let place = content
        .options
        .iter()
        .position(|option| right.contains(&option.id));
    let _ = writeln!(
        text,
        "ANSWER: {}\n",
        place.map_or_else(String::new, column_letters)
    );
}

/// A text on one line, so that it is read as what it is.
fn line(html: &str, losses: &mut Losses) -> String {
    let plain = to_plain(html).replace('\n', " ");
    if from_plain(&plain) != html {
        losses.lose(
            "export.markup_lost",
            "Aiken chỉ giữ chữ trên một dòng, không giữ định dạng.",
        );
    }
    let mut text = plain;
    if decoded(&text) != text {
        text = text.replace('&', "&amp;");
    }
    if (option(&text).is_some() || answer(&text).is_some())
        && let Some(first) = text.chars().next()
    {
        text = format!("&#{};{}", u32::from(first), &text[first.len_utf8()..]);
    }
    text
}
