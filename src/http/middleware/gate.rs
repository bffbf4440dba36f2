//! What no route ever sees: bad addresses, foreign hosts, requests that another site made.

use super::super::problem::EdgeFault;
use super::super::site::without_port;
use super::super::{Site, Visit};
use axum::extract::Request;
use hyper::header::{HOST, ORIGIN};
use hyper::{HeaderMap, Method};
use std::net::IpAddr;

/// Longest address in bytes; browsers and proxies agree on about this.
pub const LONGEST_URL: usize = 8192;

/// The reason to refuse a request, if there is one.
pub(super) fn refusal(visit: &Visit, request: &Request) -> Option<EdgeFault> {
    let check = || {
        if visit.ambiguous_length {
            return Err(EdgeFault::AmbiguousLength);
        }
        if matches!(*request.method(), Method::TRACE | Method::CONNECT) {
            return Err(EdgeFault::Method);
        }
        url(request)?;
        host(visit, request)?;
        if !is_safe(request.method()) {
            same_site(&visit.site, request.headers())?;
        }
        Ok(())
    };
    check().err()
}

fn is_safe(method: &Method) -> bool {
    matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS)
}

/// Refuses what different readers of a URL read differently: encoded NUL, dots and slashes in the
/// path, escapes that are none, bytes that are no text.
fn url(request: &Request) -> Result<(), EdgeFault> {
    let uri = request.uri();
    let path = uri.path();
    let query = uri.query().unwrap_or_default();
    if path.len() + query.len() > LONGEST_URL {
        return Err(EdgeFault::UrlTooLong(LONGEST_URL));
    }
    if path.contains("/.") && path.split('/').any(|part| part == "." || part == "..") {
        return Err(EdgeFault::UrlInvalid);
    }
    if path.contains('\\')
        || path.contains('%') && !is_clean(path, |byte| !matches!(byte, 0 | b'.' | b'/' | b'\\'))
    {
        return Err(EdgeFault::UrlInvalid);
    }
    if query.contains('%') && !is_clean(query, |byte| byte != 0) {
        return Err(EdgeFault::UrlInvalid);
    }
    Ok(())
}

/// Whether every escape is whole, decodes to an allowed byte, and all of it to UTF-8.
fn is_clean(text: &str, allowed: impl Fn(u8) -> bool) -> bool {
    let mut decoded = Vec::with_capacity(text.len());
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        if byte != b'%' {
            decoded.push(byte);
            continue;
        }
        let digits = [bytes.next(), bytes.next()].map(|digit| {
            digit
                .and_then(|digit| char::from(digit).to_digit(16))
                .and_then(|d| u8::try_from(d).ok())
        });
        let [Some(high), Some(low)] = digits else {
            return false;
        };
        let byte = high << 4 | low;
        if !allowed(byte) {
            return false;
        }
        decoded.push(byte);
    }
    std::str::from_utf8(&decoded).is_ok()
}

/// Serves only the names of this place, so that no foreign name that resolves to it (DNS rebinding)
/// makes a browser believe it speaks to somebody else.
fn host(visit: &Visit, request: &Request) -> Result<(), EdgeFault> {
    let mut headers = request.headers().get_all(HOST).iter();
    let header = headers
        .next()
        .map(|value| value.to_str().unwrap_or_default());
    if headers.next().is_some() {
        return Err(EdgeFault::Host);
    }
    let target = request
        .uri()
        .authority()
        .map(hyper::http::uri::Authority::as_str);
    // With an absolute target, RFC 9112 3.2.2 lets it win; both have to be ours.
    let mut names = header.into_iter().chain(target).peekable();
    if names.peek().is_none() || names.any(|name| !is_ours(visit, name)) {
        return Err(EdgeFault::Host);
    }
    Ok(())
}

fn is_ours(visit: &Visit, authority: &str) -> bool {
    let host = without_port(authority);
    let host = host.strip_suffix('.').unwrap_or(host);
    if visit
        .site
        .hosts
        .iter()
        .any(|known| known.eq_ignore_ascii_case(host))
    {
        return true;
    }
    if let Ok(address) = host.parse::<IpAddr>() {
        return address.is_loopback() || visit.local == Some(address);
    }
    host.eq_ignore_ascii_case("localhost")
}

/// Refuses a state-changing request that a browser made for another site.
///
/// A browser says so in `Sec-Fetch-Site`, an older one in `Origin`; programs send neither and carry
/// their token by hand. `none` on a state-changing request is no click in any page of ours.
fn same_site(site: &Site, headers: &HeaderMap) -> Result<(), EdgeFault> {
    if let Some(from) = headers.get("sec-fetch-site")
        && from != "same-origin"
    {
        return Err(EdgeFault::CrossSite);
    }
    match headers.get(ORIGIN) {
        None => Ok(()),
        Some(origin) if is_own_origin(site, headers, origin.to_str().unwrap_or_default()) => Ok(()),
        Some(_) => Err(EdgeFault::CrossSite),
    }
}

/// Whether an `Origin` is this place: the one of `public_url`, or the host the request names.
///
/// Also what the WebSocket route asks before it answers 101.
pub fn is_own_origin(site: &Site, headers: &HeaderMap, origin: &str) -> bool {
    let Some((scheme, authority)) = origin.split_once("://") else {
        return false;
    };
    if let Some(public) = site.http.public_authority()
        && public.eq_ignore_ascii_case(authority)
        && site.http.is_https() == (scheme == "https")
    {
        return true;
    }
    let named = headers.get(HOST).and_then(|value| value.to_str().ok());
    // A proxy ends TLS without our knowing, so either scheme may belong to the named host.
    matches!(scheme, "http" | "https")
        && named.is_some_and(|host| {
            let port = if scheme == "https" { ":443" } else { ":80" };
            let host = host.strip_suffix(port).unwrap_or(host);
            host.eq_ignore_ascii_case(authority)
        })
}
