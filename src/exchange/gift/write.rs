//! From a bank to GIFT. Every text is HTML and every sign in it escaped; pictures stand inside of it.

use super::escape::escaped;
use crate::domain::{Key, QuestionKind, QuestionVersion};
use crate::exchange::lms::lost::Losses;
use crate::exchange::lms::out::{self, shares};
use crate::exchange::lms::{category, tag, wildcard};
use crate::exchange::question_file::{Book, Written};
use std::fmt::Write as _;

pub(super) fn write(book: &Book) -> Written {
    let mut losses = Losses::new();
    losses.bank(book.bank);
    let mut text = String::new();
    let mut topic: Option<&str> = None;
    for (nth, question) in (1..).zip(book.questions) {
        losses.of(nth, question);
        if let Key::Text(forms) = &question.key
            && forms.iter().all(|form| form.contains("->"))
        {
            // GIFT has no way to say that this is no pair.
            let detail =
                "GIFT đọc đáp án có dấu -> thành câu ghép đôi; câu này không có trong tệp.";
            losses.lose("export.kind_not_held", detail);
            continue;
        }
        losses.laws(question);
        losses.pinned(question);
        if question.topic.as_deref() != topic {
            topic = question.topic.as_deref();
            let _ = writeln!(text, "$CATEGORY: {}\n", escaped(&category::path(topic)));
        }
        add(&mut text, question, book, &mut losses);
    }
    Written {
        bytes: text.into_bytes(),
        lost: losses.found,
    }
}

fn add(text: &mut String, question: &QuestionVersion, book: &Book, losses: &mut Losses) {
    let mut notes = Vec::new();
    if let Some(code) = &question.code {
        notes.push(format!("[id:{}]", code.replace(']', "\\]")));
    }
    notes.extend(tag::of_level(question.content.level).map(|tag| format!("[tag:{tag}]")));
    if !notes.is_empty() {
        let _ = writeln!(text, "// {}", notes.join(" "));
    }
    let mut html = |html: &str| {
        let text = escaped(&out::with_inline_pictures(html, book.media, losses));
        // What looks like a format or a weight would be taken for one.
        let guard = if text.starts_with(['[', '%']) {
            "[html]"
        } else {
            ""
        };
        format!("{guard}{text}")
    };
    let stem = html(&question.content.stem);
    let stem = stem.strip_prefix("[html]").unwrap_or(&stem);
    let _ = write!(text, "[html]{stem} {{");
    match &question.key {
        Key::Options(right) => {
            let several = question.content.kind == QuestionKind::Multiple;
            let shares = shares(&question.content, right);
            for (option, share) in question.content.options.iter().zip(shares) {
                let sign = match (several, right.contains(&option.id)) {
                    (true, _) => format!("~%{share}%"),
                    (false, true) => "=".to_owned(),
                    (false, false) => "~".to_owned(),
                };
                let _ = write!(text, "\n\t{sign}{}", html(&option.text));
            }
        }
        Key::Number { value, tolerance } => {
            let _ = write!(text, "#{value}:{tolerance}");
        }
        Key::Text(forms) => {
            for form in forms {
                let _ = write!(text, "\n\t=[plain]{}", escaped(&wildcard::escaped(form)));
            }
        }
    }
    if let Some(explanation) = &question.explanation {
        let _ = write!(text, "\n\t####{}", html(explanation));
    }
    text.push_str("\n}\n\n");
}
