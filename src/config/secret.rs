//! Addresses that may hold a password.

use serde::Deserialize;
use std::fmt;

/// An address of a database or of Redis; shows no password when it is printed.
#[derive(Clone, PartialEq, Eq, Deserialize, Default)]
#[serde(transparent)]
pub struct SecretUrl(String);

impl SecretUrl {
    /// Wraps an address.
    pub fn new(url: impl Into<String>) -> Self {
        Self(url.into())
    }

    /// The whole address, for opening a connection; never for logs.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Whether nothing was given.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What stands before the first colon.
    pub fn scheme(&self) -> &str {
        self.0.split_once(':').map_or("", |(scheme, _)| scheme)
    }
}

impl fmt::Display for SecretUrl {
    /// The address with `***` for a password, and without its parameters, which may hold one too.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = self.0.split(['?', '#']).next().unwrap_or_default();
        match (shown.split_once("://"), shown.rsplit_once('@')) {
            (Some((scheme, _)), Some((credentials, place))) => {
                let user = credentials[scheme.len() + 3..].split(':').next();
                write!(f, "{scheme}://{}:***@{place}", user.unwrap_or_default())
            }
            _ => f.write_str(shown),
        }
    }
}

impl fmt::Debug for SecretUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "\"{self}\"")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_password_is_ever_shown() {
        for (url, shown) in [
            (
                "postgres://an:s3cret@db:5432/thi",
                "postgres://an:***@db:5432/thi",
            ),
            ("postgres://an:a@s3cret@db/thi", "postgres://an:***@db/thi"),
            ("redis://:s3cret@cache:6379", "redis://:***@cache:6379"),
            (
                "postgres://db/thi?user=an&password=s3cret",
                "postgres://db/thi",
            ),
            ("sqlite:data/thiluat.db", "sqlite:data/thiluat.db"),
        ] {
            assert_eq!(SecretUrl::new(url).to_string(), shown);
            assert!(!format!("{:?}", SecretUrl::new(url)).contains("s3cret"));
        }
    }
}
