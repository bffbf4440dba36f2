//! `GET /api/v1/openapi.json`: what this very binary serves.

use crate::http::openapi;
use axum::response::{IntoResponse, Response};
use hyper::header::{CACHE_CONTROL, CONTENT_TYPE};
use std::sync::LazyLock;

/// Written once: the routes do not change while the process runs.
static DOCUMENT: LazyLock<String> = LazyLock::new(openapi::document);

/// The OpenAPI document
#[utoipa::path(
    get, path = "/api/v1/openapi.json", tag = "system",
    responses((status = 200, content_type = "application/json", description = "OpenAPI 3.1"))
)]
pub async fn openapi_json() -> Response {
    let headers = [
        (CONTENT_TYPE, "application/json"),
        (CACHE_CONTROL, "no-cache"),
    ];
    (headers, DOCUMENT.as_str()).into_response()
}
