//! What the edge knows about its place: names it answers to, proxies it believes, its cookies.

use crate::config;
use crate::entropy::{self, Entropy};
use crate::http::cards::Cards;
use crate::http::sessions::SessionCookies;
use crate::telemetry::RequestIds;
use hyper::header::{HOST, HeaderMap};
use std::net::IpAddr;
use std::time::Duration;
use tokio_util::task::TaskTracker;

/// The place of this node, made once at start and shared by every connection.
#[derive(Debug)]
pub struct Site {
    pub(super) http: config::Http,
    /// Lower-case names, without ports, that are served besides loopback and the address a
    /// connection came to.
    pub(super) hosts: Vec<String>,
    pub(super) ids: RequestIds,
    /// Work that outlived its connection.
    pub(super) unfinished: TaskTracker,
    pub(super) log_requests: bool,
    cookies: SessionCookies,
    cards: Cards,
}

impl Site {
    /// From the settings; `entropy` sets the request ids of this run apart.
    pub fn new(http: &config::Http, log_requests: bool, entropy: &dyn Entropy) -> Self {
        let mut hosts: Vec<String> = http.hosts.iter().map(|host| host.to_lowercase()).collect();
        hosts.extend(
            http.public_authority()
                .map(|a| without_port(a).to_lowercase()),
        );
        Self {
            cookies: SessionCookies::new(http.is_https()),
            cards: Cards::default(),
            hosts,
            ids: RequestIds::new(entropy::bytes(entropy)),
            unfinished: TaskTracker::new(),
            log_requests,
            http: http.clone(),
        }
    }

    /// The session cookies of this place.
    pub fn cookies(&self) -> &SessionCookies {
        &self.cookies
    }

    /// Whether people reach this place over TLS.
    pub fn is_https(&self) -> bool {
        self.http.is_https()
    }

    /// The pictures of shares that this node drew.
    pub fn cards(&self) -> &Cards {
        &self.cards
    }

    /// Scheme and host by which the reader of a request reaches this place, without a slash at the
    /// end: those of `public_url`, or the host that the request names, which the gate knows as ours.
    pub fn address(&self, headers: &HeaderMap) -> String {
        if !self.http.public_url.is_empty() {
            return self.http.public_url.trim_end_matches('/').to_owned();
        }
        let host = headers.get(HOST).and_then(|host| host.to_str().ok());
        format!("http://{}", host.unwrap_or("localhost"))
    }

    /// How long a request body may take.
    pub fn body_timeout(&self) -> Duration {
        Duration::from_millis(self.http.body_timeout_ms)
    }

    /// Whether that is one of our own proxies.
    pub(super) fn trusts(&self, address: IpAddr) -> bool {
        self.http
            .trusted_proxies
            .iter()
            .any(|network| network.contains(address))
    }
}

/// The host of `host:port` or `[v6]:port`, brackets removed.
pub(super) fn without_port(authority: &str) -> &str {
    if let Some(rest) = authority.strip_prefix('[') {
        return rest.split(']').next().unwrap_or_default();
    }
    match authority.rsplit_once(':') {
        // More than one colon without brackets is a bare IPv6 address.
        Some((host, _)) if !host.contains(':') => host,
        _ => authority,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_port_is_taken_off_and_an_address_kept_whole() {
        for (authority, host) in [
            ("thi.vn", "thi.vn"),
            ("thi.vn:8080", "thi.vn"),
            ("[::1]:8080", "::1"),
            ("[::1]", "::1"),
            ("::1", "::1"),
            ("", ""),
        ] {
            assert_eq!(without_port(authority), host);
        }
    }
}
