//! `GET /contests/{slug}/rules`, `GET /contest-file.schema.json`: the rules in plain words, and the
//! form in which they are written.

use crate::app::App;
use crate::app::contests::{RulesPage, schema};
use crate::http::ApiResult;
use crate::http::extract::PathId;
use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use hyper::header::{CACHE_CONTROL, CONTENT_TYPE};
use std::sync::{Arc, LazyLock};

/// Written once: the form does not change while the process runs.
static SCHEMA: LazyLock<String> = LazyLock::new(schema::document);

/// The rules of a contest in plain words
#[utoipa::path(
    get, path = "/api/v1/contests/{slug}/rules", tag = "contests",
    params(("slug" = String, Path, description = "Slug of the contest")),
    responses((status = 200, body = RulesPage))
)]
pub async fn read_rules(
    State(app): State<Arc<App>>,
    PathId(slug): PathId<String>,
) -> ApiResult<Json<RulesPage>> {
    Ok(Json(app.rules_page(&slug).await?))
}

/// The JSON Schema of contest files
#[utoipa::path(
    get, path = "/api/v1/contest-file.schema.json", tag = "contests",
    responses((
        status = 200, content_type = "application/schema+json", description = "JSON Schema 2020-12"
    ))
)]
pub async fn read_schema() -> Response {
    let headers = [
        (CONTENT_TYPE, "application/schema+json"),
        (CACHE_CONTROL, "no-cache"),
    ];
    (headers, SCHEMA.as_str()).into_response()
}
