//! Options that betray the key.

use super::words;

/// Openings of "tất cả các ý trên" and its like, folded.
const SUMMING_UP: [&[&str]; 3] = [&["tat", "ca"], &["toan", "bo"], &["ca"]];

/// What is summed up, or how it is said that it is right.
const OPTIONS: [&[&str]; 12] = [
    &["y", "tren"],
    &["phuong", "an"],
    &["dap", "an"],
    &["cau", "tren"],
    &["deu", "dung"],
    &["deu", "sai"],
    &["truong", "hop", "tren"],
    &["noi", "dung", "tren"],
    &["dieu", "tren"],
    &["neu", "tren"],
    &["o", "tren"],
    &["y", "neu"],
];

/// Longest option that sums up others: a real sentence may begin with "Tất cả" too.
const MOST_WORDS: usize = 14;

/// Whether an option stands for all others, or for none of them.
pub(super) fn sums_up(text: &str) -> bool {
    let words = words(text);
    if words.len() > MOST_WORDS {
        return false;
    }
    let begins = |with: &[&str]| starts(&words, with);
    let all = SUMMING_UP.iter().any(|opening| begins(opening));
    let none = begins(&["khong", "co"]) || begins(&["khong", "phuong", "an"]);
    (all || none) && OPTIONS.iter().any(|part| holds(&words, part))
}

/// Whether an option names others by letter or number: "Cả A và B", "A, B đều đúng".
pub(super) fn names_letters(text: &str) -> bool {
    let words = words(text);
    if words.len() > MOST_WORDS {
        return false;
    }
    let letter = |word: &String| matches!(word.as_str(), "a" | "b" | "c" | "d" | "e");
    let number = |word: &String| matches!(word.as_str(), "1" | "2" | "3" | "4" | "5");
    let letters = words.iter().filter(|word| letter(word)).count();
    let numbers = words.iter().filter(|word| number(word)).count();
    let joins = holds(&words, &["deu"]) || starts(&words, &["ca"]);
    let named = [
        &["phuong", "an"][..],
        &["dap", "an"][..],
        &["y"][..],
        &["cau"][..],
    ];
    // Every word is a letter or joins letters: "A và C", "B hoặc D đúng".
    let only = words.iter().all(|word| {
        letter(word)
            || matches!(
                word.as_str(),
                "ca" | "va"
                    | "hoac"
                    | "deu"
                    | "dung"
                    | "sai"
                    | "y"
                    | "cau"
                    | "phuong"
                    | "dap"
                    | "an"
            )
    });
    (letters >= 2 && (joins || only))
        || (numbers >= 2 && joins && named.iter().any(|name| holds(&words, name)))
}

/// How much longer than the longest wrong option, in thousandths, and by how many characters at least.
const MUCH: usize = 1_600;
const BY: usize = 40;

/// Whether the only right option is longer than all others by so much that it stands out.
pub(super) fn right_is_much_longer(options: &[String], right: &[bool]) -> bool {
    let length = |wanted: bool| {
        options
            .iter()
            .zip(right)
            .filter(move |(_, right)| **right == wanted)
            .map(|(text, _)| text.chars().count())
            .max()
    };
    if right.iter().filter(|right| **right).count() != 1 {
        return false;
    }
    match (length(true), length(false)) {
        (Some(own), Some(other)) => own >= other + BY && own * 1_000 >= other * MUCH,
        _ => false,
    }
}

fn starts(words: &[String], with: &[&str]) -> bool {
    words.len() >= with.len() && words.iter().zip(with).all(|(word, wanted)| word == wanted)
}

fn holds(words: &[String], part: &[&str]) -> bool {
    words.windows(part.len()).any(|window| starts(window, part))
}
