//! What the edge knows about its place: names it answers to, proxies it believes, its cookies.

use crate::config;
use crate::entropy::{self, Entropy};
use crate::http::sessions::SessionCookies;
use crate::telemetry::RequestIds;
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

    /// Where people reach this place: as the settings say, else as the request that named `host` did.
    pub fn address(&self, host: Option<&str>) -> String {
        let public = self.http.public_url.trim_end_matches('/');
        if public.is_empty() {
            format!("http://{}", host.unwrap_or("localhost"))
        } else {
            public.to_owned()
        }
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
