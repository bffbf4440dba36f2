//! `GET /rounds/{id}/people/{person}`: looking into one person.

use crate::app::App;
use crate::app::desk::Dossier;
use crate::domain::{ParticipantId, RoundId};
use crate::http::ApiResult;
use crate::http::extract::PathId;
use crate::http::signed_in::Organiser;
use axum::Json;
use axum::extract::State;
use std::sync::Arc;

/// Papers, answers, times, receipts and clues of a person
///
/// Keys leave the server with it: the round can't be reopened afterwards.
#[utoipa::path(
    get, path = "/api/v1/rounds/{id}/people/{person}", tag = "desk",
    params(
        ("id" = String, Path, description = "Id of the round"),
        ("person" = String, Path, description = "Id of the participant"),
    ),
    responses((status = 200, body = Dossier)),
    security(("thiluat-staff" = []))
)]
pub async fn read_dossier(
    State(app): State<Arc<App>>,
    PathId((id, person)): PathId<(RoundId, ParticipantId)>,
    Organiser(staff): Organiser,
) -> ApiResult<Json<Dossier>> {
    Ok(Json(app.dossier(staff.actor(), id, person).await?))
}
