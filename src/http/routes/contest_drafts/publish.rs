//! `POST /contest-drafts/{id}/publication`: a draft becomes a contest.

use crate::app::App;
use crate::app::drafts::Published;
use crate::domain::DraftId;
use crate::http::ApiResult;
use crate::http::extract::{PathId, StrictJson};
use crate::http::signed_in::Organiser;
use crate::http::visit::Reader;
use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use std::sync::Arc;

/// What is published, and that it is meant.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PublicationBody {
    /// The revision that was looked at.
    pub revision: i64,
    /// Slug of the contest, typed by whoever publishes it.
    pub confirm: String,
}

/// Publish a draft
///
/// The draft is gone afterwards. What applying refuses is refused by its key: 422 `contest.invalid`,
/// 409 `contest.locked`.
#[utoipa::path(
    post, path = "/api/v1/contest-drafts/{id}/publication", tag = "contest-drafts",
    params(("id" = String, Path, description = "Id of the draft")),
    request_body = PublicationBody,
    responses((status = 200, body = Published)),
    security(("thiluat-staff" = []))
)]
pub async fn publish_draft(
    State(app): State<Arc<App>>,
    PathId(id): PathId<DraftId>,
    Organiser(staff): Organiser,
    Reader(language): Reader,
    StrictJson(body): StrictJson<PublicationBody>,
) -> ApiResult<Json<Published>> {
    let done = app.publish_draft(staff.actor(), id, body.revision, &body.confirm, language);
    Ok(Json(done.await?))
}
