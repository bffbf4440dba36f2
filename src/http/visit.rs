//! What is known about a request before any route sees it.

use super::{ApiError, Site};
use crate::app::Language;
use crate::telemetry::RequestId;
use axum::extract::FromRequestParts;
use hyper::HeaderMap;
use hyper::header::{ACCEPT_LANGUAGE, HeaderName};
use hyper::http::request::Parts;
use std::convert::Infallible;
use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;

/// Travels with every request as its one extension of ours.
#[derive(Debug, Clone)]
pub struct Visit {
    /// The number of the request.
    pub id: RequestId,
    /// The other end of the connection: a client, or a proxy.
    pub peer: IpAddr,
    /// The address of ours it came to.
    pub local: Option<IpAddr>,
    /// The place it came to.
    pub site: Arc<Site>,
    /// Two lengths were stated for its body.
    pub(super) ambiguous_length: bool,
}

impl Visit {
    /// A request that came through no socket: a test calls the router directly.
    pub(super) fn unserved(site: &Arc<Site>) -> Self {
        Self {
            id: site.ids.next(),
            peer: IpAddr::V4(Ipv4Addr::LOCALHOST),
            local: None,
            site: Arc::clone(site),
            ambiguous_length: false,
        }
    }
}

impl<S: Sync> FromRequestParts<S> for Visit {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, ApiError> {
        let visit = parts.extensions.get::<Self>().cloned();
        visit.ok_or_else(|| super::problem::EdgeFault::Internal.into())
    }
}

/// The reader's language as an extractor: the first of `vi` and `en` that the browser prefers.
#[derive(Debug, Clone, Copy)]
pub struct Reader(pub Language);

impl<S: Sync> FromRequestParts<S> for Reader {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let header = parts.headers.get(ACCEPT_LANGUAGE);
        Ok(Self(language(header.and_then(|value| value.to_str().ok()))))
    }
}

/// Picks the language from an `Accept-Language` value; Vietnamese unless English is preferred.
pub fn language(header: Option<&str>) -> Language {
    let mut best = (0, Language::Vietnamese);
    for part in header.unwrap_or_default().split(',') {
        let mut pieces = part.trim().split(';');
        let tag = pieces.next().unwrap_or_default().trim();
        let spoken = match tag.split('-').next().unwrap_or_default() {
            t if t.eq_ignore_ascii_case("vi") => Language::Vietnamese,
            t if t.eq_ignore_ascii_case("en") => Language::English,
            _ => continue,
        };
        let weight = pieces
            .find_map(|p| p.trim().strip_prefix("q="))
            .map_or(1000, thousandths);
        if weight > best.0 {
            best = (weight, spoken);
        }
    }
    best.1
}

/// A quality value, `0.8`, in thousandths.
fn thousandths(text: &str) -> u32 {
    let (whole, fraction) = text.trim().split_once('.').unwrap_or((text.trim(), ""));
    let fraction = format!("{fraction:0<3}");
    let fraction = fraction.get(..3).and_then(|f| f.parse().ok()).unwrap_or(0);
    whole
        .parse::<u32>()
        .map_or(0, |w| (w.min(1) * 1000 + fraction).min(1000))
}

/// The client's address: the peer, unless the peer is one of our proxies and names another.
///
/// `X-Forwarded-For` is read from the right, each step needing an address that is one of ours, and
/// no further than the configured number of proxies; what a client wrote itself lies to the left of
/// that and is never reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClientAddress(pub IpAddr);

impl<S: Sync> FromRequestParts<S> for ClientAddress {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let visit = Visit::from_request_parts(parts, state).await?;
        Ok(Self(client_address(&visit, &parts.headers)))
    }
}

/// The same for whoever holds the visit and the headers.
pub fn client_address(visit: &Visit, headers: &HeaderMap) -> IpAddr {
    static FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");
    let mut client = visit.peer;
    if !visit.site.trusts(client) {
        return client;
    }
    let lines: Vec<_> = headers.get_all(&FORWARDED_FOR).iter().collect();
    let named = lines
        .iter()
        .rev()
        .flat_map(|line| line.to_str().unwrap_or_default().rsplit(','));
    for text in named.take(usize::from(visit.site.http.proxy_hops)) {
        let Ok(address) = super::site::without_port(text.trim()).parse() else {
            break;
        };
        client = address;
        if !visit.site.trusts(client) {
            break;
        }
    }
    client
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;
    use crate::entropy::SeededEntropy;
    use std::path::Path;

    #[test]
    fn vietnamese_unless_english_is_preferred() {
        for (header, expected) in [
            (None, Language::Vietnamese),
            (Some(""), Language::Vietnamese),
            (Some("fr-FR, de"), Language::Vietnamese),
            (Some("en"), Language::English),
            (Some("EN-us"), Language::English),
            (Some("vi-VN,vi;q=0.9,en;q=0.8"), Language::Vietnamese),
            (Some("en-GB,en;q=0.9,vi;q=0.8"), Language::English),
            (Some("vi;q=0.3,en;q=0.35"), Language::English),
            (Some("en;q=0"), Language::Vietnamese),
            (Some("en;q=ü,*"), Language::Vietnamese),
        ] {
            assert_eq!(language(header), expected, "{header:?}");
        }
    }

    fn seen(peer: &str, hops: &str, forwarded: &[&str]) -> String {
        let settings = [
            ("THILUAT__HTTP__TRUSTED_PROXIES", "10.0.0.0/8"),
            ("THILUAT__HTTP__PROXY_HOPS", hops),
        ]
        .map(|(name, value)| (name.to_owned(), value.to_owned()));
        let config = Config::from_sources(None, Path::new("data"), settings).unwrap();
        let site = Arc::new(Site::new(&config.http, false, &SeededEntropy::new(1)));
        let mut visit = Visit::unserved(&site);
        visit.peer = peer.parse().unwrap();
        let mut headers = HeaderMap::new();
        for line in forwarded {
            headers.append("x-forwarded-for", line.parse().unwrap());
        }
        client_address(&visit, &headers).to_string()
    }

    #[test]
    fn only_our_own_proxies_may_name_a_client() {
        // Forged by an untrusted peer.
        assert_eq!(seen("1.2.3.4", "1", &["9.9.9.9"]), "1.2.3.4");
        // The client forged the left part; the proxy appended the truth.
        assert_eq!(seen("10.0.0.1", "1", &["9.9.9.9, 5.6.7.8"]), "5.6.7.8");
        assert_eq!(seen("10.0.0.1", "1", &["9.9.9.9", "5.6.7.8"]), "5.6.7.8");
        // Two proxies, and a third that nobody declared.
        assert_eq!(
            seen("10.0.0.1", "2", &["9.9.9.9, 5.6.7.8, 10.0.0.2"]),
            "5.6.7.8"
        );
        assert_eq!(seen("10.0.0.1", "1", &["5.6.7.8, 10.0.0.2"]), "10.0.0.2");
        // An untrusted address ends the walk even when more hops are allowed.
        assert_eq!(
            seen("10.0.0.1", "9", &["10.0.0.9, 9.9.9.9, 5.6.7.8"]),
            "5.6.7.8"
        );
        assert_eq!(seen("10.0.0.1", "1", &[]), "10.0.0.1");
        assert_eq!(seen("10.0.0.1", "1", &["5.6.7.8, unknown"]), "10.0.0.1");
        assert_eq!(seen("10.0.0.1", "1", &["[2001:db8::1]:443"]), "2001:db8::1");
    }
}
