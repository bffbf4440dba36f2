//! `[database]`: the durable store.

use super::{ConfigError, SecretUrl};
use serde::Deserialize;
use std::path::Path;

/// The durable store; `default.toml` explains every key.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Database {
    /// `sqlite:…` or `postgres://…`; after loading never empty.
    pub url: SecretUrl,
    /// Connections a node keeps.
    pub max_connections: u32,
    /// Milliseconds to wait for one of them.
    pub acquire_timeout_ms: u64,
}

/// Which of the two databases.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DatabaseKind {
    /// One file, one node.
    Sqlite,
    /// A server, many nodes.
    Postgres,
}

impl Database {
    /// Which database the address names.
    pub fn kind(&self) -> DatabaseKind {
        match self.url.scheme() {
            "postgres" | "postgresql" => DatabaseKind::Postgres,
            _ => DatabaseKind::Sqlite,
        }
    }

    /// Puts SQLite into the data folder when nothing was said.
    pub(super) fn settle(&mut self, data: &Path) {
        if self.url.is_empty() {
            self.url = SecretUrl::new(format!("sqlite:{}", data.join("thiluat.db").display()));
        }
    }

    pub(super) fn check(&self) -> Result<(), ConfigError> {
        let url = self.url.expose();
        if !["sqlite:", "postgres://", "postgresql://"]
            .iter()
            .any(|start| url.starts_with(start))
        {
            return Err(ConfigError::invalid(
                "database.url",
                format!("must begin with sqlite: or postgres://, not {}", self.url),
            ));
        }
        if url == "sqlite:" || url.contains(":memory:") {
            return Err(ConfigError::invalid(
                "database.url",
                "must name a file: answers have to outlive the process",
            ));
        }
        if self.max_connections == 0 {
            return Err(ConfigError::invalid(
                "database.max_connections",
                "must be at least 1",
            ));
        }
        if self.acquire_timeout_ms == 0 {
            return Err(ConfigError::invalid(
                "database.acquire_timeout_ms",
                "must be at least 1",
            ));
        }
        Ok(())
    }
}
