//! `GET /contests/{slug}/sites`: the sites that may show a contest.

use crate::app::App;
use crate::app::sites::SiteList;
use crate::http::ApiResult;
use crate::http::extract::PathId;
use crate::http::signed_in::Organiser;
use axum::Json;
use axum::extract::State;
use std::sync::Arc;

/// Sites that may show a contest
#[utoipa::path(
    get, path = "/api/v1/contests/{slug}/sites", tag = "sites",
    params(("slug" = String, Path, description = "Slug of the contest")),
    responses((status = 200, body = SiteList)),
    security(("thiluat-staff" = []))
)]
pub async fn list_sites(
    State(app): State<Arc<App>>,
    PathId(slug): PathId<String>,
    Organiser(staff): Organiser,
) -> ApiResult<Json<SiteList>> {
    Ok(Json(app.sites(staff.actor(), &slug).await?))
}
