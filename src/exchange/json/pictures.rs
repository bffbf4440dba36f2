//! The pictures of a bank in its native form: `media`, each as base64.

use crate::domain::Medium;
use crate::exchange::finding::{At, Unreadable};
use crate::exchange::picture::{self, digest};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A picture as the file has it.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PictureEntry {
    /// The name by which texts show it: SHA-256 of `base64`'s bytes, 64 hex digits.
    digest: String,
    /// The bytes of the picture, in base64 with padding.
    base64: String,
}

impl PictureEntry {
    pub fn of(medium: &Medium) -> Self {
        Self {
            digest: medium.digest.clone(),
            base64: STANDARD.encode(&medium.bytes),
        }
    }
}

/// The pictures of a file, by the name that its texts use. A picture that this version writes
/// differently from the one that made the file gets a new digest; texts follow it.
pub(super) fn pictures(entries: &[PictureEntry]) -> Result<BTreeMap<String, Medium>, Unreadable> {
    let read = |(i, entry): (usize, &PictureEntry)| {
        let at = At::Path(format!("media[{i}]"));
        let bytes = STANDARD
            .decode(entry.base64.as_bytes())
            .map_err(|_| Unreadable::new("image.damaged", "Hình không phải base64.").at(&at))?;
        if digest(&bytes) != entry.digest {
            let detail = "Khóa digest không khớp với nội dung của hình.";
            return Err(Unreadable::new("image.damaged", detail).at(&at));
        }
        let medium = picture::picture(&bytes)
            .map_err(|fault| Unreadable::new(fault.code(), fault.detail()).at(&at))?;
        Ok((entry.digest.clone(), medium))
    };
    entries.iter().enumerate().map(read).collect()
}
