//! `[keys]`: where the secret keys of the installation are.

use serde::Deserialize;
use std::path::{Path, PathBuf};

/// Where the secret keys are; `default.toml` explains every key.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Keys {
    /// The file; after loading never empty.
    pub file: PathBuf,
}

impl Keys {
    /// Puts the file into the data folder when nothing was said.
    pub(super) fn settle(&mut self, data: &Path) {
        if self.file.as_os_str().is_empty() {
            self.file = data.join("keys.toml");
        }
    }
}
