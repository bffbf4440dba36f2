//! `GET /attempts/{id}/review`: the own paper, as far as the round publishes it now.

use crate::app::App;
use crate::app::attempts::Review;
use crate::domain::AttemptId;
use crate::http::ApiResult;
use crate::http::extract::PathId;
use crate::http::signed_in::Participant;
use axum::Json;
use axum::extract::State;
use std::sync::Arc;

/// Review an own attempt
#[utoipa::path(
    get, path = "/api/v1/attempts/{id}/review", tag = "attempts",
    params(("id" = String, Path, description = "Id of the attempt")),
    responses((status = 200, body = Review)),
    security(("bearer" = []), ("thiluat" = []))
)]
pub async fn review_attempt(
    State(app): State<Arc<App>>,
    PathId(id): PathId<AttemptId>,
    Participant(who): Participant,
) -> ApiResult<Json<Review>> {
    Ok(Json(app.review_attempt(who, id).await?))
}
