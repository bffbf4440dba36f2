//! `POST /contests/{slug}/announcements`: telling those who take part something.

use crate::app::App;
use crate::app::running::{AnnouncementView, NewAnnouncement};
use crate::domain::Timestamp;
use crate::http::ApiResult;
use crate::http::extract::{PathId, StrictJson};
use crate::http::signed_in::Organiser;
use axum::Json;
use axum::extract::State;
use hyper::StatusCode;
use serde::Deserialize;
use std::sync::Arc;

/// What to tell.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AnnouncementBody {
    /// Plain text in Vietnamese, at most 500 characters.
    pub text: String,
    /// The same in English.
    #[serde(default)]
    pub text_en: Option<String>,
    /// Code of the round that it is about.
    #[serde(default)]
    pub round: Option<String>,
    /// The first instant at which it is not shown any more.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub until: Option<Timestamp>,
}

/// Announce something to those who take part
///
/// Who follows the topic `contest:SLUG:announcements` on the WebSocket gets it at once.
#[utoipa::path(
    post, path = "/api/v1/contests/{slug}/announcements", tag = "staff",
    params(("slug" = String, Path, description = "Slug of the contest")),
    request_body = AnnouncementBody,
    responses((status = 201, body = AnnouncementView)),
    security(("thiluat-staff" = []))
)]
pub async fn announce(
    State(app): State<Arc<App>>,
    PathId(slug): PathId<String>,
    Organiser(staff): Organiser,
    StrictJson(body): StrictJson<AnnouncementBody>,
) -> ApiResult<(StatusCode, Json<AnnouncementView>)> {
    let new = NewAnnouncement {
        text: body.text,
        text_en: body.text_en,
        round: body.round,
        until: body.until,
    };
    let made = app.announce(staff.actor(), &slug, &new).await?;
    Ok((StatusCode::CREATED, Json(made)))
}
