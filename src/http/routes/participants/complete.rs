//! `PATCH /contests/{slug}/participants/me`: what the contest asks for after answering.

use crate::app::App;
use crate::app::participants::{Completing, Me};
use crate::http::ApiResult;
use crate::http::extract::{PathId, StrictJson};
use crate::http::signed_in::Participant;
use axum::Json;
use axum::extract::State;
use std::sync::Arc;

/// Complete one's registration
#[utoipa::path(
    patch, path = "/api/v1/contests/{slug}/participants/me", tag = "participants",
    params(("slug" = String, Path, description = "Slug of the contest")),
    request_body = Completing,
    responses((status = 200, body = Me)),
    security(("bearer" = []), ("thiluat" = []))
)]
pub async fn complete_me(
    State(app): State<Arc<App>>,
    PathId(slug): PathId<String>,
    Participant(who): Participant,
    StrictJson(given): StrictJson<Completing>,
) -> ApiResult<Json<Me>> {
    Ok(Json(app.complete_registration(&slug, who, &given).await?))
}
