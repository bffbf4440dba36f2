//! `POST /questions/{id}/comments`: people talk about a question.

use crate::app::App;
use crate::app::questions::CommentView;
use crate::domain::QuestionId;
use crate::http::ApiResult;
use crate::http::extract::{PathId, StrictJson};
use crate::http::signed_in::Organiser;
use axum::Json;
use axum::extract::State;
use hyper::StatusCode;
use serde::Deserialize;
use std::sync::Arc;

/// A comment.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CommentBody {
    /// Plain text.
    pub text: String,
}

/// Comment on a question
#[utoipa::path(
    post, path = "/api/v1/questions/{id}/comments", tag = "questions",
    params(("id" = String, Path, description = "Id of the question")),
    request_body = CommentBody,
    responses((status = 201, body = CommentView)),
    security(("thiluat-staff" = []))
)]
pub async fn comment_on_question(
    State(app): State<Arc<App>>,
    PathId(id): PathId<QuestionId>,
    Organiser(staff): Organiser,
    StrictJson(body): StrictJson<CommentBody>,
) -> ApiResult<(StatusCode, Json<CommentView>)> {
    let comment = app.comment_on_question(staff.actor(), id, &body.text);
    Ok((StatusCode::CREATED, Json(comment.await?)))
}
