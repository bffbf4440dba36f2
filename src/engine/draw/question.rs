//! The salted digest of a question version (algorithms.md 1, step 2).

use crate::domain::{Key, QuestionContent};
use crate::engine::digest::{Digest, Fields, hash, hex};
use crate::engine::jcs::{NotCanonical, canonical};
use serde_json::{Value, json};

/// `H(enc("thiluat/question/1", round_id, question_id, version, H(JCS(content)), key, salt))`.
///
/// `salt` is fresh for the round: without it the key of a question with four options could be found
/// in four hashes.
pub fn question_digest(
    round: &str,
    question: &str,
    version: i64,
    content: &QuestionContent,
    key: &Key,
    salt: &[u8; 32],
) -> Result<Digest, NotCanonical> {
    let content = canonical(&content_value(content))?;
    Ok(Fields::of("thiluat/question/1")
        .text(round)
        .text(question)
        .number(version)
        .bytes(&hash(content.as_bytes()))
        .text(&key_text(key))
        .text(&hex(salt))
        .hash())
}

/// A key as text: option ids sorted and joined by ",", or "number±tolerance", or the accepted forms
/// sorted and joined by a line feed.
pub fn key_text(key: &Key) -> String {
    let joined = |parts: &[String], by: &str| {
        let mut parts: Vec<&str> = parts.iter().map(String::as_str).collect();
        parts.sort_unstable();
        parts.join(by)
    };
    match key {
        Key::Options(ids) => joined(ids, ","),
        Key::Number { value, tolerance } => format!("{value}±{tolerance}"),
        Key::Text(forms) => joined(forms, "\n"),
    }
}

/// A content as it enters the digest and stands in proofs.
///
/// The members that enter the digest are named here one by one: a new member of the type must not
/// change the digests of rounds that were committed to before.
pub fn content_value(content: &QuestionContent) -> Value {
    let options: Vec<Value> = content
        .options
        .iter()
        .map(|o| json!({ "id": o.id, "text": o.text, "pinned": o.pinned }))
        .collect();
    json!({
        "kind": content.kind.word(),
        "stem": content.stem,
        "options": options,
        "level": content.level,
        "media": content.media,
    })
}
