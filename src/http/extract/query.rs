//! A query string, taken strictly.

use super::super::ApiError;
use super::super::problem::EdgeFault;
use axum::extract::{FromRequestParts, Query};
use hyper::http::request::Parts;
use serde::de::DeserializeOwned;
use std::error::Error as _;

/// The query string as a `T`, which should `deny_unknown_fields`.
///
/// Refuses a parameter given twice (400 `query.duplicate`: two readers would each pick another
/// one), an unknown one (422 `query.unknown`), a value that does not fit (422 `field.invalid`, …).
#[derive(Debug, Clone, Copy)]
pub struct StrictQuery<T>(pub T);

impl<T, S> FromRequestParts<S> for StrictQuery<T>
where
    T: DeserializeOwned,
    S: Sync,
{
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, ApiError> {
        let query = parts.uri.query().unwrap_or_default();
        if let Some(name) = given_twice(query) {
            return Err(EdgeFault::QueryDuplicate(name).into());
        }
        match Query::<T>::try_from_uri(&parts.uri) {
            Ok(Query(value)) => Ok(Self(value)),
            Err(rejection) => {
                let cause = rejection.source().map(ToString::to_string);
                Err(fault(&cause.unwrap_or_else(|| rejection.to_string())).into())
            }
        }
    }
}

/// The first name that occurs twice.
fn given_twice(query: &str) -> Option<String> {
    let mut names: Vec<&str> = Vec::new();
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        let name = pair.split('=').next().unwrap_or_default();
        if names.contains(&name) {
            return Some(name.to_owned());
        }
        // Our names are plain letters: an escaped one is unknown anyway and refused as such, and
        // so many parameters no route has.
        if names.len() < 64 {
            names.push(name);
        }
    }
    None
}

/// serde's words, with the parameter's name before them where it is known.
fn fault(message: &str) -> EdgeFault {
    if let Some(at) = message.find("unknown field `") {
        let name = message[at..].split('`').nth(1).unwrap_or_default();
        return EdgeFault::field(
            format!("/{name}"),
            "query.unknown",
            format!("Không có tham số nào tên là {name}."),
            format!("There is no parameter {name}."),
        );
    }
    let (name, rest) = message.split_once(": ").unwrap_or(("", message));
    if name.is_empty() || name.contains(' ') {
        return super::classify::fault(String::new(), message);
    }
    let pointer = format!("/{name}");
    // Values are text, so that a number that can't be read is out of its range, not of its type.
    if rest.contains("too large") || rest.contains("too small") {
        return super::classify::fault(pointer, "invalid value");
    }
    super::classify::fault(pointer, rest)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Deserialize;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Board {
        #[serde(default)]
        limit: Option<u8>,
        #[serde(default)]
        around: Option<String>,
    }

    async fn read(query: &str) -> Result<Board, (u16, String)> {
        let request = hyper::Request::get(format!("/x?{query}")).body(()).unwrap();
        let (mut parts, ()) = request.into_parts();
        let read = StrictQuery::<Board>::from_request_parts(&mut parts, &()).await;
        read.map(|StrictQuery(board)| board).map_err(|error| {
            let fields = error.refusal().fields();
            let pointer = fields.first().map_or(String::new(), |f| f.pointer.clone());
            (
                error.status().as_u16(),
                format!("{} {pointer}", error.refusal().code()),
            )
        })
    }

    #[tokio::test]
    async fn every_parameter_once_and_known() {
        let board = read("limit=20&around=me").await.unwrap();
        assert_eq!(
            (board.limit, board.around.as_deref()),
            (Some(20), Some("me"))
        );
        assert!(read("").await.is_ok());
        for (query, status, code) in [
            ("limit=1&limit=2", 400, "query.duplicate "),
            ("limit=1&limt=2", 422, "query.unknown /limt"),
            ("limit=many", 422, "field.invalid /limit"),
            ("limit=300", 422, "field.range /limit"),
            ("limit=-1", 422, "field.invalid /limit"),
        ] {
            assert_eq!(
                read(query).await.unwrap_err(),
                (status, code.to_owned()),
                "{query}"
            );
        }
    }
}
