//! `GET /rounds/{id}/grants`: what was given, to whom, by whom and why.

use crate::app::App;
use crate::app::rounds::GrantList;
use crate::domain::RoundId;
use crate::http::ApiResult;
use crate::http::extract::PathId;
use crate::http::signed_in::Organiser;
use axum::Json;
use axum::extract::State;
use std::sync::Arc;

/// Time and attempts given in a round
#[utoipa::path(
    get, path = "/api/v1/rounds/{id}/grants", tag = "staff",
    params(("id" = String, Path, description = "Id of the round")),
    responses((status = 200, body = GrantList)),
    security(("thiluat-staff" = []))
)]
pub async fn list_grants(
    State(app): State<Arc<App>>,
    PathId(round): PathId<RoundId>,
    Organiser(staff): Organiser,
) -> ApiResult<Json<GrantList>> {
    Ok(Json(app.grants(staff.actor(), round).await?))
}
