//! `POST /questions/{id}/retire` and `/restore`: a question is taken out of use, and back in.

use crate::app::App;
use crate::app::questions::QuestionView;
use crate::domain::QuestionId;
use crate::http::ApiResult;
use crate::http::extract::{PathId, StrictJson};
use crate::http::signed_in::Organiser;
use crate::http::visit::Reader;
use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use std::sync::Arc;

/// Why it is taken out of use.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RetireBody {
    /// Why; it stands among the comments.
    pub reason: String,
}

/// Nothing further to say.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RestoreBody {}

/// Take a question out of use
#[utoipa::path(
    post, path = "/api/v1/questions/{id}/retire", tag = "questions",
    params(("id" = String, Path, description = "Id of the question")),
    request_body = RetireBody,
    responses((status = 200, body = QuestionView)),
    security(("thiluat-staff" = []))
)]
pub async fn retire_question(
    State(app): State<Arc<App>>,
    PathId(id): PathId<QuestionId>,
    Organiser(staff): Organiser,
    Reader(language): Reader,
    StrictJson(body): StrictJson<RetireBody>,
) -> ApiResult<Json<QuestionView>> {
    let question = app.retire_question(staff.actor(), id, &body.reason);
    Ok(Json(question.await?.read_in(language)))
}

/// Take a question back into use
///
/// It stands where its newest version stands.
#[utoipa::path(
    post, path = "/api/v1/questions/{id}/restore", tag = "questions",
    params(("id" = String, Path, description = "Id of the question")),
    request_body = RestoreBody,
    responses((status = 200, body = QuestionView)),
    security(("thiluat-staff" = []))
)]
pub async fn restore_question(
    State(app): State<Arc<App>>,
    PathId(id): PathId<QuestionId>,
    Organiser(staff): Organiser,
    Reader(language): Reader,
    StrictJson(RestoreBody {}): StrictJson<RestoreBody>,
) -> ApiResult<Json<QuestionView>> {
    let question = app.restore_question(staff.actor(), id).await?;
    Ok(Json(question.read_in(language)))
}
