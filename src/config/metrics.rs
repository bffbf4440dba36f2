//! `[metrics]`: the listener for figures about the node.

use super::ConfigError;
use serde::Deserialize;
use std::net::SocketAddr;

/// The metrics listener; `default.toml` explains every key.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Metrics {
    /// Own address for `GET /metrics`; empty: none.
    pub listen: String,
}

impl Metrics {
    /// The address to listen on, if there is to be one.
    pub fn address(&self) -> Result<Option<SocketAddr>, ConfigError> {
        if self.listen.is_empty() {
            return Ok(None);
        }
        self.listen.parse().map(Some).map_err(|_| {
            ConfigError::invalid(
                "metrics.listen",
                "must be an address such as 127.0.0.1:9100",
            )
        })
    }

    pub(super) fn check(&self) -> Result<(), ConfigError> {
        self.address().map(drop)
    }
}
