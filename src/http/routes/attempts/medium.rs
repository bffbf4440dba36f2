//! `GET /attempts/{id}/media/{digest}`: a picture of the own paper.

use crate::app::App;
use crate::domain::AttemptId;
use crate::http::ApiResult;
use crate::http::extract::PathId;
use crate::http::routes::media::picture;
use crate::http::signed_in::Participant;
use axum::extract::State;
use axum::response::Response;
use std::sync::Arc;

/// A picture of an own paper
///
/// Only what stands on the person's own paper; every other digest is not found.
#[utoipa::path(
    get, path = "/api/v1/attempts/{id}/media/{digest}", tag = "attempts",
    params(
        ("id" = String, Path, description = "Id of the attempt"),
        ("digest" = String, Path, description = "What `data-media` of the question's HTML says"),
    ),
    responses((status = 200, description = "PNG or JPEG", content_type = "image/png")),
    security(("bearer" = []), ("thiluat" = []))
)]
pub async fn read_medium(
    State(app): State<Arc<App>>,
    PathId((id, digest)): PathId<(AttemptId, String)>,
    Participant(who): Participant,
) -> ApiResult<Response> {
    Ok(picture(&*app.attempt_medium(who, id, &digest).await?))
}
