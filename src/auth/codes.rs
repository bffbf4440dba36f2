//! Sign-in codes: 12 characters that bring a person back on another device.
//!
//! They come from Crockford's base32, whose characters are not mistaken for one another: 60 random
//! bits, so that one MAC is enough to store them (performance.md 2.11).

use crate::entropy::{self, Entropy};

/// Crockford's base32: no I, L, O, U.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Characters of a code.
const LENGTH: usize = 12;

/// A fresh code, without separators.
pub fn fresh(entropy: &dyn Entropy) -> String {
    entropy::token(entropy, ALPHABET, LENGTH)
}

/// The code that somebody typed: any case, spaces and hyphens anywhere, O for 0, I and L for 1.
/// `None` if it can't be one.
pub fn read(typed: &str) -> Option<String> {
    let mut code = String::with_capacity(LENGTH);
    for c in typed.chars().filter(|c| !c.is_whitespace() && *c != '-') {
        let c = match c.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            c => c,
        };
        if code.len() == LENGTH || !u8::try_from(c).is_ok_and(|c| ALPHABET.contains(&c)) {
            return None;
        }
        code.push(c);
    }
    (code.len() == LENGTH).then_some(code)
}

/// Whether two keyed hashes are equal, in a time that does not depend on where they differ.
pub fn same(a: &[u8; 32], b: &[u8; 32]) -> bool {
    a.iter().zip(b).fold(0, |unlike, (a, b)| unlike | (a ^ b)) == 0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entropy::SeededEntropy;

    #[test]
    fn a_code_is_read_as_people_type_it() {
        assert_eq!(read("abcd-efgh jkmn").as_deref(), Some("ABCDEFGHJKMN"));
        assert_eq!(read("OIL0-0000-0000").as_deref(), Some("011000000000"));
        assert_eq!(read("ABCD-EFGH-JKM"), None);
        assert_eq!(read("ABCD-EFGH-JKMNP"), None);
        assert_eq!(read("ABCD-EFGH-JKMU"), None);
        assert_eq!(read("ABCD-EFGH-JKMđ"), None);
    }

    #[test]
    fn a_fresh_code_reads_as_itself() {
        let entropy = SeededEntropy::new(3);
        for _ in 0..100 {
            let code = fresh(&entropy);
            assert_eq!(read(&code).as_ref(), Some(&code));
        }
    }

    #[test]
    fn hashes_are_equal_or_not() {
        let mut other = [7; 32];
        assert!(same(&[7; 32], &other));
        other[31] = 6;
        assert!(!same(&[7; 32], &other));
    }
}
