//! `[log]`: what is written to stderr.

use super::ConfigError;
use serde::Deserialize;

/// What is written to stderr; `default.toml` explains every key.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Log {
    /// A level, or directives by room: `info,thiluat::store=debug`.
    pub level: String,
    /// The form of a line.
    pub format: LogFormat,
    /// One line for every request, also for those that went well.
    pub requests: bool,
}

/// The form of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LogFormat {
    /// One JSON object a line.
    Json,
    /// For reading in a terminal.
    Text,
}

impl Log {
    pub(super) fn check(&self) -> Result<(), ConfigError> {
        tracing_subscriber::EnvFilter::try_new(&self.level)
            .map(drop)
            .map_err(|error| ConfigError::invalid("log.level", error.to_string()))
    }
}
