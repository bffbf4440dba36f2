//! `POST /contests/{slug}/participants/{id}/code`: a new sign-in code.

use super::ReasonBody;
use crate::app::App;
use crate::app::participants::Reissued;
use crate::domain::ParticipantId;
use crate::http::ApiResult;
use crate::http::extract::{PathId, StrictJson};
use crate::http::signed_in::Organiser;
use axum::Json;
use axum::extract::State;
use std::sync::Arc;

/// Give a person a new sign-in code
///
/// The code is told this once; the old one and all sessions of the person end.
#[utoipa::path(
    post, path = "/api/v1/contests/{slug}/participants/{id}/code", tag = "staff",
    params(
        ("slug" = String, Path, description = "Slug of the contest"),
        ("id" = String, Path, description = "Id of the participant"),
    ),
    request_body = ReasonBody,
    responses((status = 200, body = Reissued)),
    security(("thiluat-staff" = []))
)]
pub async fn renew_code(
    State(app): State<Arc<App>>,
    PathId((slug, id)): PathId<(String, ParticipantId)>,
    Organiser(staff): Organiser,
    StrictJson(body): StrictJson<ReasonBody>,
) -> ApiResult<Json<Reissued>> {
    let renewed = app
        .renew_code(staff.actor(), &slug, id, &body.reason)
        .await?;
    Ok(Json(renewed))
}
