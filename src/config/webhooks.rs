//! `[webhooks]`: other systems that may be called.

use super::ConfigError;
use serde::Deserialize;

/// Other systems that may be called; `default.toml` explains the key.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Webhooks {
    /// `hooks.example.vn`, `hooks.example.vn:8443`, `http://10.0.0.5:9000`; empty: none.
    pub allowed_hosts: Vec<String>,
}

impl Webhooks {
    pub(super) fn check(&self) -> Result<(), ConfigError> {
        let bad = self.allowed_hosts.iter().find(|entry| {
            let authority = entry.strip_prefix("http://").unwrap_or(entry);
            authority.is_empty() || authority.contains(['/', '*', ' ', '@', '?', '#'])
        });
        match bad {
            None => Ok(()),
            Some(entry) => Err(ConfigError::invalid(
                "webhooks.allowed_hosts",
                format!(
                    "{entry:?} is not a host such as hooks.example.vn, hooks.example.vn:8443 or \
                     http://10.0.0.5:9000"
                ),
            )),
        }
    }
}
