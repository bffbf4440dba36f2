//! `POST /banks/{code}/questions`: a question is written.

use crate::app::App;
use crate::app::questions::QuestionView;
use crate::http::ApiResult;
use crate::http::extract::{PathId, StrictJson};
use crate::http::routes::questions::DraftBody;
use crate::http::signed_in::Organiser;
use crate::http::visit::Reader;
use axum::Json;
use axum::extract::State;
use hyper::StatusCode;
use std::sync::Arc;

/// Write a question
///
/// It is a draft. 409 `import.duplicate` names the question that says the same in `question`.
#[utoipa::path(
    post, path = "/api/v1/banks/{code}/questions", tag = "banks",
    params(("code" = String, Path, description = "Code of the bank")),
    request_body = DraftBody,
    responses((status = 201, body = QuestionView)),
    security(("thiluat-staff" = []))
)]
pub async fn add_question(
    State(app): State<Arc<App>>,
    PathId(code): PathId<String>,
    Organiser(staff): Organiser,
    Reader(language): Reader,
    StrictJson(body): StrictJson<DraftBody>,
) -> ApiResult<(StatusCode, Json<QuestionView>)> {
    let draft = body.read("")?;
    let made = app.add_question(staff.actor(), &code, draft).await?;
    Ok((StatusCode::CREATED, Json(made.read_in(language))))
}
