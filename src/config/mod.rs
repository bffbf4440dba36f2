//! Settings: an embedded, commented default, a file, the environment.
//!
//! `default.toml` is the documentation and the list of what exists: a key that is not in it is
//! unknown. Every section is a file here with a `check` that names the key it does not like.

mod database;
mod http;
mod keys;
mod limits;
mod live;
mod log;
mod mail;
mod merge;
mod metrics;
mod network;
mod secret;
mod staff;
mod webhooks;

pub use database::{Database, DatabaseKind};
pub use http::Http;
pub use keys::Keys;
pub use limits::Limits;
pub use live::{Live, LiveKind};
pub use log::{Log, LogFormat};
pub use mail::Mail;
pub use metrics::Metrics;
pub use network::Network;
pub use secret::SecretUrl;
pub use staff::{SecondFactorRule, Staff};
pub use webhooks::Webhooks;

use serde::Deserialize;
use std::path::Path;

/// The commented default, for `thiluat config print` and for people.
pub const DEFAULT: &str = include_str!("default.toml");

/// All settings of a node.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// The listener and who may talk to it.
    pub http: Http,
    /// The durable store.
    pub database: Database,
    /// Live state.
    pub live: Live,
    /// How often one may do a thing.
    pub limits: Limits,
    /// Logs.
    pub log: Log,
    /// The metrics listener.
    pub metrics: Metrics,
    /// Secret keys.
    pub keys: Keys,
    /// How members of staff prove who they are.
    pub staff: Staff,
    /// Letters to staff.
    pub mail: Mail,
    /// Other systems that may be called.
    pub webhooks: Webhooks,
}

/// Settings that can't be used; says where they stand and what is wrong with them.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file can't be read.
    #[error("can't read the configuration file {path}: {cause}")]
    Unreadable {
        /// The file as it was given.
        path: String,
        /// Why.
        cause: std::io::Error,
    },
    /// The file is not TOML.
    #[error("{path} is not valid TOML: {cause}")]
    Syntax {
        /// The file as it was given.
        path: String,
        /// Line, column and what was expected there.
        cause: Box<toml::de::Error>,
    },
    /// A key that does not exist.
    #[error("{origin}: there is no setting `{key}`; `{near}` exists")]
    Unknown {
        /// File or environment variable.
        origin: String,
        /// The dotted key.
        key: String,
        /// What exists at that place.
        near: String,
    },
    /// A value of the wrong kind or out of range.
    #[error("setting `{key}`: {problem}")]
    Invalid {
        /// The dotted key.
        key: String,
        /// What is wrong and what would be right.
        problem: String,
    },
}

impl ConfigError {
    pub(crate) fn invalid(key: &str, problem: impl Into<String>) -> Self {
        Self::Invalid {
            key: key.to_owned(),
            problem: problem.into(),
        }
    }
}

impl Config {
    /// Default, then `file`, then the environment; checked. `data` is the data folder, where the
    /// SQLite file and the keys live unless a setting says otherwise.
    pub fn load(file: Option<&Path>, data: &Path) -> Result<Self, ConfigError> {
        Self::from_sources(file, data, std::env::vars())
    }

    /// The same with the environment given.
    pub fn from_sources(
        file: Option<&Path>,
        data: &Path,
        environment: impl IntoIterator<Item = (String, String)>,
    ) -> Result<Self, ConfigError> {
        let mut settings = merge::defaults();
        if let Some(path) = file {
            merge::file(&mut settings, path)?;
        }
        merge::environment(&mut settings, environment)?;
        let mut config: Self = merge::typed(settings)?;
        config.database.settle(data);
        config.keys.settle(data);
        config.check()?;
        Ok(config)
    }

    /// Each section by itself, then what can be wrong between two of them.
    pub fn check(&self) -> Result<(), ConfigError> {
        self.http.check()?;
        self.database.check()?;
        self.live.check()?;
        self.limits.check()?;
        self.log.check()?;
        self.metrics.check()?;
        self.mail.check()?;
        self.webhooks.check()?;
        if self.database.kind() == DatabaseKind::Sqlite {
            if self.live.kind() != LiveKind::Memory {
                return Err(ConfigError::invalid(
                    "live.url",
                    "Redis serves many nodes, SQLite only one: use memory: with SQLite, or set database.url to postgres://…",
                ));
            }
            if self.live.nodes > 1 {
                return Err(ConfigError::invalid(
                    "live.nodes",
                    "SQLite serves one node only: set database.url to postgres://…",
                ));
            }
        }
        if self.live.kind() == LiveKind::Memory && self.live.nodes > 1 {
            return Err(ConfigError::invalid(
                "live.url",
                "memory: is not shared between nodes: set it to redis://… or live.nodes to 1",
            ));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
