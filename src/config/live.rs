//! `[live]`: what many nodes share and may lose at any instant.

use super::{ConfigError, SecretUrl};
use serde::Deserialize;

/// Live state; `default.toml` explains every key.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Live {
    /// `memory:`, `redis://…`, `rediss://…` or `redis-cluster://…`.
    pub url: SecretUrl,
    /// Start of every key.
    pub prefix: String,
    /// A step that takes longer counts as failed, in milliseconds.
    pub answer_within_ms: u64,
    /// Nodes that share the database.
    pub nodes: u32,
}

/// Where live state is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LiveKind {
    /// In this process.
    Memory,
    /// One Redis.
    Redis,
    /// A Redis Cluster.
    RedisCluster,
}

impl Live {
    /// What the address names.
    pub fn kind(&self) -> LiveKind {
        match self.url.scheme() {
            "redis" | "rediss" => LiveKind::Redis,
            "redis-cluster" => LiveKind::RedisCluster,
            _ => LiveKind::Memory,
        }
    }

    pub(super) fn check(&self) -> Result<(), ConfigError> {
        let url = self.url.expose();
        let known = url == "memory:"
            || ["redis://", "rediss://", "redis-cluster://"]
                .iter()
                .any(|start| url.starts_with(start));
        if !known {
            return Err(ConfigError::invalid(
                "live.url",
                format!(
                    "must be memory:, redis://… or redis-cluster://…, not {}",
                    self.url
                ),
            ));
        }
        if self.prefix.is_empty() || self.prefix.contains(['{', '}', ' ']) {
            return Err(ConfigError::invalid(
                "live.prefix",
                "must be a word without braces or spaces",
            ));
        }
        if self.answer_within_ms == 0 {
            return Err(ConfigError::invalid(
                "live.answer_within_ms",
                "must be at least 1",
            ));
        }
        if self.nodes == 0 {
            return Err(ConfigError::invalid("live.nodes", "must be at least 1"));
        }
        Ok(())
    }
}
