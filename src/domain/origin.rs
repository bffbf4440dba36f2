//! The origin of another site, as a browser names it: scheme, host and port, and nothing else.

use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;

/// Longest host name in characters (RFC 1035, 2.3.4).
const HOST: usize = 253;
/// Longest part of a host name between two dots.
const LABEL: usize = 63;

/// A checked origin in the form in which browsers send it: lower case, without a usual port.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Origin(String);

/// Why a text is no origin that may be allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotAnOrigin {
    /// Neither `https://` nor `http://` stands before it.
    #[error("no scheme")]
    Scheme,
    /// A path, a query, a user or a wildcard.
    #[error("more than scheme, host and port")]
    More,
    /// Not a host name in ASCII; other letters are written as `xn--…`.
    #[error("not a host name")]
    Host,
    /// Not a port number.
    #[error("not a port")]
    Port,
    /// Plain http to another machine: whoever stands between could put anything around a contest.
    #[error("http only on this machine")]
    Plain,
}

impl Origin {
    /// As browsers send it and headers repeat it: only visible ASCII without quotes, commas or
    /// semicolons, so that it can't end what it is written into.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for Origin {
    type Err = NotAnOrigin;

    fn from_str(text: &str) -> Result<Self, NotAnOrigin> {
        let text = text.trim().to_ascii_lowercase();
        let (scheme, rest) = text.split_once("://").ok_or(NotAnOrigin::Scheme)?;
        let usual = match scheme {
            "https" => 443,
            "http" => 80,
            _ => return Err(NotAnOrigin::Scheme),
        };
        if rest.contains(['/', '?', '#', '@', '*', '\\']) || rest.is_empty() {
            return Err(NotAnOrigin::More);
        }
        let (host, port) = split_port(rest)?;
        let port = port
            .map(|port| match port.parse::<u16>() {
                Ok(number) if number > 0 && port.bytes().all(|b| b.is_ascii_digit()) => Ok(number),
                _ => Err(NotAnOrigin::Port),
            })
            .transpose()?;
        let host = match host.parse::<IpAddr>() {
            Ok(IpAddr::V6(address)) => format!("[{address}]"),
            Ok(IpAddr::V4(address)) => address.to_string(),
            Err(_) if is_name(host) => host.to_owned(),
            Err(_) => return Err(NotAnOrigin::Host),
        };
        if scheme == "http" && !is_loopback(&host) {
            return Err(NotAnOrigin::Plain);
        }
        Ok(Self(match port.filter(|port| *port != usual) {
            Some(port) => format!("{scheme}://{host}:{port}"),
            None => format!("{scheme}://{host}"),
        }))
    }
}

/// Host and port; the brackets of an IPv6 address are taken off.
fn split_port(authority: &str) -> Result<(&str, Option<&str>), NotAnOrigin> {
    if let Some(rest) = authority.strip_prefix('[') {
        let (host, after) = rest.split_once(']').ok_or(NotAnOrigin::Host)?;
        return match after.strip_prefix(':') {
            Some(port) => Ok((host, Some(port))),
            None if after.is_empty() => Ok((host, None)),
            None => Err(NotAnOrigin::Host),
        };
    }
    match authority.split_once(':') {
        Some((_, port)) if port.contains(':') => Err(NotAnOrigin::Host),
        Some((host, port)) => Ok((host, Some(port))),
        None => Ok((authority, None)),
    }
}

fn is_name(host: &str) -> bool {
    // What looks like an address and is none (1.2.3, 0x7f.1) is read as an address by some readers.
    let last = host.rsplit('.').next().unwrap_or_default();
    host.len() <= HOST
        && !last.starts_with(|c: char| c.is_ascii_digit())
        && host.split('.').all(|label| {
            (1..=LABEL).contains(&label.len())
                && !label.starts_with('-')
                && !label.ends_with('-')
                && label
                    .bytes()
                    .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
        })
}

fn is_loopback(host: &str) -> bool {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost"
        || bare
            .parse()
            .is_ok_and(|address: IpAddr| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_is_kept_as_browsers_send_it() {
        for (given, kept) in [
            ("https://xa.example.vn", "https://xa.example.vn"),
            (" HTTPS://Xa.Example.VN ", "https://xa.example.vn"),
            ("https://xa.example.vn:443", "https://xa.example.vn"),
            ("https://xa.example.vn:8443", "https://xa.example.vn:8443"),
            ("https://xn--x-0fa.vn", "https://xn--x-0fa.vn"),
            ("https://10.1.2.3", "https://10.1.2.3"),
            ("http://localhost:5000", "http://localhost:5000"),
            ("http://127.0.0.1:80", "http://127.0.0.1"),
            ("http://[0:0:0:0:0:0:0:1]:81", "http://[::1]:81"),
        ] {
            assert_eq!(given.parse::<Origin>().map(|o| o.0), Ok(kept.to_owned()));
        }
    }

    #[test]
    fn what_is_more_or_less_than_an_origin_is_refused() {
        use NotAnOrigin::{Host, More, Plain, Port, Scheme};
        for (given, why) in [
            ("", Scheme),
            ("null", Scheme),
            ("xa.example.vn", Scheme),
            ("ftp://xa.example.vn", Scheme),
            ("javascript://x", Scheme),
            ("https://", More),
            ("https://xa.example.vn/", More),
            ("https://xa.example.vn/tin", More),
            ("https://*.example.vn", More),
            ("https://a@b.vn", More),
            ("https://b.vn?x", More),
            ("https://xã.example.vn", Host),
            ("https://a..vn", Host),
            ("https://-a.vn", Host),
            ("https://a b.vn", Host),
            ("https://a.vn; script-src *", More),
            ("https://a.vn;", Host),
            ("https://a.vn,b.vn", Host),
            ("https://'self'", Host),
            ("https://1.2.3", Host),
            ("https://0x7f.1", Host),
            ("https://::1", Host),
            ("https://[::1", Host),
            ("https://a.vn:0", Port),
            ("https://a.vn:70000", Port),
            ("https://a.vn:+1", Port),
            ("https://a.vn:", Port),
            ("http://xa.example.vn", Plain),
            ("http://10.1.2.3", Plain),
            ("http://localhost.example.vn", Plain),
        ] {
            assert_eq!(given.parse::<Origin>(), Err(why), "{given}");
        }
    }
}
