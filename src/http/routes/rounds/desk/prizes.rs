//! `GET /rounds/{id}/prizes`, `GET /contests/{slug}/prizes`: who stands for which prize.

use crate::app::App;
use crate::app::desk::{PrizesOfContest, PrizesOfRound};
use crate::domain::RoundId;
use crate::http::ApiResult;
use crate::http::extract::PathId;
use crate::http::signed_in::Organiser;
use axum::Json;
use axum::extract::State;
use std::sync::Arc;

/// Prizes of a round with those who stand for them
#[utoipa::path(
    get, path = "/api/v1/rounds/{id}/prizes", tag = "desk",
    params(("id" = String, Path, description = "Id of the round")),
    responses((status = 200, body = PrizesOfRound)),
    security(("thiluat-staff" = []))
)]
pub async fn read_prizes(
    State(app): State<Arc<App>>,
    PathId(id): PathId<RoundId>,
    Organiser(staff): Organiser,
) -> ApiResult<Json<PrizesOfRound>> {
    Ok(Json(app.prizes_of_round(staff.actor(), id).await?))
}

/// All prizes of a contest with those who stand for them
#[utoipa::path(
    get, path = "/api/v1/contests/{slug}/prizes", tag = "desk",
    params(("slug" = String, Path, description = "Slug of the contest")),
    responses((status = 200, body = PrizesOfContest)),
    security(("thiluat-staff" = []))
)]
pub async fn read_prizes_of_contest(
    State(app): State<Arc<App>>,
    PathId(slug): PathId<String>,
    Organiser(staff): Organiser,
) -> ApiResult<Json<PrizesOfContest>> {
    Ok(Json(app.prizes_of_contest(staff.actor(), &slug).await?))
}
