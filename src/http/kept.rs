//! Replies that their readers, and proxies between, may keep for a while.

use crate::ui::tag;
use axum::body::Body;
use axum::response::{IntoResponse as _, Response};
use hyper::StatusCode;
use hyper::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, HeaderMap, HeaderValue};

/// A reply of that type with a tag, or 304 to whoever has it. `keep` is the value of `Cache-Control`.
pub fn reply(
    headers: &HeaderMap,
    kind: &'static str,
    keep: &'static str,
    body: impl Into<bytes::Bytes>,
) -> Response {
    let body = body.into();
    let tag = tag::of(&body);
    tagged(headers, keep, &tag, (kind, Body::from(body)))
}

/// The same with a tag that was worked out before.
pub fn tagged(
    headers: &HeaderMap,
    keep: &'static str,
    tag: &str,
    (kind, body): (&'static str, Body),
) -> Response {
    let mut response = if tag::is_known(headers, tag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        let mut response = Response::new(body);
        response
            .headers_mut()
            .insert(CONTENT_TYPE, HeaderValue::from_static(kind));
        response
    };
    let fields = response.headers_mut();
    fields.insert(CACHE_CONTROL, HeaderValue::from_static(keep));
    if let Ok(tag) = HeaderValue::try_from(tag) {
        fields.insert(ETAG, tag);
    }
    response
}
