//! The native form, `thiluat-bank/1`: everything that a bank holds, ids of options included.
//!
//! Pictures stand beside the questions, by the digest that their texts name.
//!
//! Strict on reading: an unknown or repeated key is refused with its path, because a
//! misspelt `corect` that is skipped would silently change what is right.

mod pictures;
mod read;
mod write;

#[cfg(test)]
mod tests;

use super::format::{Sample, Shape};
use crate::domain::{LawReference, QuestionKind};
use serde::{Deserialize, Serialize};

pub use read::read_draft;

pub(super) const SHAPE: Shape = Shape {
    word: "json",
    recognises,
    read: read::read,
    write: write::write,
};

/// What the key `format` has to say.
const NAME: &str = "thiluat-bank/1";

fn recognises(sample: &Sample) -> bool {
    matches!(sample.first_sign(), Some(b'{' | b'[')) || sample.ending == "json"
}

/// A question as the file has it. `stem`, `text` and `explanation` are HTML.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct QuestionEntry {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    code: Option<String>,
    kind: QuestionKind,
    stem: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    options: Vec<OptionEntry>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    number: Option<NumberEntry>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    accepted: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    topic: Option<String>,
    /// 1 to 5; left out or 0 = unknown.
    #[serde(default, skip_serializing_if = "is_zero")]
    level: u8,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    explanation: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    laws: Vec<LawReference>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct OptionEntry {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    id: Option<String>,
    text: String,
    correct: bool,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pinned: bool,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct NumberEntry {
    value: i64,
    #[serde(default)]
    tolerance: i64,
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde hands the field by reference"
)]
fn is_zero(level: &u8) -> bool {
    *level == 0
}
