//! `[mail]`: letters to staff.

use super::{ConfigError, SecretUrl};
use serde::Deserialize;

/// Letters to staff; `default.toml` explains every key.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mail {
    /// `smtp://…` or `smtps://…`; empty: none are sent.
    pub url: SecretUrl,
    /// From whom they come: `Thi Luật <thi@example.vn>`.
    pub from: String,
}

impl Mail {
    pub(super) fn check(&self) -> Result<(), ConfigError> {
        if self.url.is_empty() {
            return Ok(());
        }
        if !self.from.contains('@') {
            return Err(ConfigError::invalid(
                "mail.from",
                "must be an address such as \"Thi Luật <thi@example.vn>\" where mail.url is set",
            ));
        }
        let url = self.url.expose();
        let is_bare = match self.url.scheme() {
            "smtps" => false,
            "smtp" => !url.contains("tls="),
            _ => {
                return Err(ConfigError::invalid(
                    "mail.url",
                    format!("must begin with smtp:// or smtps://, not {}", self.url),
                ));
            }
        };
        // Letters carry links that open accounts.
        if is_bare && !is_loopback(url) {
            return Err(ConfigError::invalid(
                "mail.url",
                "would send letters unencrypted: use smtps://…, or smtp://…?tls=required (or, said \
                 openly, ?tls=none)",
            ));
        }
        Ok(())
    }
}

/// Whether a server's address is this very machine.
fn is_loopback(url: &str) -> bool {
    let place = url.split_once("://").map_or(url, |(_, place)| place);
    let place = place.split(['/', '?']).next().unwrap_or_default();
    let place = place.rsplit('@').next().unwrap_or_default();
    let host = match place.strip_prefix('[') {
        Some(v6) => v6.split(']').next().unwrap_or_default(),
        None => place.split(':').next().unwrap_or_default(),
    };
    host == "localhost"
        || host
            .parse::<std::net::IpAddr>()
            .is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_leave_the_machine_unencrypted_only_where_somebody_said_so() {
        let check = |url: &str| {
            let mail = Mail {
                url: SecretUrl::new(url),
                from: "thi@example.vn".into(),
            };
            mail.check().map_err(|error| error.to_string())
        };
        for good in [
            "",
            "smtp://localhost:2525",
            "smtp://127.0.0.1",
            "smtp://[::1]:25",
            "smtps://an:bi-mat@mail.example.vn",
            "smtp://an:bi-mat@mail.example.vn:587?tls=required",
            "smtp://10.0.0.5?tls=none",
        ] {
            assert_eq!(check(good), Ok(()), "{good}");
        }
        for bad in [
            "http://mail.example.vn",
            "smtp://mail.example.vn",
            "smtp://localhost@mail.example.vn",
            "smtp://127.0.0.1.example.vn",
        ] {
            let error = check(bad).unwrap_err();
            assert!(error.contains("mail.url"), "{error}");
        }
        let nobody = Mail {
            url: SecretUrl::new("smtp://localhost"),
            from: String::new(),
        };
        assert!(
            nobody
                .check()
                .unwrap_err()
                .to_string()
                .contains("mail.from")
        );
    }
}
