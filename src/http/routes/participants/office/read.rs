//! `GET /contests/{slug}/participants/{id}`: all that the office sees of a person.

use crate::app::App;
use crate::app::participants::PersonDetail;
use crate::domain::ParticipantId;
use crate::http::ApiResult;
use crate::http::extract::PathId;
use crate::http::signed_in::Organiser;
use axum::Json;
use axum::extract::State;
use std::sync::Arc;

/// A person with his attempts and what staff changed
#[utoipa::path(
    get, path = "/api/v1/contests/{slug}/participants/{id}", tag = "staff",
    params(
        ("slug" = String, Path, description = "Slug of the contest"),
        ("id" = String, Path, description = "Id of the participant"),
    ),
    responses((status = 200, body = PersonDetail)),
    security(("thiluat-staff" = []))
)]
pub async fn read_participant(
    State(app): State<Arc<App>>,
    PathId((slug, id)): PathId<(String, ParticipantId)>,
    Organiser(staff): Organiser,
) -> ApiResult<Json<PersonDetail>> {
    Ok(Json(
        app.participant_detail(staff.actor(), &slug, id).await?,
    ))
}
