//! `GET /questions/{id}/versions/{n}`: a version, whole.

use crate::app::App;
use crate::app::questions::WholeVersionView;
use crate::domain::QuestionId;
use crate::http::ApiResult;
use crate::http::extract::PathId;
use crate::http::signed_in::Organiser;
use axum::Json;
use axum::extract::State;
use std::sync::Arc;

/// A version of a question
#[utoipa::path(
    get, path = "/api/v1/questions/{id}/versions/{version}", tag = "questions",
    params(
        ("id" = String, Path, description = "Id of the question"),
        ("version" = i64, Path, description = "Number of the version"),
    ),
    responses((status = 200, body = WholeVersionView)),
    security(("thiluat-staff" = []))
)]
pub async fn read_version(
    State(app): State<Arc<App>>,
    PathId((id, version)): PathId<(QuestionId, i64)>,
    Organiser(staff): Organiser,
) -> ApiResult<Json<WholeVersionView>> {
    let version = app.question_version(staff.actor(), id, version);
    Ok(Json(version.await?))
}
