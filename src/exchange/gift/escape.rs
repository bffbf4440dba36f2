//! Signs with a meaning, and how they lose it: `\~ \= \# \{ \} \: \\`, and `\n` for a line feed.

use super::ast::{Rich, TextFormat};
use std::fmt::Write as _;

/// The byte index of the first of these signs that is not escaped.
pub(super) fn find(text: &str, signs: &[char]) -> Option<usize> {
    let mut escaped = false;
    text.char_indices().find_map(|(at, c)| {
        let found = !escaped && signs.contains(&c);
        escaped = !escaped && c == '\\';
        found.then_some(at)
    })
}

/// The byte index of the first `mark`, of which no sign is escaped.
pub(super) fn find_mark(text: &str, mark: &str) -> Option<usize> {
    let first = mark.chars().next()?;
    let mut from = 0;
    loop {
        let at = from + find(&text[from..], &[first])?;
        if text[at..].starts_with(mark) {
            return Some(at);
        }
        from = at + first.len_utf8();
    }
}

/// The text that is meant.
pub(super) fn meant(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut signs = text.chars().peekable();
    while let Some(c) = signs.next() {
        match (c, signs.peek()) {
            ('\\', Some('n')) => out.push('\n'),
            ('\\', Some(next @ ('~' | '=' | '#' | '{' | '}' | ':' | '\\'))) => out.push(*next),
            // Formulas: `\(x\)`.
            (c, _) => {
                out.push(c);
                continue;
            }
        }
        signs.next();
    }
    out
}

/// A text with its format, `usual` where it names none.
pub(super) fn rich(text: &str, usual: TextFormat) -> Rich {
    let text = text.trim();
    let named = TextFormat::ALL.into_iter().find_map(|format| {
        let rest = text.strip_prefix('[')?.strip_prefix(format.word())?;
        Some((format, rest.strip_prefix(']')?))
    });
    let (format, text) = named.unwrap_or((usual, text));
    let text = match format {
        // White space as the lines of the file happen to break.
        TextFormat::Moodle => text.split_whitespace().collect::<Vec<_>>().join(" "),
        TextFormat::Html | TextFormat::Plain | TextFormat::Markdown => text.trim().to_owned(),
    };
    Rich {
        format,
        text: meant(&text),
    }
}

/// A text so that every sign in it means itself.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '~' | '=' | '#' | '{' | '}' | ':' | '\\' => {
                let _ = write!(out, "\\{c}");
            }
            '\n' => out.push_str("\\n"),
            c => out.push(c),
        }
    }
    out
}
