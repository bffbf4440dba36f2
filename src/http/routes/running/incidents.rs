//! `GET /contests/{slug}/incidents`: what staff noted while a contest ran.

use crate::app::App;
use crate::app::running::IncidentList;
use crate::http::ApiResult;
use crate::http::extract::PathId;
use crate::http::signed_in::Organiser;
use axum::Json;
use axum::extract::State;
use std::sync::Arc;

/// Incidents of a contest
#[utoipa::path(
    get, path = "/api/v1/contests/{slug}/incidents", tag = "staff",
    params(("slug" = String, Path, description = "Slug of the contest")),
    responses((status = 200, body = IncidentList)),
    security(("thiluat-staff" = []))
)]
pub async fn list_incidents(
    State(app): State<Arc<App>>,
    PathId(slug): PathId<String>,
    Organiser(staff): Organiser,
) -> ApiResult<Json<IncidentList>> {
    Ok(Json(app.incidents(staff.actor(), &slug).await?))
}
