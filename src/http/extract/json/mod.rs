//! A JSON body, taken strictly.
//!
//! The common case costs one walk over the bytes and one typed reading; only what fails is read
//! again, to say where and why.

use super::super::problem::EdgeFault;
use super::super::{ApiError, Visit};
use super::{body, classify, scan};
use axum::extract::{FromRequest, Request};
use hyper::HeaderMap;
use hyper::header::CONTENT_TYPE;
use serde::de::{DeserializeOwned, IgnoredAny};

/// A JSON body of at most `LIMIT` bytes as a `T`.
///
/// Refuses, in this order: another content type (415 `content_type`), too many bytes (413
/// `body.too_large`), a body that dribbles (408 `body.timeout`), then what [`from_json`] refuses.
/// `T` should `deny_unknown_fields`, or fields that nobody reads pass unseen.
#[derive(Debug, Clone, Copy)]
pub struct StrictJson<T, const LIMIT: usize = { body::DEFAULT_BODY_LIMIT }>(pub T);

impl<T, S, const LIMIT: usize> FromRequest<S> for StrictJson<T, LIMIT>
where
    T: DeserializeOwned,
    S: Sync,
{
    type Rejection = ApiError;

    async fn from_request(request: Request, _: &S) -> Result<Self, ApiError> {
        if !is_json(request.headers()) {
            return Err(EdgeFault::ContentType.into());
        }
        let visit = request.extensions().get::<Visit>();
        let patience = visit.ok_or(EdgeFault::Internal)?.site.body_timeout();
        let bytes = body::read(request.into_body(), LIMIT, patience).await?;
        Ok(Self(from_json(&bytes)?))
    }
}

/// Whether the body is declared once, as `application/json`, in UTF-8.
fn is_json(headers: &HeaderMap) -> bool {
    let mut declared = headers.get_all(CONTENT_TYPE).iter();
    let (Some(value), None) = (declared.next(), declared.next()) else {
        return false;
    };
    let text = value.to_str().unwrap_or_default();
    let (kind, parameters) = text.split_once(';').unwrap_or((text, ""));
    let parameters = parameters.trim();
    kind.trim().eq_ignore_ascii_case("application/json")
        && (parameters.is_empty()
            || parameters.eq_ignore_ascii_case("charset=utf-8")
            || parameters.eq_ignore_ascii_case("charset=\"utf-8\""))
}

/// Reads `T` from an object, or says where and why not:
///
/// - 400 `json.syntax` (line, column), `json.too_deep`, `json.duplicate_key`;
/// - 422 `json.unknown_field`, `field.required`, `field.type`, `field.range`, `field.choice`,
///   `field.too_many`, `field.invalid`, `text.invalid`, each with a JSON pointer.
pub fn from_json<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, EdgeFault> {
    let text = std::str::from_utf8(bytes).map_err(|error| at_byte(bytes, error.valid_up_to()))?;
    if let Err(fault) = scan::scan(bytes) {
        // What stands before a syntax error is not worth naming: the whole has to be read again.
        return Err(syntax_fault(text).unwrap_or(fault));
    }
    // serde reads structs from arrays too, by position; a contract with names has no positions.
    if !text.trim_ascii_start().starts_with('{') {
        let fault = classify::fault(String::new(), "invalid type");
        return Err(syntax_fault(text).unwrap_or(fault));
    }
    serde_json::from_str(text).map_err(|error| {
        syntax_fault(text).unwrap_or_else(|| {
            let mut again = serde_json::Deserializer::from_str(text);
            match serde_path_to_error::deserialize::<_, T>(&mut again) {
                Err(error) => {
                    let pointer = classify::pointer(error.path());
                    classify::fault(pointer, &error.into_inner().to_string())
                }
                // Only bytes after the value are left to be wrong, and those are syntax.
                Ok(_) => EdgeFault::JsonSyntax {
                    line: error.line(),
                    column: error.column(),
                },
            }
        })
    })
}

/// The syntax error of a text, if it has one.
///
/// `NaN` and `Infinity` are no JSON either, but whoever sends them means a number: they pass here
/// and are refused by the scan, with their place.
fn syntax_fault(text: &str) -> Option<EdgeFault> {
    let error = serde_json::from_str::<IgnoredAny>(text).err()?;
    if scan::is_no_number(text, error.line(), error.column()) {
        return None;
    }
    // serde_json gives up at 128 levels; the scan names that at 64.
    if error.to_string().starts_with("recursion limit") {
        return Some(EdgeFault::JsonTooDeep(scan::DEEPEST));
    }
    Some(EdgeFault::JsonSyntax {
        line: error.line(),
        column: error.column(),
    })
}

fn at_byte(bytes: &[u8], place: usize) -> EdgeFault {
    let before = &bytes[..place];
    let line_start = before
        .iter()
        .rposition(|byte| *byte == b'\n')
        .map_or(0, |at| at + 1);
    EdgeFault::JsonSyntax {
        line: before.split(|byte| *byte == b'\n').count(),
        column: 1 + place - line_start,
    }
}

#[cfg(test)]
mod tests;
