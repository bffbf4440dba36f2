//! Words at the beginning of a line, with tone marks or without.

use crate::domain::text::folded;

/// Where the text goes on behind the words, if it begins with them. Case does not count; words are
/// taken with all of their marks or with none ("đáp án", "dap an"), so that "cầu" is not "câu".
/// Before them may stand white space.
pub(super) fn after(text: &str, words: &str) -> Option<usize> {
    let mut at = text.len() - text.trim_start().len();
    for (i, word) in words.split(' ').enumerate() {
        if i > 0 {
            let rest = &text[at..];
            let gap = rest.len() - rest.trim_start().len();
            if gap == 0 {
                return None;
            }
            at += gap;
        }
        let run = first_run(&text[at..]);
        // Most lines are told apart by their first sign.
        let (wanted, found) = (word.chars().next()?, run.chars().next()?);
        if !found.is_alphabetic() || plain(wanted) != plain(found) || !same(run, word) {
            return None;
        }
        at += run.len();
    }
    Some(at)
}

/// The letters (and signs between them, as in "đ/a") at the beginning.
fn first_run(text: &str) -> &str {
    let mut end = 0;
    for (at, c) in text.char_indices() {
        let slash = c == '/' && text[at + 1..].starts_with(char::is_alphabetic) && at > 0;
        if !c.is_alphabetic() && !slash {
            break;
        }
        end = at + c.len_utf8();
    }
    &text[..end]
}

/// The letter without case and marks. Every line is asked for many words, so the usual ways are short.
fn plain(c: char) -> char {
    match c {
        'đ' | 'Đ' => 'd',
        c if c.is_ascii() => c.to_ascii_lowercase(),
        c => folded(c.encode_utf8(&mut [0; 4]))
            .chars()
            .next()
            .unwrap_or(c),
    }
}

fn same(run: &str, word: &str) -> bool {
    let low = run.to_lowercase();
    low == word || (low.is_ascii() && low == folded(word))
}

/// The longest of the phrases with which the text begins: where the text goes on.
pub(super) fn after_any(text: &str, phrases: &[&str]) -> Option<usize> {
    phrases.iter().filter_map(|words| after(text, words)).max()
}

/// Text without the signs and white space with which it begins.
pub(super) fn past(text: &str, signs: &[char]) -> usize {
    text.len()
        - text
            .trim_start_matches(|c: char| c.is_whitespace() || signs.contains(&c))
            .len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_known_with_and_without_marks() {
        assert_eq!(after("ĐÁP ÁN: B", "đáp án"), Some("ĐÁP ÁN".len()));
        assert_eq!(after("  dap  an B", "đáp án"), Some(9));
        assert_eq!(after("Đ/A: B", "đ/a"), Some("Đ/A".len()));
        assert_eq!(after("Câu1", "câu"), Some("Câu".len()));
        for other in ["Cầu 1", "đáp", "đápán", "Đáp ánh", ""] {
            assert_eq!(
                after(other, "câu").or(after(other, "đáp án")),
                None,
                "{other}"
            );
        }
    }
}
