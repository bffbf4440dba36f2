//! `DELETE /contests/{slug}/sites`: a site may not show a contest any more.

use super::add::SiteBody;
use crate::app::App;
use crate::http::ApiResult;
use crate::http::extract::{PathId, StrictJson};
use crate::http::signed_in::Organiser;
use axum::extract::State;
use hyper::StatusCode;
use std::sync::Arc;

/// Take a site off
#[utoipa::path(
    delete, path = "/api/v1/contests/{slug}/sites", tag = "sites",
    params(("slug" = String, Path, description = "Slug of the contest")),
    request_body = SiteBody,
    responses((status = 204)),
    security(("thiluat-staff" = []))
)]
pub async fn remove_site(
    State(app): State<Arc<App>>,
    PathId(slug): PathId<String>,
    Organiser(staff): Organiser,
    StrictJson(body): StrictJson<SiteBody>,
) -> ApiResult<StatusCode> {
    app.disallow_site(staff.actor(), &slug, &body.origin)
        .await?;
    Ok(StatusCode::NO_CONTENT)
}
