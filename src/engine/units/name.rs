//! A name of a unit as it is compared: without tone marks, case, đ/d and punctuation, with the word
//! for its kind apart, and with the usual short forms taken for the long ones.
//!
//! Units change the spelling of their names between two lists of the State ("Hòa", "Hoà": 202 of 3,321
//! names, shared/data/vn-admin-units), and people write "P. Thành Sen" for "Phường Thành Sen".

use crate::domain::text;
use unicode_normalization::UnicodeNormalization as _;

/// Words at the beginning of a name that say what kind of body it is, in all their forms. The first
/// of a line stands for all; longer ones come before those that they begin with.
const KINDS: [&[&str]; 13] = [
    &["dac khu", "dk"],
    &["thanh pho", "tp"],
    &["thi tran", "tt"],
    &["thi xa", "tx"],
    &["phuong", "p"],
    &["xa", "x"],
    &["quan", "q"],
    &["huyen", "h"],
    &["tinh", "t"],
    &["thon"],
    &["to dan pho", "tdp"],
    &["truong"],
    &["lop"],
];

/// Words that may stand anywhere, with the short form for each.
const SHORT: [(&str, &str); 9] = [
    ("trung hoc co so", "thcs"),
    ("trung hoc pho thong", "thpt"),
    ("giao duc thuong xuyen", "gdtx"),
    ("tieu hoc", "th"),
    ("mam non", "mn"),
    ("mau giao", "mg"),
    ("uy ban nhan dan", "ubnd"),
    ("hoi dong nhan dan", "hdnd"),
    ("cong doan co so", "cdcs"),
];

/// A name as it is compared.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UnitName {
    /// The word for its kind, if it says one: `xa`, `phuong`, `truong`.
    pub kind: Option<&'static str>,
    /// The rest of it.
    pub rest: String,
}

impl UnitName {
    /// The name as it is compared.
    pub fn of(written: &str) -> Self {
        let words = words(written);
        let whole = shortened(&words.join(" "));
        for forms in KINDS {
            for form in forms {
                let rest = whole.strip_prefix(form).and_then(|r| r.strip_prefix(' '));
                if let Some(rest) = rest {
                    return Self {
                        kind: Some(forms[0]),
                        rest: rest.to_owned(),
                    };
                }
            }
        }
        Self {
            kind: None,
            rest: whole,
        }
    }

    /// The rest of it as it was written, with its marks: each word in small letters, its tone behind it,
    /// since people write “Hòa” and “Hoà”.
    pub fn marked(&self, written: &str) -> String {
        let count = self.rest.split(' ').count();
        let lower = written.to_lowercase();
        let words: Vec<String> = lower
            .split(|c: char| !(c.is_alphanumeric() || is_mark(c)))
            .filter(|word| !word.is_empty())
            .map(toned)
            .collect();
        words[words.len().saturating_sub(count)..].join(" ")
    }

    /// Whether both can be names of one unit: the same but for a kind that one of them leaves out.
    pub fn agrees(&self, other: &Self) -> bool {
        self.rest == other.rest
            && (self.kind.is_none() || other.kind.is_none() || self.kind == other.kind)
    }
}

/// A word with its tone behind its letters.
fn toned(word: &str) -> String {
    let (tones, letters): (Vec<char>, Vec<char>) = word.nfd().partition(|c| TONES.contains(c));
    letters.into_iter().chain(tones).collect()
}

/// Grave, acute, tilde, hook above, dot below.
const TONES: [char; 5] = ['\u{300}', '\u{301}', '\u{303}', '\u{309}', '\u{323}'];

fn is_mark(c: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&c)
}

/// Letters and digits in words; "P1" is a kind and a number.
fn words(written: &str) -> Vec<String> {
    let folded = text::folded(written);
    let mut words: Vec<String> = folded
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect();
    let numbered = words.first().and_then(|first| {
        let digits = first.trim_start_matches(|c: char| c.is_alphabetic());
        let letters = &first[..first.len() - digits.len()];
        let is_kind = KINDS.iter().any(|forms| forms.contains(&letters));
        let is_number = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
        (is_kind && is_number).then(|| (letters.to_owned(), digits.to_owned()))
    });
    if let Some((letters, digits)) = numbered {
        words.splice(0..1, [letters, digits]);
    }
    words
}

/// The name with its long forms in short, whole words only.
fn shortened(name: &str) -> String {
    let mut name = format!(" {name} ");
    for (long, short) in SHORT {
        name = name.replace(&format!(" {long} "), &format!(" {short} "));
    }
    name.trim().to_owned()
}

/// Whether two names are so near that a person should look whether they mean one unit: the same but
/// for the kind, or with a letter in eight (at least one) wrong, missing or too much.
pub fn nearly(a: &UnitName, b: &UnitName) -> bool {
    if a.rest == b.rest {
        return true;
    }
    // Numbers tell classes and hamlets apart: 6A is not nearly 7A.
    let digits = |text: &str| -> Vec<char> { text.chars().filter(char::is_ascii_digit).collect() };
    let (left, right): (Vec<char>, Vec<char>) =
        (a.rest.chars().collect(), b.rest.chars().collect());
    let longer = left.len().max(right.len());
    longer >= 4
        && digits(&a.rest) == digits(&b.rest)
        && distance(&left, &right) <= (longer / 8).max(1)
}

/// The number of letters that have to be changed, put in or taken out (Levenshtein).
fn distance(a: &[char], b: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut corner = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let changed = corner + usize::from(x != y);
            corner = row[j + 1];
            row[j + 1] = changed.min(corner + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}
