//! Unbiased numbers from a keyed hash in counter mode (algorithms.md 1, step 4).

use crate::engine::digest::{Digest, MacKey};

/// `stream(K)`: `M(K, u32be(0)) ‖ M(K, u32be(1)) ‖ …`, read as big-endian 32-bit numbers. A block is
/// hashed when its first number is asked for.
pub(super) struct Stream {
    key: MacKey,
    blocks: u32,
    block: Digest,
    read: usize,
}

impl Stream {
    pub(super) fn of(key: &Digest) -> Self {
        Self {
            key: MacKey::new(key),
            blocks: 0,
            block: [0; 32],
            read: 32,
        }
    }

    fn next(&mut self) -> u32 {
        if self.read == self.block.len() {
            self.block = self.key.mac(&self.blocks.to_be_bytes());
            self.blocks += 1;
            self.read = 0;
        }
        let bytes = &self.block[self.read..self.read + 4];
        self.read += 4;
        u32::from_be_bytes(bytes.try_into().expect("four bytes were taken"))
    }

    /// `below(n)`: a number from 0 to n - 1, each equally likely; reads nothing for n = 1.
    pub(super) fn below(&mut self, n: usize) -> usize {
        let n = u32::try_from(n).expect("a list holds fewer than 2^32 items");
        if n <= 1 {
            return 0;
        }
        // 2^32 mod n, in 32 bits.
        let excess = n.wrapping_neg() % n;
        loop {
            let x = self.next();
            if x <= u32::MAX - excess {
                return (x % n) as usize;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn below_one_reads_nothing() {
        let mut stream = Stream::of(&[1; 32]);
        assert_eq!(stream.below(1), 0);
        assert_eq!(stream.read, 32);
        stream.below(2);
        assert_eq!(stream.read, 4);
    }

    #[test]
    fn every_number_comes_about_equally_often() {
        let mut stream = Stream::of(&[2; 32]);
        let mut seen = [0_u32; 7];
        for _ in 0..70_000 {
            seen[stream.below(7)] += 1;
        }
        // Five standard deviations of a fair draw are 463.
        assert!(seen.iter().all(|n| n.abs_diff(10_000) < 463), "{seen:?}");
    }
}
