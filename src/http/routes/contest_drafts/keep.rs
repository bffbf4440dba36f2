//! `PUT /contest-drafts/{id}`: what was typed is kept.

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
use serde::Deserialize;
use serde_json::Value;
use std::sync::Arc;

/// A document in the place of another one.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct KeepBody {
    /// The revision that was changed.
    pub revision: i64,
    /// A contest file as JSON, at most 256 KiB; it may lack anything.
    #[schema(value_type = Object)]
    pub document: Value,
}

/// Keep a draft
///
/// 409 `draft.stale` where another revision was kept meanwhile. Findings never refuse it.
#[utoipa::path(
    put, path = "/api/v1/contest-drafts/{id}", tag = "contest-drafts",
    params(("id" = String, Path, description = "Id of the draft")),
    request_body = KeepBody,
    responses((status = 200, body = DraftView)),
    security(("thiluat-staff" = []))
)]
pub async fn keep_draft(
    State(app): State<Arc<App>>,
    PathId(id): PathId<DraftId>,
    Organiser(staff): Organiser,
    Reader(language): Reader,
    StrictJson(body): StrictJson<KeepBody, DOCUMENT_LIMIT>,
) -> ApiResult<Json<DraftView>> {
    let kept = app.keep_draft(staff.actor(), id, body.revision, body.document, language);
    Ok(Json(kept.await?))
}
