//! `GET /contests/{slug}/file`: the contest file as it was given.

use crate::app::App;
use crate::http::ApiResult;
use crate::http::extract::PathId;
use crate::http::routes::contest_drafts::contest_text;
use crate::http::signed_in::Organiser;
use axum::extract::State;
use axum::response::Response;
use std::sync::Arc;

/// The contest file
///
/// TOML stays TOML, JSON stays JSON.
#[utoipa::path(
    get, path = "/api/v1/contests/{slug}/file", tag = "contests",
    params(("slug" = String, Path, description = "Slug of the contest")),
    responses((status = 200, description = "The file", content_type = "application/toml")),
    security(("thiluat-staff" = []))
)]
pub async fn read_contest_file(
    State(app): State<Arc<App>>,
    PathId(slug): PathId<String>,
    Organiser(staff): Organiser,
) -> ApiResult<Response> {
    Ok(contest_text(
        app.contest_source(staff.actor(), &slug).await?,
    ))
}
