//! The file with the installation's master key.

use crate::app::Keys;
use crate::engine::digest::{hex, unhex};
use crate::entropy::{self, Entropy};
use crate::store::{Store, StoreError};
use serde::{Deserialize, Serialize};
use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

/// A setting that only the right key opens.
const MARKER: &str = "keys_marker";
const PURPOSE: &str = "keys-marker";

/// Why the key file can't be used.
#[derive(Debug, thiserror::Error)]
pub enum KeysError {
    /// It can't be read or written.
    #[error("the key file {file} can't be used: {cause}")]
    File {
        /// The file.
        file: PathBuf,
        /// Why.
        cause: std::io::Error,
    },
    /// It is not what this program writes.
    #[error("{file} is no key file: it must hold one line, master = \"64 hex digits\"")]
    Malformed {
        /// The file.
        file: PathBuf,
    },
    /// The store was filled under a key that is not there.
    #[error(
        "the store was filled under a key that is missing: put the key file back at {file}; it was \
         made at the first start and lies beside every backup"
    )]
    Missing {
        /// Where it is expected.
        file: PathBuf,
    },
    /// The store was filled under another key.
    #[error("the store was filled under another key than that of {file}: put the right file there")]
    Other {
        /// The file.
        file: PathBuf,
    },
    /// The store.
    #[error("the store can't be read: {0}")]
    Store(#[from] StoreError),
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct KeysFile {
    master: String,
}

/// Reads the master key; at the first start makes it. A key that does not fit the store is refused.
pub async fn master(
    file: &Path,
    store: &dyn Store,
    entropy: &dyn Entropy,
) -> Result<[u8; 32], KeysError> {
    let marker = store.read().await?.setting(MARKER).await?;
    let master = match std::fs::read_to_string(file) {
        Ok(text) => parse(&text).ok_or_else(|| KeysError::Malformed {
            file: file.to_owned(),
        })?,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            if marker.is_some() {
                return Err(KeysError::Missing {
                    file: file.to_owned(),
                });
            }
            let master = entropy::bytes::<32>(entropy);
            write(file, &master)?;
            master
        }
        Err(cause) => {
            return Err(KeysError::File {
                file: file.to_owned(),
                cause,
            });
        }
    };
    let keys = Keys::from_master(&master);
    match marker.as_deref().map(bytes) {
        Some(sealed) if keys.open(PURPOSE, &sealed).is_err() => Err(KeysError::Other {
            file: file.to_owned(),
        }),
        Some(_) => Ok(master),
        None => {
            let sealed = keys.seal(entropy, PURPOSE, b"thiluat");
            let mut work = store.begin().await?;
            work.put_setting(MARKER, &hex(&sealed)).await?;
            work.commit().await?;
            Ok(master)
        }
    }
}

/// The master key in the text of a key file.
pub fn parse(text: &str) -> Option<[u8; 32]> {
    toml::from_str::<KeysFile>(text)
        .ok()
        .and_then(|file| unhex(&file.master))
}

/// Writes a new key file, readable by its owner only; an existing one is never overwritten.
pub fn write(file: &Path, master: &[u8; 32]) -> Result<(), KeysError> {
    let refused = |cause| KeysError::File {
        file: file.to_owned(),
        cause,
    };
    let mut out = std::fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(file)
        .map_err(refused)?;
    let text = format!(
        "# Khoá bí mật của hệ thống này: cất một bản ở nơi an toàn, tách khỏi bản sao lưu dữ liệu.\n\
         # The secret key of this installation: keep a copy in a safe place, apart from backups.\n\
         master = \"{}\"\n",
        hex(master)
    );
    out.write_all(text.as_bytes())
        .and_then(|()| out.sync_all())
        .map_err(refused)
}

fn bytes(text: &str) -> Vec<u8> {
    let digits = text.as_bytes().chunks_exact(2);
    digits
        .filter_map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok())
        .collect()
}
