//! `GET /contest-drafts`: what is still being written.

use crate::app::App;
use crate::app::drafts::DraftLine;
use crate::http::ApiResult;
use crate::http::signed_in::Organiser;
use axum::Json;
use axum::extract::State;
use serde::Serialize;
use std::sync::Arc;

/// Drafts of one's unit and of those below it.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct DraftList {
    /// Those changed last first, at most a hundred.
    pub items: Vec<DraftLine>,
    /// Always null.
    pub next_cursor: Option<String>,
}

/// The drafts of contests
#[utoipa::path(
    get, path = "/api/v1/contest-drafts", tag = "contest-drafts",
    responses((status = 200, body = DraftList)),
    security(("thiluat-staff" = []))
)]
pub async fn list_drafts(
    State(app): State<Arc<App>>,
    Organiser(staff): Organiser,
) -> ApiResult<Json<DraftList>> {
    Ok(Json(DraftList {
        items: app.drafts(staff.actor()).await?,
        next_cursor: None,
    }))
}
