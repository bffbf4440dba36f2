//! What a reader brings along: the commitment that was printed, a key, receipts.

use super::spot::{Difference, Spot};
use crate::engine::digest::{Digest, hash, hex, unhex};
use crate::engine::jcs::canonical;
use crate::engine::receipt::{code, read_code};
use ed25519_dalek::{Signature, VerifyingKey};
use serde_json::Value;

/// What is known from outside the bundle.
#[derive(Debug, Clone, Default)]
pub struct Outside {
    /// C, hex, as the page or the printed decision shows it.
    pub commitment: Option<String>,
    /// `C_lot`, hex.
    pub lot_commitment: Option<String>,
    /// The platform's public key, hex; without it that of the bundle is taken.
    pub public_key: Option<String>,
    /// Receipts of people.
    pub receipts: Vec<GivenReceipt>,
}

/// A receipt from outside.
#[derive(Debug, Clone)]
pub struct GivenReceipt {
    /// Its code.
    pub code: String,
    /// Its payload, where the whole receipt was given.
    pub payload: Option<Value>,
    /// Its signature, hex, where the whole receipt was given.
    pub signature: Option<String>,
}

impl GivenReceipt {
    /// Of what a person has: a receipt file, or the code alone. None if it is neither.
    pub fn read(text: &str) -> Option<Self> {
        if let Some(code) = read_code(text) {
            return Some(Self {
                code,
                payload: None,
                signature: None,
            });
        }
        let mut file: Value = serde_json::from_str(text).ok()?;
        if let Some(inner) = file.get_mut("receipt") {
            file = inner.take();
        }
        let payload = file.get("payload").filter(|p| p.is_object())?.clone();
        let canonical = canonical(&payload).ok()?;
        let given = file.get("code").and_then(Value::as_str).and_then(read_code);
        let signature = file.get("signature").and_then(Value::as_str);
        Some(Self {
            // A file whose code is not that of its payload was changed: its code then finds nothing.
            code: given.unwrap_or_else(|| code(&canonical)),
            payload: Some(payload),
            signature: signature.map(str::to_owned),
        })
    }

    /// Whether the receipt by itself is what the platform signed.
    pub(super) fn check(
        &self,
        key: Option<&VerifyingKey>,
        commitment: &str,
    ) -> Result<(), Difference> {
        let Some(payload) = &self.payload else {
            return Ok(());
        };
        let wrong = |said: &str, found: &str| {
            Err(Difference::new(
                Spot::Receipt(self.code.clone()),
                said,
                found,
            ))
        };
        let text = canonical(payload).map_err(Difference::form)?;
        if code(&text) != self.code {
            return wrong(&self.code, &code(&text));
        }
        if payload.get("commitment").and_then(Value::as_str) != Some(commitment) {
            return wrong("", "it was given under another commitment");
        }
        match (key, &self.signature) {
            (Some(key), Some(signature)) if !holds(key, text.as_bytes(), signature) => {
                wrong("", "its signature does not hold")
            }
            _ => Ok(()),
        }
    }

    /// Number and ordinal of its attempt, where the whole receipt was given.
    pub(super) fn attempt(&self) -> Option<(i64, i64)> {
        let payload = self.payload.as_ref()?;
        let number = |key| payload.get(key).and_then(Value::as_i64);
        number("number").zip(number("ordinal"))
    }
}

/// The key that a bundle is verified with: that from outside, or that of the list that `key_id` names.
pub(super) fn key_of(
    listed: &[super::bundle::PublicKey<'_>],
    key_id: &str,
    outside: Option<&str>,
) -> Result<VerifyingKey, Difference> {
    let refused = |found: &str| Difference::new(Spot::Signature, "", found);
    let hex_key = match outside {
        Some(key) => key,
        None => listed
            .iter()
            .find(|key| key.key_id == key_id && key.algorithm == "Ed25519")
            .map(|key| key.public_key.as_ref())
            .ok_or_else(|| refused("the bundle names a key that it does not list"))?,
    };
    let bytes = unhex::<32>(hex_key)
        .ok_or_else(|| refused("the public key is not 64 lower-case hex digits"))?;
    if hex(&hash(&bytes))[..16] != *key_id {
        return Err(refused("it was signed with another key than this one"));
    }
    VerifyingKey::from_bytes(&bytes).map_err(|_| refused("the public key is no point of the curve"))
}

/// Whether a signature holds, hex.
pub(super) fn holds(key: &VerifyingKey, message: &[u8], signature: &str) -> bool {
    unhex::<64>(signature).is_some_and(|bytes| {
        key.verify_strict(message, &Signature::from_bytes(&bytes))
            .is_ok()
    })
}

/// Whether the digest is signed.
pub(super) fn signed(
    key: &VerifyingKey,
    digest: &Digest,
    signature: &str,
) -> Result<(), Difference> {
    if holds(key, digest, signature) {
        return Ok(());
    }
    Err(Difference::new(
        Spot::Signature,
        "",
        "it is not that of this digest under this key",
    ))
}
