//! The only place that takes randomness from the operating system.

use crate::domain::Timestamp;
use rand::rand_core::{Rng as _, SeedableRng as _, TryRng as _};
use rand::rngs::{ChaCha20Rng, SysRng};
use std::sync::Mutex;

/// A source of random bytes.
pub trait Entropy: Send + Sync {
    /// Fills the whole buffer.
    fn fill(&self, buffer: &mut [u8]);
}

/// Random bytes as an array: `entropy.bytes::<32>()`.
pub fn bytes<const N: usize>(entropy: &dyn Entropy) -> [u8; N] {
    let mut out = [0; N];
    entropy.fill(&mut out);
    out
}

/// A new id of whatever kind is wanted: `id!(entropy, now)` in words.
pub fn id<T>(entropy: &dyn Entropy, now: Timestamp, make: fn(Timestamp, [u8; 10]) -> T) -> T {
    make(now, bytes(entropy))
}

/// So many characters of `alphabet`, each equally likely (rejection, no bias).
pub fn token(entropy: &dyn Entropy, alphabet: &[u8], length: usize) -> String {
    let limit = 256 - 256 % alphabet.len();
    let mut out = String::with_capacity(length);
    while out.len() < length {
        for byte in bytes::<32>(entropy) {
            if usize::from(byte) < limit && out.len() < length {
                out.push(char::from(alphabet[usize::from(byte) % alphabet.len()]));
            }
        }
    }
    out
}

/// The operating system's generator.
pub struct OsEntropy;

impl Entropy for OsEntropy {
    fn fill(&self, buffer: &mut [u8]) {
        SysRng
            .try_fill_bytes(buffer)
            .expect("the system's random generator answers, or no secret can be made");
    }
}

/// The same bytes for the same seed: for tests and for making demonstration data.
pub struct SeededEntropy(Mutex<ChaCha20Rng>);

impl SeededEntropy {
    /// Starts from a number, which a test prints.
    pub fn new(seed: u64) -> Self {
        Self(Mutex::new(ChaCha20Rng::seed_from_u64(seed)))
    }
}

impl Entropy for SeededEntropy {
    fn fill(&self, buffer: &mut [u8]) {
        self.0
            .lock()
            .expect("no holder of this lock panics")
            .fill_bytes(buffer);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_has_its_length_and_alphabet() {
        let entropy = SeededEntropy::new(7);
        let token = token(&entropy, b"abc", 500);
        assert_eq!(token.len(), 500);
        assert!(["a", "b", "c"].iter().all(|c| token.contains(c)));
        assert_ne!(bytes::<32>(&entropy), bytes::<32>(&entropy));
    }
}
