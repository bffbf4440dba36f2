//! How a session travels: a cookie for browsers, `Authorization: Bearer` for programs.
//!
//! Both carry the same opaque token; looking it up is a use case. Here are only the names and
//! attributes of the cookies, and the reading of a request.

use super::problem::EdgeFault;
use super::{ApiError, Visit};
use axum::extract::FromRequestParts;
use hyper::HeaderMap;
use hyper::header::{AUTHORIZATION, COOKIE, HeaderValue};
use hyper::http::request::Parts;

/// Longest token that is looked at; ours are shorter.
const LONGEST_TOKEN: usize = 256;

/// Who a session belongs to; the two never share a cookie.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SessionKind {
    /// Somebody who takes part.
    Participant,
    /// A member of staff.
    Staff,
}

/// Names and attributes of the session cookies of a place.
#[derive(Debug)]
pub struct SessionCookies {
    secure: bool,
}

impl SessionCookies {
    pub(super) fn new(secure: bool) -> Self {
        Self { secure }
    }

    /// `__Host-thiluat` over TLS, which no sibling host can set; `thiluat` without.
    pub fn name(&self, kind: SessionKind) -> &'static str {
        match (kind, self.secure) {
            (SessionKind::Participant, true) => "__Host-thiluat",
            (SessionKind::Participant, false) => "thiluat",
            (SessionKind::Staff, true) => "__Host-thiluat-staff",
            (SessionKind::Staff, false) => "thiluat-staff",
        }
    }

    /// `Set-Cookie` for a new session that lasts so many seconds.
    pub fn set(&self, kind: SessionKind, token: &str, max_age_s: u64) -> HeaderValue {
        self.line(kind, token, max_age_s)
    }

    /// `Set-Cookie` that takes the session away.
    pub fn clear(&self, kind: SessionKind) -> HeaderValue {
        self.line(kind, "", 0)
    }

    fn line(&self, kind: SessionKind, token: &str, max_age_s: u64) -> HeaderValue {
        let name = self.name(kind);
        let secure = if self.secure { "; Secure" } else { "" };
        let line =
            format!("{name}={token}; Path=/; Max-Age={max_age_s}; HttpOnly; SameSite=Lax{secure}");
        HeaderValue::try_from(line).expect("tokens are visible ASCII")
    }

    /// The token of a request: Bearer first, then the cookie of that kind.
    ///
    /// Two cookies of one name say that something meddled with them: no session at all.
    pub fn token<'h>(
        &self,
        kind: SessionKind,
        headers: &'h HeaderMap,
    ) -> Result<Option<&'h str>, EdgeFault> {
        let mut bearers = headers.get_all(AUTHORIZATION).iter();
        if let Some(value) = bearers.next() {
            let token = value.to_str().ok().and_then(bearer);
            return match (token, bearers.next()) {
                (Some(token), None) if is_token(token) => Ok(Some(token)),
                _ => Err(EdgeFault::SessionRequired),
            };
        }
        let name = self.name(kind);
        let mut found = None;
        for line in headers.get_all(COOKIE) {
            for pair in line.as_bytes().split(|byte| *byte == b';') {
                let Some(token) = pair
                    .trim_ascii()
                    .strip_prefix(name.as_bytes())
                    .and_then(|rest| rest.strip_prefix(b"="))
                else {
                    continue;
                };
                let token = std::str::from_utf8(token).map_err(|_| EdgeFault::SessionRequired)?;
                if found.is_some() || !is_token(token) {
                    return Err(EdgeFault::SessionRequired);
                }
                found = Some(token);
            }
        }
        Ok(found)
    }

    /// Whether the request brought a cookie of that kind, good or not.
    pub(super) fn present(&self, kind: SessionKind, headers: &HeaderMap) -> bool {
        let name = self.name(kind).as_bytes();
        headers.get_all(COOKIE).iter().any(|line| {
            line.as_bytes().split(|byte| *byte == b';').any(|pair| {
                let rest = pair.trim_ascii().strip_prefix(name);
                rest.is_some_and(|rest| rest.starts_with(b"="))
            })
        })
    }
}

fn bearer(value: &str) -> Option<&str> {
    let (scheme, token) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

fn is_token(text: &str) -> bool {
    (1..=LONGEST_TOKEN).contains(&text.len())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"-_.~+/=".contains(&byte))
}

/// The participant's token, if the request has one; whether it is good says the use case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParticipantToken(pub Option<String>);

/// The staff member's token, if the request has one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StaffToken(pub Option<String>);

impl ParticipantToken {
    /// The token, or 401 `auth.required`.
    pub fn required(self) -> Result<String, EdgeFault> {
        self.0.ok_or(EdgeFault::SessionRequired)
    }
}

impl StaffToken {
    /// The token, or 401 `auth.required`.
    pub fn required(self) -> Result<String, EdgeFault> {
        self.0.ok_or(EdgeFault::SessionRequired)
    }
}

fn read(parts: &Parts, kind: SessionKind) -> Result<Option<String>, ApiError> {
    let visit = parts.extensions.get::<Visit>().ok_or(EdgeFault::Internal)?;
    Ok(visit
        .site
        .cookies()
        .token(kind, &parts.headers)?
        .map(str::to_owned))
}

impl<S: Sync> FromRequestParts<S> for ParticipantToken {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, ApiError> {
        read(parts, SessionKind::Participant).map(Self)
    }
}

impl<S: Sync> FromRequestParts<S> for StaffToken {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, ApiError> {
        read(parts, SessionKind::Staff).map(Self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn token(lines: &[(&str, &str)]) -> Result<Option<String>, EdgeFault> {
        let mut headers = HeaderMap::new();
        for (name, value) in lines {
            headers.append(
                hyper::header::HeaderName::try_from(*name).unwrap(),
                value.parse().unwrap(),
            );
        }
        let cookies = SessionCookies::new(true);
        let token = cookies.token(SessionKind::Participant, &headers)?;
        Ok(token.map(str::to_owned))
    }

    #[test]
    fn cookies_are_bound_to_the_host_over_tls() {
        let cookies = SessionCookies::new(true);
        assert_eq!(
            cookies.set(SessionKind::Participant, "abc", 60),
            "__Host-thiluat=abc; Path=/; Max-Age=60; HttpOnly; SameSite=Lax; Secure"
        );
        let plain = SessionCookies::new(false);
        assert_eq!(
            plain.clear(SessionKind::Staff),
            "thiluat-staff=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax"
        );
    }

    #[test]
    fn one_good_token_or_none() {
        assert_eq!(token(&[]), Ok(None));
        let cookie = |text| token(&[("cookie", text)]);
        assert_eq!(
            cookie("a=b; __Host-thiluat=tok-1; c=d"),
            Ok(Some("tok-1".into()))
        );
        assert_eq!(cookie("thiluat=x; __Host-thiluat-staff=y"), Ok(None));
        for bad in [
            "__Host-thiluat=a; __Host-thiluat=b",
            "__Host-thiluat=a; __Host-thiluat=a",
            "__Host-thiluat=",
            "__Host-thiluat=\"a b\"",
        ] {
            assert_eq!(cookie(bad), Err(EdgeFault::SessionRequired), "{bad}");
        }
        assert_eq!(
            token(&[
                ("cookie", "__Host-thiluat=a"),
                ("cookie", "__Host-thiluat=b")
            ]),
            Err(EdgeFault::SessionRequired)
        );
        assert_eq!(
            token(&[("authorization", "bearer tok")]),
            Ok(Some("tok".into()))
        );
        for bad in ["Basic dTpw", "Bearer", "Bearer a b", "Bearer \u{7f}"] {
            let Ok(_) = HeaderValue::try_from(bad) else {
                continue;
            };
            assert_eq!(
                token(&[("authorization", bad)]),
                Err(EdgeFault::SessionRequired),
                "{bad}"
            );
        }
    }
}
