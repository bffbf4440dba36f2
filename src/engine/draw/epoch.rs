//! The secret of a round, and the commitment to it (algorithms.md 1, steps 3 and 4).

use super::stream::Stream;
use crate::engine::digest::{Digest, Fields, MacKey, hash, hex};

/// `E`: what all papers of a round are derived from. It is as secret as the seed.
#[derive(Debug, Clone)]
pub struct EpochKey(MacKey);

impl EpochKey {
    /// `E = M(S, enc("thiluat/epoch/1", round_id, beacon))`; `beacon` is "" if the rules name none.
    pub fn new(seed: &[u8; 32], round: &str, beacon: &str) -> Self {
        Self(MacKey::new(&Self::bytes(seed, round, beacon)))
    }

    /// `E` itself.
    pub(super) fn bytes(seed: &[u8; 32], round: &str, beacon: &str) -> Digest {
        let mut fields = Fields::of("thiluat/epoch/1");
        MacKey::new(seed).mac(fields.text(round).text(beacon).as_bytes())
    }

    /// `stream(K_pick)` of a participant number and an ordinal.
    pub(super) fn picks(&self, number: i64, ordinal: i64) -> Stream {
        self.stream("thiluat/pick/1", number, ordinal)
    }

    /// `stream(K_order)`.
    pub(super) fn order(&self, number: i64, ordinal: i64) -> Stream {
        self.stream("thiluat/order/1", number, ordinal)
    }

    /// `stream(K_option)`.
    pub(super) fn options(&self, number: i64, ordinal: i64) -> Stream {
        self.stream("thiluat/option/1", number, ordinal)
    }

    fn stream(&self, tag: &str, number: i64, ordinal: i64) -> Stream {
        let mut fields = Fields::of(tag);
        Stream::of(&self.0.mac(fields.number(number).number(ordinal).as_bytes()))
    }
}

/// `C = H(enc("thiluat/commit/1", round_id, hex(S), hex(H(manifest))))`, published before the round
/// opens. `manifest` is in its canonical form.
pub fn commitment(round: &str, seed: &[u8; 32], manifest: &str) -> Digest {
    Fields::of("thiluat/commit/1")
        .text(round)
        .text(&hex(seed))
        .text(&hex(&hash(manifest.as_bytes())))
        .hash()
}
