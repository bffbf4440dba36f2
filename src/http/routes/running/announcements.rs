//! `GET /contests/{slug}/announcements`: what is announced now, for everybody.

use crate::app::App;
use crate::app::running::AnnouncementList;
use crate::http::extract::PathId;
use crate::http::{ApiResult, json_reply};
use axum::extract::State;
use axum::response::Response;
use hyper::StatusCode;
use std::sync::Arc;

/// Announcements in force
///
/// The frames of the topic `contest:SLUG:announcements` on the WebSocket (`/api/v1/live`) hold the same: a
/// `snapshot` on every subscribe, an `update` whenever one is made, withdrawn or over. No session is needed.
#[utoipa::path(
    get, path = "/api/v1/contests/{slug}/announcements", tag = "contests",
    params(("slug" = String, Path, description = "Slug of the contest")),
    responses((status = 200, body = AnnouncementList))
)]
pub async fn list_announcements(
    State(app): State<Arc<App>>,
    PathId(slug): PathId<String>,
) -> ApiResult<Response> {
    let data = app.announcements(&slug).await?;
    Ok(json_reply(StatusCode::OK, data.to_string()))
}
