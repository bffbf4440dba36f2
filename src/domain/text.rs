//! Text as people type it: normal form, folding for search, and what may not enter.

use std::borrow::Cow;
use unicode_normalization::char::is_combining_mark;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// NFC, borrowed where the text is in that form already.
pub fn nfc(text: &str) -> Cow<'_, str> {
    if text.is_ascii() || is_nfc_quick(text.chars()) == IsNormalized::Yes {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.nfc().collect())
    }
}

/// NFC with outer white space removed. Pasted text is often NFD; comparisons need one form.
pub fn normal(text: &str) -> String {
    text.trim().nfc().collect()
}

/// The form for search and matching: no tone marks, lower case, `đ` as `d`, single spaces.
///
/// `đ` is a letter of its own and has no decomposition, so removing marks alone would lose
/// "dat" for "đất".
pub fn folded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut gap = false;
    for c in text.nfd().filter(|c| !is_combining_mark(*c)) {
        if c.is_whitespace() {
            gap = !out.is_empty();
            continue;
        }
        if gap {
            out.push(' ');
            gap = false;
        }
        match c {
            'đ' | 'Đ' => out.push('d'),
            c => out.extend(c.to_lowercase()),
        }
    }
    out
}

/// Why a text can't be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadText {
    /// A control, direction or zero-width character, which hides what is really written.
    #[error("a control character at position {0}")]
    Control(usize),
    /// More combining marks on one letter than any language has.
    #[error("too many marks on one letter at position {0}")]
    Marks(usize),
    /// Longer than the place for it.
    #[error("longer than {0} characters")]
    TooLong(usize),
}

/// Checks and normalises a line that a person typed: at most `limit` characters, no control,
/// bidirectional or zero-width characters (PostgreSQL refuses NUL; U+202E turns names around),
/// at most four combining marks in a row.
pub fn line(text: &str, limit: usize) -> Result<String, BadText> {
    checked(text, limit, |_| false)
}

/// The same for text of several lines: line feeds and tabs may stand in it, and a carriage
/// return before a line feed is taken off.
pub fn passage(text: &str, limit: usize) -> Result<String, BadText> {
    checked(&text.replace("\r\n", "\n"), limit, |c| {
        matches!(c, '\n' | '\t')
    })
}

fn checked(text: &str, limit: usize, allowed: fn(char) -> bool) -> Result<String, BadText> {
    let text = normal(text);
    let mut marks = 0;
    for (at, c) in text.chars().enumerate() {
        if at >= limit {
            return Err(BadText::TooLong(limit));
        }
        if is_unseen(c) && !allowed(c) {
            return Err(BadText::Control(at));
        }
        marks = if is_combining_mark(c) { marks + 1 } else { 0 };
        if marks > 4 {
            return Err(BadText::Marks(at));
        }
    }
    Ok(text)
}

/// Characters that a reader can't see but that change what a text is.
pub fn is_unseen(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2064}'
            | '\u{2066}'..='\u{206F}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folding_ignores_marks_case_and_dj() {
        assert_eq!(folded("  Kỳ  Anh "), "ky anh");
        assert_eq!(folded("Đất đai"), "dat dai");
        assert_eq!(folded("Hòa"), folded("Hoà"));
        assert_eq!(folded("Ea H'Leo"), "ea h'leo");
    }

    #[test]
    fn a_line_refuses_what_can_not_be_seen() {
        assert_eq!(line("Nguye\u{0302}\u{0303}n An", 40).unwrap(), "Nguyễn An");
        assert_eq!(line("a\u{0}b", 9), Err(BadText::Control(1)));
        assert_eq!(line("a\u{202E}b", 9), Err(BadText::Control(1)));
        assert_eq!(line("abc", 2), Err(BadText::TooLong(2)));
        assert_eq!(passage(" a\r\n\tb ", 9).unwrap(), "a\n\tb");
        assert_eq!(passage("a\rb", 9), Err(BadText::Control(1)));
        let piled = format!("a{}", "\u{0301}".repeat(10_000));
        assert!(matches!(line(&piled, 20_000), Err(BadText::Marks(_))));
    }
}
