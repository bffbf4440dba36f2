//! `GET, PUT /contest-drafts/{id}/file`: a draft as a contest file, both ways.

use super::DOCUMENT_LIMIT;
use crate::app::App;
use crate::app::drafts::DraftView;
use crate::domain::DraftId;
use crate::http::ApiResult;
use crate::http::extract::{PathId, StrictJson};
use crate::http::signed_in::Organiser;
use crate::http::visit::Reader;
use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use hyper::header::CONTENT_TYPE;
use serde::Deserialize;
use std::sync::Arc;

/// A contest file in the place of the document.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FileBody {
    /// The revision that was changed.
    pub revision: i64,
    /// TOML, or JSON with the same keys.
    pub text: String,
}

/// A contest file as a reply.
pub(in crate::http::routes) fn contest_text(text: String) -> Response {
    let kind = if text.trim_start().starts_with('{') {
        "application/json"
    } else {
        "application/toml; charset=utf-8"
    };
    ([(CONTENT_TYPE, kind)], text).into_response()
}

/// A draft as a contest file
///
/// The author's own text, comments and all, while the draft says the same; TOML made of it otherwise.
#[utoipa::path(
    get, path = "/api/v1/contest-drafts/{id}/file", tag = "contest-drafts",
    params(("id" = String, Path, description = "Id of the draft")),
    responses((status = 200, description = "The file", content_type = "application/toml")),
    security(("thiluat-staff" = []))
)]
pub async fn read_draft_file(
    State(app): State<Arc<App>>,
    PathId(id): PathId<DraftId>,
    Organiser(staff): Organiser,
) -> ApiResult<Response> {
    Ok(contest_text(app.draft_file(staff.actor(), id).await?))
}

/// Keep a contest file as the draft
///
/// 422 with line and column where it can't be read at all.
#[utoipa::path(
    put, path = "/api/v1/contest-drafts/{id}/file", tag = "contest-drafts",
    params(("id" = String, Path, description = "Id of the draft")),
    request_body = FileBody,
    responses((status = 200, body = DraftView)),
    security(("thiluat-staff" = []))
)]
pub async fn put_draft_file(
    State(app): State<Arc<App>>,
    PathId(id): PathId<DraftId>,
    Organiser(staff): Organiser,
    Reader(language): Reader,
    StrictJson(body): StrictJson<FileBody, DOCUMENT_LIMIT>,
) -> ApiResult<Json<DraftView>> {
    let kept = app.put_draft_file(staff.actor(), id, body.revision, body.text, language);
    Ok(Json(kept.await?))
}
