//! Reading a bundle's text, and the digest over it.

use super::bundle::{AttemptRow, Bundle};
use super::spot::Difference;
use crate::engine::digest::Digest;
use crate::engine::jcs::canonical;
use serde_json::Value;
use serde_json::value::RawValue;
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;

/// Longer texts are taken apart before they are put into canonical form, so that a header of a
/// hundred megabytes needs no tree of its own.
const WHOLE: usize = 1 << 16;

/// Reads a bundle, or the header of one.
pub fn read(text: &str) -> Result<Bundle<'_>, Difference> {
    one_form(text)?;
    serde_json::from_str(text).map_err(Difference::form)
}

/// Reads a file of attempts: a row a line.
pub fn read_rows(text: &str) -> Result<Vec<AttemptRow<'_>>, Difference> {
    one_form(text)?;
    (1..)
        .zip(text.lines())
        .map(|(line, row)| {
            serde_json::from_str(row).map_err(|why| Difference::form(format!("line {line}: {why}")))
        })
        .collect()
}

/// Of all ways to write a bundle only escapes have two forms of which a changed letter makes one into
/// the other, `\u001f` and `\u001F`; the second is refused.
fn one_form(text: &str) -> Result<(), Difference> {
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(found) = bytes[at..].iter().position(|byte| *byte == b'\\') {
        let escape = at + found + 1;
        let digits = bytes.get(escape + 1..escape + 5).unwrap_or_default();
        if bytes.get(escape) == Some(&b'u') && digits.iter().any(u8::is_ascii_uppercase) {
            return Err(Difference::form(format!(
                "byte {escape}: an escape with capital letters"
            )));
        }
        at = (escape + 1).min(bytes.len());
    }
    Ok(())
}

/// `H(JCS)` of all members of a bundle but `digest` and `signature`.
pub fn digest(text: &str) -> Result<Digest, Difference> {
    let mut members: BTreeMap<String, &RawValue> =
        serde_json::from_str(text).map_err(Difference::form)?;
    members.remove("digest");
    members.remove("signature");
    let mut hash = Sha256::new();
    feed_members(members, &mut hash)?;
    Ok(hash.finalize().into())
}

fn feed(raw: &RawValue, hash: &mut Sha256) -> Result<(), Difference> {
    let text = raw.get();
    if text.len() > WHOLE && text.starts_with('{') {
        return feed_members(serde_json::from_str(text).map_err(Difference::form)?, hash);
    }
    if text.len() > WHOLE && text.starts_with('[') {
        let items: Vec<&RawValue> = serde_json::from_str(text).map_err(Difference::form)?;
        hash.update(b"[");
        for (at, item) in items.into_iter().enumerate() {
            hash.update(if at == 0 { "" } else { "," });
            feed(item, hash)?;
        }
        hash.update(b"]");
        return Ok(());
    }
    hash.update(canonical_text(raw)?);
    Ok(())
}

fn feed_members(members: BTreeMap<String, &RawValue>, hash: &mut Sha256) -> Result<(), Difference> {
    let mut members: Vec<(String, &RawValue)> = members.into_iter().collect();
    members.sort_by(|(a, _), (b, _)| a.encode_utf16().cmp(b.encode_utf16()));
    hash.update(b"{");
    for (at, (key, value)) in members.into_iter().enumerate() {
        hash.update(if at == 0 { "" } else { "," });
        hash.update(canonical(&Value::from(key)).map_err(Difference::form)?);
        hash.update(b":");
        feed(value, hash)?;
    }
    hash.update(b"}");
    Ok(())
}

/// `JCS` of a part of a bundle.
pub(super) fn canonical_text(raw: &RawValue) -> Result<String, Difference> {
    let value: Value = serde_json::from_str(raw.get()).map_err(Difference::form)?;
    canonical(&value).map_err(Difference::form)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::digest::hash;
    use serde_json::json;

    #[test]
    fn the_digest_is_that_of_the_canonical_rest_however_long_it_is() {
        let long: Vec<Value> = (0..5_000)
            .map(|n| json!({ "b": n, "a": [n, "đ", null], "deep": { "x": "y".repeat(9) } }))
            .collect();
        let value = json!({
            "digest": "d", "signature": "s", "z": { "list": long, "a": {} }, "b": [], "a": "\u{1f}",
        });
        let mut rest = value.clone();
        rest.as_object_mut().unwrap().remove("digest");
        rest.as_object_mut().unwrap().remove("signature");
        let expected = hash(canonical(&rest).unwrap().as_bytes());
        assert_eq!(digest(&value.to_string()).unwrap(), expected);
        let pretty = serde_json::to_string_pretty(&value).unwrap();
        assert_eq!(digest(&pretty).unwrap(), expected);
    }

    #[test]
    fn an_escape_has_one_form() {
        assert!(one_form(r#"["\u001f","\\u001F","ABC\n"]"#).is_ok());
        assert!(one_form(r#"["\u001F"]"#).is_err());
        assert!(one_form(r#"["\\\u00aB"]"#).is_err());
        assert!(one_form("\\").is_ok());
    }
}
