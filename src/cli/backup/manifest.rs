//! What a backup says of itself.

use crate::domain::Timestamp;
use crate::engine::digest::hex;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use std::io::{Read, Write};

/// The format that this version writes and reads.
pub(super) const FORMAT: &str = "thiluat-backup/1";

/// What a backup says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Manifest {
    /// [`FORMAT`].
    pub format: String,
    /// Version of the program that made it.
    pub program: String,
    /// When it was made.
    pub created_at: Timestamp,
    /// Size of the store's copy in bytes.
    pub bytes: u64,
    /// SHA-256 of the store's copy, hex.
    pub sha256: String,
}

/// Copies everything and gives its size and SHA-256.
pub(super) fn copy_hashed(
    from: &mut impl Read,
    to: &mut impl Write,
) -> std::io::Result<(u64, String)> {
    let mut hash = Sha256::new();
    let mut block = vec![0; 1 << 16];
    let mut bytes = 0;
    loop {
        let count = from.read(&mut block)?;
        if count == 0 {
            let digest: [u8; 32] = hash.finalize().into();
            return Ok((bytes, hex(&digest)));
        }
        hash.update(&block[..count]);
        to.write_all(&block[..count])?;
        bytes += count as u64;
    }
}
