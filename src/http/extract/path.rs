//! What a path names.

use super::super::ApiError;
use super::super::problem::EdgeFault;
use axum::extract::{FromRequestParts, Path};
use hyper::http::request::Parts;
use serde::de::DeserializeOwned;

/// The parameters of a path: one id or slug, or a tuple or struct of several.
///
/// What can't be an id is not found (404 `not_found`), with the same body as an id that nobody has:
/// the form of ids tells nothing to those who guess.
#[derive(Debug, Clone, Copy)]
pub struct PathId<T>(pub T);

impl<T, S> FromRequestParts<S> for PathId<T>
where
    T: DeserializeOwned + Send,
    S: Send + Sync,
{
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        match Path::<T>::from_request_parts(parts, state).await {
            Ok(Path(value)) => Ok(Self(value)),
            Err(_) => Err(EdgeFault::NotFound.into()),
        }
    }
}
