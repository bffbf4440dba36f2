//! `Idempotency-Key`: the name a client gives to one attempt at creating something.

use super::super::ApiError;
use super::super::problem::EdgeFault;
use axum::extract::FromRequestParts;
use hyper::http::request::Parts;

/// Most characters of a key; a UUID has 36.
const LONGEST: usize = 128;

/// The key of a request, if it has one; 422 `idempotency.key` if it can't be one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdempotencyKey(pub Option<String>);

impl<S: Sync> FromRequestParts<S> for IdempotencyKey {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, ApiError> {
        let mut given = parts.headers.get_all("idempotency-key").iter();
        let Some(value) = given.next() else {
            return Ok(Self(None));
        };
        let key = value.to_str().unwrap_or_default();
        let visible = key.bytes().all(|byte| byte.is_ascii_graphic());
        if given.next().is_some() || !visible || !(1..=LONGEST).contains(&key.len()) {
            return Err(EdgeFault::IdempotencyKey.into());
        }
        Ok(Self(Some(key.to_owned())))
    }
}
