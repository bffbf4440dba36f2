//! One walk over the bytes of a JSON text for what a typed reader does not notice: keys given
//! twice, depth, integers beyond 2⁵³, arrays without end, half surrogates and NUL.
//!
//! The walk does not judge syntax; the typed reader does that. It only has to be right about
//! valid JSON, and to end on any bytes.

use super::super::problem::EdgeFault;
use smallvec::SmallVec;
use std::fmt::Write as _;

/// Most levels of nesting.
pub const DEEPEST: usize = 64;
/// Most items of an array; the longest lists of the contract are a paper's answers.
pub const MOST_ITEMS: usize = 1000;
/// Largest integer that JavaScript and every database agree on: 2⁵³ − 1.
pub const LARGEST_INTEGER: u64 = (1 << 53) - 1;
/// Up to so many keys of one object are compared pair by pair, beyond that they are sorted.
const FEW_KEYS: usize = 16;

/// Where the walk is: one container.
struct Level {
    /// `Some(items so far)` for an array.
    items: Option<usize>,
    /// Where the keys of this object begin in the list of keys.
    keys_from: usize,
}

struct Walk<'j> {
    bytes: &'j [u8],
    at: usize,
    levels: SmallVec<[Level; 8]>,
    /// Keys of all open objects, as ranges between their quotes.
    keys: SmallVec<[(usize, usize); 16]>,
    /// An escape was seen in some key, so that equal keys may be written differently.
    escaped_keys: bool,
}

/// Walks over a text; the fault is the first in order of the text.
pub(super) fn scan(bytes: &[u8]) -> Result<(), EdgeFault> {
    let mut walk = Walk {
        bytes,
        at: 0,
        levels: SmallVec::new(),
        keys: SmallVec::new(),
        escaped_keys: false,
    };
    walk.run()
}

impl Walk<'_> {
    fn run(&mut self) -> Result<(), EdgeFault> {
        // Whether the next string is a key.
        let mut key_next = false;
        while let Some(&byte) = self.bytes.get(self.at) {
            match byte {
                b'{' | b'[' => {
                    if self.levels.len() == DEEPEST {
                        return Err(EdgeFault::JsonTooDeep(DEEPEST));
                    }
                    key_next = byte == b'{';
                    self.levels.push(Level {
                        items: (!key_next).then_some(0),
                        keys_from: self.keys.len(),
                    });
                    self.at += 1;
                }
                b'}' | b']' => {
                    if let Some(level) = self.levels.pop() {
                        self.close(&level)?;
                    }
                    key_next = false;
                    self.at += 1;
                }
                b',' => {
                    match self.levels.last_mut() {
                        Some(Level {
                            items: Some(items), ..
                        }) => {
                            *items += 1;
                            if *items == MOST_ITEMS {
                                return Err(self.too_many());
                            }
                        }
                        Some(_) => key_next = true,
                        None => {}
                    }
                    self.at += 1;
                }
                b'"' => {
                    let from = self.at + 1;
                    let escaped = self.string()?;
                    if key_next {
                        self.key(from, self.at - 1, escaped)?;
                        key_next = false;
                    }
                }
                b'-' | b'0'..=b'9' | b'N' | b'I' => self.number()?,
                _ => self.at += 1,
            }
        }
        Ok(())
    }

    /// Passes a string, `at` on its opening quote; says whether it holds an escape.
    fn string(&mut self) -> Result<bool, EdgeFault> {
        self.at += 1;
        let mut escaped = false;
        while let Some(&byte) = self.bytes.get(self.at) {
            match byte {
                b'"' => {
                    self.at += 1;
                    return Ok(escaped);
                }
                b'\\' => {
                    escaped = true;
                    self.escape()?;
                }
                _ => self.at += 1,
            }
        }
        // Broken off: syntax. A position past the end would be no slice.
        self.at = self.bytes.len() + 1;
        Ok(escaped)
    }

    /// Passes an escape, `at` on its backslash.
    fn escape(&mut self) -> Result<(), EdgeFault> {
        if self.bytes.get(self.at + 1) != Some(&b'u') {
            self.at += 2;
            return Ok(());
        }
        let unit = self.unit(self.at + 2);
        self.at += 6;
        match unit {
            Some(0xD800..=0xDBFF) => {
                let low = (self.bytes.get(self.at..self.at + 2) == Some(b"\\u"))
                    .then(|| self.unit(self.at + 2))
                    .flatten();
                if !matches!(low, Some(0xDC00..=0xDFFF)) {
                    return Err(self.bad_text());
                }
                self.at += 6;
                Ok(())
            }
            // NUL, or the second half of a pair without its first.
            Some(0 | 0xDC00..=0xDFFF) => Err(self.bad_text()),
            _ => Ok(()),
        }
    }

    fn unit(&self, from: usize) -> Option<u16> {
        let digits = self.bytes.get(from..from + 4)?;
        let digits = std::str::from_utf8(digits).ok()?;
        u16::from_str_radix(digits, 16).ok()
    }

    fn key(&mut self, from: usize, to: usize, escaped: bool) -> Result<(), EdgeFault> {
        let Some(level) = self.levels.last() else {
            return Ok(());
        };
        self.escaped_keys |= escaped;
        let known = &self.keys[level.keys_from..];
        if !self.escaped_keys && known.len() < FEW_KEYS {
            let key = self.bytes.get(from..to);
            if known
                .iter()
                .any(|(from, to)| self.bytes.get(*from..*to) == key)
            {
                return Err(EdgeFault::JsonDuplicateKey(self.pointer(Some((from, to)))));
            }
        }
        self.keys.push((from, to));
        Ok(())
    }

    /// Compares the keys of an object that had too many, or escapes, to be compared on the way.
    fn close(&mut self, level: &Level) -> Result<(), EdgeFault> {
        let known = &self.keys[level.keys_from..];
        let mut names = Vec::new();
        if level.items.is_none() && (self.escaped_keys || known.len() > FEW_KEYS) {
            names.extend(known.iter().map(|range| self.name(*range)));
            names.sort_unstable();
        }
        self.keys.truncate(level.keys_from);
        match names.windows(2).find(|pair| pair[0] == pair[1]) {
            None => Ok(()),
            Some(twice) => {
                let pointer = format!("{}/{}", self.pointer(None), escape(&twice[0]));
                Err(EdgeFault::JsonDuplicateKey(pointer))
            }
        }
    }

    /// Passes a number: whole ones must fit 53 bits, others be finite.
    fn number(&mut self) -> Result<(), EdgeFault> {
        let from = self.at;
        let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || b"+-.".contains(byte);
        let length = self.bytes[from..]
            .iter()
            .take_while(|byte| is_part(byte))
            .count();
        self.at += length.max(1);
        let text = &self.bytes[from..from + length];
        // Fifteen digits always fit.
        if length <= 15 && text.iter().all(u8::is_ascii_digit) {
            return Ok(());
        }
        let Ok(text) = std::str::from_utf8(text) else {
            return Ok(());
        };
        let fits = match text.strip_prefix('-').unwrap_or(text) {
            "NaN" | "Infinity" => false,
            whole if whole.bytes().all(|byte| byte.is_ascii_digit()) => {
                whole.is_empty() || whole.parse().is_ok_and(|n: u64| n <= LARGEST_INTEGER)
            }
            // A word that is no number at all is for the syntax check.
            other => other.parse::<f64>().map_or(true, f64::is_finite),
        };
        if fits {
            return Ok(());
        }
        Err(EdgeFault::field(
            self.pointer(None),
            "field.range",
            "Số nằm ngoài khoảng cho phép.".into(),
            "The number is out of range.".into(),
        ))
    }

    fn bad_text(&self) -> EdgeFault {
        EdgeFault::field(
            self.pointer(None),
            "text.invalid",
            "Văn bản chứa ký tự không hợp lệ.".into(),
            "The text holds characters that are not allowed.".into(),
        )
    }

    fn too_many(&mut self) -> EdgeFault {
        self.levels.pop();
        EdgeFault::field(
            self.pointer(None),
            "field.too_many",
            format!("Danh sách có quá {MOST_ITEMS} mục."),
            format!("The list has more than {MOST_ITEMS} items."),
        )
    }

    /// JSON pointer of where the walk is; `key` is one that is not in the list of keys yet.
    fn pointer(&self, key: Option<(usize, usize)>) -> String {
        let mut pointer = String::new();
        for (index, level) in self.levels.iter().enumerate() {
            let until = self
                .levels
                .get(index + 1)
                .map_or(self.keys.len(), |next| next.keys_from);
            let innermost = index + 1 == self.levels.len();
            let last_key = match key {
                Some(key) if innermost => Some(key),
                _ => self.keys[level.keys_from..until].last().copied(),
            };
            match (level.items, last_key) {
                // Writing to a String does not fail.
                (Some(items), _) => drop(write!(pointer, "/{items}")),
                (None, Some(range)) => drop(write!(pointer, "/{}", escape(&self.name(range)))),
                (None, None) => {}
            }
        }
        pointer
    }

    /// A key as it reads, escapes resolved.
    fn name(&self, (from, to): (usize, usize)) -> String {
        let raw = self.bytes.get(from..to).unwrap_or_default();
        let quoted = self
            .bytes
            .get(from.saturating_sub(1)..=to)
            .unwrap_or_default();
        serde_json::from_slice(quoted).unwrap_or_else(|_| String::from_utf8_lossy(raw).into_owned())
    }
}

/// A name as one step of a JSON pointer (RFC 6901).
pub(super) fn escape(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

/// Whether a syntax error at that place is only a `NaN` or `Infinity` where a number would stand.
pub(super) fn is_no_number(text: &str, line: usize, column: usize) -> bool {
    let Some(line) = text.split('\n').nth(line.saturating_sub(1)) else {
        return false;
    };
    // The reader of `null`, `true`, `false` may stop inside the word; `NaN` and `Infinity` begin
    // with a byte that no value begins with, so it stops on the first, or after a minus.
    let from = column.saturating_sub(1);
    let here = line.as_bytes().get(from..).unwrap_or_default();
    here.starts_with(b"NaN") || here.starts_with(b"Infinity")
}
