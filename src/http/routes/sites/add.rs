//! `POST /contests/{slug}/sites`: a site may show a contest.

use crate::app::App;
use crate::app::sites::SiteItem;
use crate::http::ApiResult;
use crate::http::extract::{PathId, StrictJson};
use crate::http::signed_in::Organiser;
use axum::Json;
use axum::extract::State;
use hyper::StatusCode;
use serde::Deserialize;
use std::sync::Arc;

/// A site.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SiteBody {
    /// Its origin: `https://` and a host name, with a port where it is not the usual one; `http://` only
    /// for loopback.
    pub origin: String,
}

/// Allow a site to show a contest
///
/// Sites are exact: neither other ports nor hosts below it are meant. Giving one again changes nothing.
#[utoipa::path(
    post, path = "/api/v1/contests/{slug}/sites", tag = "sites",
    params(("slug" = String, Path, description = "Slug of the contest")),
    request_body = SiteBody,
    responses(
        (status = 201, body = SiteItem, description = "The site as browsers name it"),
        (status = 200, body = SiteItem, description = "It was allowed before"),
    ),
    security(("thiluat-staff" = []))
)]
pub async fn add_site(
    State(app): State<Arc<App>>,
    PathId(slug): PathId<String>,
    Organiser(staff): Organiser,
    StrictJson(body): StrictJson<SiteBody>,
) -> ApiResult<(StatusCode, Json<SiteItem>)> {
    let (site, is_new) = app.allow_site(staff.actor(), &slug, &body.origin).await?;
    let status = if is_new {
        StatusCode::CREATED
    } else {
        StatusCode::OK
    };
    Ok((status, Json(site)))
}
