//! `GET /contests/{slug}/participants/me`: the signed-in person and his attempts.

use crate::app::App;
use crate::app::participants::Me;
use crate::http::ApiResult;
use crate::http::extract::PathId;
use crate::http::signed_in::Participant;
use axum::Json;
use axum::extract::State;
use std::sync::Arc;

/// Oneself
#[utoipa::path(
    get, path = "/api/v1/contests/{slug}/participants/me", tag = "participants",
    params(("slug" = String, Path, description = "Slug of the contest")),
    responses((status = 200, body = Me)),
    security(("bearer" = []), ("thiluat" = []))
)]
pub async fn read_me(
    State(app): State<Arc<App>>,
    PathId(slug): PathId<String>,
    Participant(who): Participant,
) -> ApiResult<Json<Me>> {
    Ok(Json(app.me(&slug, who).await?))
}
