//! Hashes over fields: `enc`, `H`, `M` and hex of algorithms.md 1.

use crate::domain::text;
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest as _, Sha256};
use std::fmt;
use std::io::Write as _;

/// Bytes of a SHA-256 hash or of an HMAC.
pub type Digest = [u8; 32];

/// `H`: SHA-256.
pub fn hash(bytes: &[u8]) -> Digest {
    Sha256::digest(bytes).into()
}

/// `enc(a, b, …)`: each field as its length in 4 bytes, big-endian, then its bytes, so that no two
/// lists of fields give the same bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fields(Vec<u8>);

impl Fields {
    /// Starts with a text, which in every use but a test vector is the tag of the use.
    pub fn of(tag: &str) -> Self {
        let mut fields = Self(Vec::with_capacity(128));
        fields.text(tag);
        fields
    }

    /// A text, as UTF-8 in NFC.
    pub fn text(&mut self, text: &str) -> &mut Self {
        self.bytes(text::nfc(text).as_bytes())
    }

    /// A number, as ASCII decimal.
    pub fn number(&mut self, number: i64) -> &mut Self {
        self.field(|out| {
            write!(out, "{number}").expect("a vector takes what is written to it");
        })
    }

    /// Raw bytes, such as a hash.
    pub fn bytes(&mut self, bytes: &[u8]) -> &mut Self {
        self.field(|out| out.extend_from_slice(bytes))
    }

    /// Texts joined by commas, as one field. They are ASCII tokens, so that joining them needs no
    /// second pass for NFC.
    pub fn tokens<'a>(&mut self, tokens: impl IntoIterator<Item = &'a [u8]>) -> &mut Self {
        self.field(|out| {
            for (at, token) in tokens.into_iter().enumerate() {
                if at > 0 {
                    out.push(b',');
                }
                out.extend_from_slice(token);
            }
        })
    }

    /// Fields that were encoded before.
    pub fn append(&mut self, encoded: &[u8]) -> &mut Self {
        self.0.extend_from_slice(encoded);
        self
    }

    /// No fields yet.
    pub const fn none() -> Self {
        Self(Vec::new())
    }

    /// Makes room for so many more bytes.
    pub fn reserve(&mut self, bytes: usize) -> &mut Self {
        self.0.reserve(bytes);
        self
    }

    /// The encoded bytes.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// `H(enc(…))`.
    pub fn hash(&self) -> Digest {
        hash(&self.0)
    }

    fn field(&mut self, write: impl FnOnce(&mut Vec<u8>)) -> &mut Self {
        let start = self.0.len();
        self.0.extend_from_slice(&[0; 4]);
        write(&mut self.0);
        let length = u32::try_from(self.0.len() - start - 4).expect("a field is below 4 GiB");
        self.0[start..start + 4].copy_from_slice(&length.to_be_bytes());
        self
    }
}

/// A key of `M`, HMAC-SHA-256, with its two first blocks already hashed.
#[derive(Clone)]
pub struct MacKey(Hmac<Sha256>);

impl MacKey {
    /// Of key bytes of any length.
    ///
    /// # Panics
    /// Never: HMAC is defined for keys of every length.
    pub fn new(key: &[u8]) -> Self {
        Self(Hmac::new_from_slice(key).expect("HMAC takes keys of any length"))
    }

    /// `M(key, message)`.
    pub fn mac(&self, message: &[u8]) -> Digest {
        let mut mac = self.0.clone();
        mac.update(message);
        mac.finalize().into_bytes().into()
    }
}

impl fmt::Debug for MacKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MacKey(…)")
    }
}

/// Lower-case hex.
pub fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let mut out = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        out.push(char::from(DIGITS[usize::from(byte >> 4)]));
        out.push(char::from(DIGITS[usize::from(byte & 15)]));
    }
    out
}

/// Reads lower-case hex of exactly `N` bytes; anything else is `None`, so that one digest has one
/// written form.
pub fn unhex<const N: usize>(text: &str) -> Option<[u8; N]> {
    let digit = |byte: u8| match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        _ => None,
    };
    let text = text.as_bytes();
    if text.len() != N * 2 {
        return None;
    }
    let mut out = [0; N];
    for (byte, pair) in out.iter_mut().zip(text.chunks_exact(2)) {
        *byte = digit(pair[0])? << 4 | digit(pair[1])?;
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_carry_their_length() {
        assert_eq!(
            hex(Fields::of("ab").number(7).as_bytes()),
            "0000000261620000000137"
        );
        assert_ne!(Fields::of("ab").text("c"), Fields::of("a").text("bc"));
    }

    #[test]
    fn texts_enter_in_nfc() {
        assert_eq!(Fields::of("e\u{0302}"), Fields::of("ê"));
    }

    #[test]
    fn tokens_are_one_field() {
        assert_eq!(
            Fields::of("x").tokens([&b"a"[..], b"b"]),
            Fields::of("x").text("a,b")
        );
        assert_eq!(Fields::of("x").tokens([]), Fields::of("x").text(""));
    }

    #[test]
    fn the_mac_is_that_of_rfc_4231() {
        // Test case 2 of RFC 4231, section 4.3.
        assert_eq!(
            hex(&MacKey::new(b"Jefe").mac(b"what do ya want for nothing?")),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        );
    }

    #[test]
    fn hex_comes_back_and_has_one_form() {
        assert_eq!(unhex::<2>("00ff"), Some([0, 255]));
        for wrong in ["00FF", "00f", "00fff", "0g00"] {
            assert_eq!(unhex::<2>(wrong), None);
        }
    }
}
