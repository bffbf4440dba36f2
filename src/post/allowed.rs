//! Which systems the settings allow to be called: `webhooks.allowed_hosts`.

use std::collections::BTreeSet;
use std::net::IpAddr;

/// The systems that may be called.
#[derive(Debug, Clone, Default)]
pub struct Allowed {
    /// Host in lower case, port if one is named, and whether plain http was written.
    entries: Vec<(String, Option<u16>, bool)>,
    /// Addresses that stand there themselves: these very ones may be private.
    addresses: BTreeSet<IpAddr>,
}

impl Allowed {
    /// Of entries such as `hooks.example.vn`, `hooks.example.vn:8443`, `http://10.0.0.5:9000`.
    pub fn of(entries: &[String]) -> Self {
        let mut allowed = Self::default();
        for entry in entries {
            let (plain, authority) = match entry.strip_prefix("http://") {
                Some(authority) => (true, authority),
                None => (false, entry.strip_prefix("https://").unwrap_or(entry)),
            };
            let (host, port) = split(authority);
            if let Ok(address) = host.parse() {
                allowed.addresses.insert(address);
            }
            allowed.entries.push((host.to_lowercase(), port, plain));
        }
        allowed
    }

    /// Whether a host may be called at a port; `plain` is http. Without a port an entry means the usual one.
    pub(super) fn names(&self, host: &str, port: u16, plain: bool) -> bool {
        let usual = if plain { 80 } else { 443 };
        self.entries.iter().any(|(known, at, is_plain)| {
            known == host && at.unwrap_or(usual) == port && *is_plain == plain
        })
    }

    /// Whether a host stands there at all, by https or not.
    pub(super) fn knows(&self, host: &str) -> bool {
        self.entries.iter().any(|(known, _, _)| known == host)
    }

    /// Whether that very address stands there.
    pub(super) fn names_address(&self, address: IpAddr) -> bool {
        self.addresses.contains(&address)
    }
}

/// Host and port of `host`, `host:port`, `[v6]`, `[v6]:port`.
fn split(authority: &str) -> (&str, Option<u16>) {
    if let Some(rest) = authority.strip_prefix('[') {
        let (host, after) = rest.split_once(']').unwrap_or((rest, ""));
        return (host, after.strip_prefix(':').and_then(|p| p.parse().ok()));
    }
    match authority.rsplit_once(':') {
        Some((host, port)) if !host.contains(':') => (host, port.parse().ok()),
        _ => (authority, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_is_called_as_it_was_written() {
        let entries = [
            "Hooks.example.vn",
            "a.vn:8443",
            "http://10.0.0.5:9000",
            "[::1]:1",
        ];
        let allowed = Allowed::of(&entries.map(str::to_owned));
        assert!(allowed.names("hooks.example.vn", 443, false));
        assert!(!allowed.names("hooks.example.vn", 8443, false));
        assert!(!allowed.names("hooks.example.vn", 80, true));
        assert!(!allowed.names("example.vn", 443, false));
        assert!(allowed.names("a.vn", 8443, false));
        assert!(allowed.names("10.0.0.5", 9000, true));
        assert!(!allowed.names("10.0.0.5", 9000, false));
        assert!(allowed.names("::1", 1, false));
        assert!(allowed.names_address("10.0.0.5".parse().unwrap()));
        assert!(!allowed.names_address("10.0.0.6".parse().unwrap()));
    }
}
