//! A contest with its banks in one file (docs/packages.md): a ZIP archive with
//!
//! - `contest.toml` or `contest.json`, the contest file as it was given;
//! - `banks/CODE.json` for every bank, in the native form of banks; or `sealed.bin` in their place, an
//!   archive of the same entries that was sealed;
//! - `package.json`, what is in it: code, title and size of every bank, how they are sealed, and the
//!   SHA-256 of every other entry;
//! - `package.sig`, the signature of the platform over `package.json`.
//!
//! The last two may be missing: packages from before had none. No name in an archive is ever used as a
//! path, and sizes are what entries really inflate to.

mod read;
#[cfg(test)]
mod tests;
mod write;

pub use read::{read_bank_archive, read_package};
pub use write::{write_bank_archive, write_package};

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What `format` has to say.
const NAME: &str = "thiluat-package/1";
const ABOUT: &str = "package.json";
const SIGNATURE: &str = "package.sig";
const SEALED: &str = "sealed.bin";

/// `package.json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct About {
    format: String,
    banks: Vec<AboutBank>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    lock: Option<AboutLock>,
    /// SHA-256 of every other entry but the signature, hex, by its name.
    digests: BTreeMap<String, String>,
}

/// A bank, as a package says of it in clear.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AboutBank {
    /// Code in the blueprints.
    pub code: String,
    /// Its title.
    pub title: String,
    /// How many questions it has.
    pub questions: usize,
}

/// How the banks of a package are sealed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "by", deny_unknown_fields)]
pub enum AboutLock {
    /// For the installation that made it.
    Platform {},
    /// By a passphrase: argon2id (64 MiB, 3 passes, 1 lane) and ChaCha20-Poly1305.
    Passphrase {
        /// Salt of the derivation, 32 hex digits.
        salt: String,
        /// What tells a wrong passphrase, 64 hex digits.
        check: String,
    },
}

/// A package that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackageParts {
    /// The contest file.
    pub source: String,
    /// What it says of its banks.
    pub about: Vec<AboutBank>,
    /// How they are sealed; none: they are not.
    pub lock: Option<AboutLock>,
    /// Name and content of every bank that is not sealed.
    pub banks: Vec<(String, Vec<u8>)>,
    /// The sealed ones.
    pub sealed: Option<Vec<u8>>,
    /// `package.json` and the signature over it, if there is one. Its digests fit.
    pub signed: Option<(Vec<u8>, String)>,
}

/// A package that is to be written.
#[derive(Debug, Clone)]
pub struct PackageToWrite {
    /// The contest file.
    pub source: String,
    /// What is said of its banks.
    pub about: Vec<AboutBank>,
    /// How they are sealed.
    pub lock: Option<AboutLock>,
    /// Name and content of every bank that is not sealed.
    pub banks: Vec<(String, Vec<u8>)>,
    /// The sealed ones.
    pub sealed: Option<Vec<u8>>,
}

/// The name of the entry of a contest file.
fn contest_name(source: &str) -> &'static str {
    let is_json = source
        .trim_start_matches('\u{feff}')
        .trim_start()
        .starts_with('{');
    if is_json {
        "contest.json"
    } else {
        "contest.toml"
    }
}

/// SHA-256, hex.
fn digest(bytes: &[u8]) -> String {
    super::picture::digest(bytes)
}
