//! `[http]`: the listener and who may talk to it.

use super::{ConfigError, Network};
use serde::Deserialize;
use std::net::SocketAddr;
use std::time::Duration;

/// The listener and who may talk to it; `default.toml` explains every key.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Http {
    /// Address to listen on; port 0 takes a free one.
    pub listen: SocketAddr,
    /// Scheme and host under which people reach this place; empty: as it listens.
    pub public_url: String,
    /// Further host names that are served.
    pub hosts: Vec<String>,
    /// Networks whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<Network>,
    /// Proxies between a client and this node.
    pub proxy_hops: u8,
    /// Connections at once.
    pub max_connections: usize,
    /// Milliseconds for a request head.
    pub header_timeout_ms: u64,
    /// Milliseconds for a request body.
    pub body_timeout_ms: u64,
    /// Milliseconds that a connection may wait for its next request.
    pub idle_timeout_ms: u64,
    /// Milliseconds for requests under way once a stop was asked for.
    pub drain_ms: u64,
}

impl Http {
    /// Whether people reach this place over TLS.
    pub fn is_https(&self) -> bool {
        self.public_url.starts_with("https://")
    }

    /// Host and port of `public_url`, if there is one: `thi.example.vn`, `thi.example.vn:8443`.
    pub fn public_authority(&self) -> Option<&str> {
        let (_, rest) = self.public_url.split_once("://")?;
        Some(rest.trim_end_matches('/'))
    }

    /// Time for requests under way once a stop was asked for.
    pub fn drain(&self) -> Duration {
        Duration::from_millis(self.drain_ms)
    }

    pub(super) fn check(&self) -> Result<(), ConfigError> {
        if !self.public_url.is_empty() {
            let known = ["http://", "https://"]
                .iter()
                .any(|scheme| self.public_url.starts_with(scheme));
            let authority = self.public_authority().unwrap_or_default();
            if !known || authority.is_empty() || authority.contains(['/', '?', '#', '@', ' ']) {
                return Err(ConfigError::invalid(
                    "http.public_url",
                    "must be a scheme and a host, such as https://thi.example.vn, without a path",
                ));
            }
        }
        if let Some(host) = self
            .hosts
            .iter()
            .find(|host| host.is_empty() || host.contains(['/', '*', ' ', '@']))
        {
            return Err(ConfigError::invalid(
                "http.hosts",
                format!("{host:?} is not a host name; write names such as thi.example.vn"),
            ));
        }
        for (key, value) in [
            ("http.header_timeout_ms", self.header_timeout_ms),
            ("http.body_timeout_ms", self.body_timeout_ms),
            ("http.idle_timeout_ms", self.idle_timeout_ms),
            ("http.proxy_hops", self.proxy_hops.into()),
            ("http.max_connections", self.max_connections as u64),
        ] {
            if value == 0 {
                return Err(ConfigError::invalid(key, "must be at least 1"));
            }
        }
        Ok(())
    }
}
