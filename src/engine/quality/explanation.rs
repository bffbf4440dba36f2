//! Explanations that name another option than the key.

use super::words;
use crate::domain::text::folded;

/// What stands before the letter or number of an option, folded.
const BEFORE: [&[&str]; 9] = [
    &["dap", "an", "dung", "la"],
    &["phuong", "an", "dung", "la"],
    &["dap", "an", "la"],
    &["phuong", "an", "la"],
    &["dap", "an", "dung"],
    &["phuong", "an", "dung"],
    &["dap", "an"],
    &["phuong", "an"],
    &["chon"],
];

/// What stands after an option that is called wrong.
const WRONG: [&[&str]; 5] = [
    &["sai"],
    &["la", "sai"],
    &["khong", "dung"],
    &["chua", "dung"],
    &["khong", "chinh", "xac"],
];

/// What stands before one that is not meant.
const NOT: [&str; 4] = ["khong", "ngoai", "tru", "khac"];

/// Shortest quotation that is compared with the options, in characters: shorter ones are terms.
const QUOTED: usize = 12;

/// Whether the explanation says that an option is right which the key does not hold. `options` and
/// `right` stand in stored order, which is the order in which the author knew them.
pub(super) fn names_another_option(text: &str, options: &[String], right: &[bool]) -> bool {
    let named = named(text, options.len());
    let by_letter = !named.is_empty() && named.iter().any(|at| !right[*at]);
    by_letter || quotes_another(text, options, right)
}

/// The options that the text calls right by letter or number.
fn named(text: &str, options: usize) -> Vec<usize> {
    let words = words(text);
    let mut found = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let rest = &words[at..];
        let Some(before) = BEFORE.iter().find(|before| begins(rest, before)) else {
            at += 1;
            continue;
        };
        let negated = at > 0 && NOT.contains(&words[at - 1].as_str());
        at += before.len();
        let Some(option) = words.get(at).and_then(|word| place(word, options)) else {
            continue;
        };
        let after = &words[at + 1..];
        if !negated && !WRONG.iter().any(|wrong| begins(after, wrong)) {
            found.push(option);
        }
    }
    found
}

fn begins(words: &[String], with: &[&str]) -> bool {
    words.len() >= with.len() && words.iter().zip(with).all(|(word, wanted)| word == wanted)
}

/// The place that a letter or a number names.
fn place(word: &str, options: usize) -> Option<usize> {
    let place = match word.as_bytes() {
        [letter @ b'a'..=b'z'] => usize::from(letter - b'a'),
        [digit @ b'1'..=b'9'] => usize::from(digit - b'1'),
        _ => return None,
    };
    (place < options).then_some(place)
}

/// Whether a quotation is a wrong option, and none is a right one.
fn quotes_another(text: &str, options: &[String], right: &[bool]) -> bool {
    let options: Vec<String> = options.iter().map(|text| bare(text)).collect();
    let (mut wrong, mut good) = (false, false);
    for quoted in quotations(text) {
        let quoted = bare(quoted);
        if quoted.chars().count() < QUOTED {
            continue;
        }
        for (option, right) in options.iter().zip(right) {
            if *option == quoted {
                wrong |= !right;
                good |= right;
            }
        }
    }
    wrong && !good
}

fn bare(text: &str) -> String {
    folded(text)
        .trim_matches(|c: char| !c.is_alphanumeric())
        .to_owned()
}

/// What stands between “…”, "…" and «…».
fn quotations(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    for (open, close) in [('“', '”'), ('«', '»'), ('"', '"')] {
        let mut rest = text;
        while let Some((_, after)) = rest.split_once(open) {
            let Some((quoted, left)) = after.split_once(close) else {
                break;
            };
            found.push(quoted);
            rest = left;
        }
    }
    found
}
