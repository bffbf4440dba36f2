//! `GET /questions/{id}`: a question with everything about it.

use crate::app::App;
use crate::app::questions::QuestionView;
use crate::domain::QuestionId;
use crate::http::ApiResult;
use crate::http::extract::PathId;
use crate::http::signed_in::Organiser;
use crate::http::visit::Reader;
use axum::Json;
use axum::extract::State;
use std::sync::Arc;

/// A question with everything about it
#[utoipa::path(
    get, path = "/api/v1/questions/{id}", tag = "questions",
    params(("id" = String, Path, description = "Id of the question")),
    responses((status = 200, body = QuestionView)),
    security(("thiluat-staff" = []))
)]
pub async fn read_question(
    State(app): State<Arc<App>>,
    PathId(id): PathId<QuestionId>,
    Organiser(staff): Organiser,
    Reader(language): Reader,
) -> ApiResult<Json<QuestionView>> {
    let question = app.question(staff.actor(), id).await?;
    Ok(Json(question.read_in(language)))
}
