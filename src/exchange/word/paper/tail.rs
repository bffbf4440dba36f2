//! The lines behind the options of a question: its key, explanation and citation.

use super::super::text::Look;
use super::block::{Choice, Key, Reading, Said, line_source};
use super::letters::{letters, named};
use super::lines::Line;
use super::marks::{self, Tail};
use super::sections::shortened;
use super::words;
use crate::domain::text::folded;

/// What a line behind the options goes on with.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Goes {
    Nowhere,
    /// A key whose value stands on the next line.
    Key,
    Explanation,
    Citation,
}

pub(super) fn read_tail(lines: &[Line], reading: &mut Reading) {
    let mut goes = Goes::Nowhere;
    for line in lines {
        goes = read_tail_line(line, goes, reading);
    }
}

pub(super) fn read_tail_line(line: &Line, goes: Goes, reading: &mut Reading) -> Goes {
    let text = line.text.text();
    let part = |at: usize| line.text.slice(at..text.len()).trimmed();
    match marks::tail(text) {
        // Within an explanation "Chọn B" at the beginning of a line still tells the key.
        Some((Tail::Key | Tail::MaybeKey, at)) if text[at..].trim().is_empty() => Goes::Key,
        Some((Tail::Key | Tail::MaybeKey, at)) => read_key(line, at, reading),
        Some((Tail::Explanation, at)) => {
            let rest = &text[at..];
            if let Some((Tail::Key | Tail::MaybeKey, inner)) = marks::tail(rest)
                && letters(&rest[inner..]).is_some()
            {
                return read_key(line, at + inner, reading);
            }
            reading.explanation.append_line(&part(at));
            Goes::Explanation
        }
        Some((Tail::Citation, at)) => {
            add_citation(text[at..].trim(), reading);
            Goes::Citation
        }
        None => match goes {
            Goes::Key => read_key(line, 0, reading),
            Goes::Citation if !text.trim().is_empty() => {
                add_citation(text.trim(), reading);
                Goes::Citation
            }
            Goes::Nowhere if !text.trim().is_empty() => {
                let detail = format!(
                    "“{}” không có nhãn; được hiểu là lời giải.",
                    shortened(text)
                );
                reading.warn("import.text_unsure", detail);
                reading.explanation.append_line(&part(0));
                Goes::Explanation
            }
            Goes::Explanation => {
                // Also a blank line inside of a paragraph.
                reading.explanation.push("\n", Look::default());
                reading.explanation.append(&part(0));
                Goes::Explanation
            }
            goes => goes,
        },
    }
}

fn add_citation(text: &str, reading: &mut Reading) {
    if !reading.citations.is_empty() {
        reading.citations.push('\n');
    }
    reading.citations.push_str(text);
}

/// Reads what a key line says from that byte on. What follows the letters is explanation.
pub(super) fn read_key(line: &Line, at: usize, reading: &mut Reading) -> Goes {
    let text = line.text.text();
    let content = text[at..].trim();
    let source = line_source(text, line.paragraph);
    if let Some(said) = form(content) {
        reading.keys.push(Key { said, source });
        return Goes::Nowhere;
    }
    let whole = |choice: &Choice| is_same(choice.text.text(), content);
    if let Some((places, rest)) = letters(content) {
        // "A, B đều đúng" may be the very text of an option.
        if !rest.trim().is_empty() && reading.choices.iter().any(whole) {
            reading.keys.push(Key {
                said: Said::Unclear,
                source,
            });
            return Goes::Nowhere;
        }
        let from =
            at + text[at..].len() - text[at..].trim_start().len() + content.len() - rest.len();
        let from = from
            + words::past(
                &text[from..],
                &['.', ':', ',', ';', '-', '–', ')', ']', '>', '='],
            );
        let rest = line.text.slice(from.min(text.len())..text.len()).trimmed();
        let repeats = |place: &usize| {
            reading
                .choices
                .get(*place)
                .is_some_and(|choice| is_same(choice.text.text(), rest.text()))
        };
        let named = |place: usize| !places.contains(&place);
        let others = reading.choices.iter().enumerate();
        let other = others
            .filter(|(place, _)| named(*place))
            .find(|(_, choice)| is_same(choice.text.text(), rest.text()));
        let contradicts = other.map(|(place, _)| place);
        if let (Some(place), false) = (contradicts, rest.is_blank()) {
            let detail = format!(
                "{source} chỉ phương án {} nhưng chép nội dung của phương án {}.",
                named_list(&places),
                named_list(&[place])
            );
            reading.refusal = reading
                .refusal
                .take()
                .or(Some(("import.key_conflict", detail)));
        }
        let repeats = places.iter().any(repeats);
        reading.keys.push(Key {
            said: Said::Options(places),
            source,
        });
        if rest.is_blank() || repeats {
            return Goes::Nowhere;
        }
        reading.explanation.append_line(&rest);
        return Goes::Explanation;
    }
    // Perhaps the text of an option; that is known when all options are (`keys_by_text`).
    reading.keys.push(Key {
        said: Said::Text(vec![content.to_owned()]),
        source,
    });
    Goes::Nowhere
}

fn named_list(places: &[usize]) -> String {
    named(places)
}

/// A key by its form: "(điền số): 18 (sai số 2)", "(điền chữ): hai | ba".
pub(super) fn form(content: &str) -> Option<Said> {
    let inner = content.strip_prefix('(')?;
    let (form, value) = inner.split_once(')')?;
    let value = value.trim_start().strip_prefix(':')?.trim();
    match folded(form).as_str() {
        "dien so" => {
            let (number, rest) = value.split_once('(').unwrap_or((value, ""));
            let tolerance = match rest.trim_end_matches(')').trim() {
                "" => 0,
                rest => {
                    let at = words::after(rest, "sai số")?;
                    rest[at..].trim().parse().ok()?
                }
            };
            let number = number.trim().parse().ok();
            Some(number.map_or(Said::Unclear, |number| Said::Number(number, tolerance)))
        }
        "dien chu" => {
            let forms = value.split(BETWEEN_FORMS).map(str::trim);
            let forms = forms.filter(|form| !form.is_empty()).map(str::to_owned);
            Some(Said::Text(forms.collect()))
        }
        _ => None,
    }
}

/// Between the accepted forms of a text question.
pub(in crate::exchange::word) const BETWEEN_FORMS: char = '|';

/// The same text, but for white space, case and a full stop at the end.
pub(super) fn is_same(a: &str, b: &str) -> bool {
    let bare = |text: &str| {
        let words: Vec<&str> = text.split_whitespace().collect();
        words
            .join(" ")
            .trim_end_matches(['.', ';', ','])
            .to_lowercase()
    };
    bare(a) == bare(b)
}
