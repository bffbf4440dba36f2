//! `POST /questions/{id}/reviews`: a second person says what he thinks of a version.

use crate::app::App;
use crate::app::questions::{NewReview, QuestionView};
use crate::domain::{QuestionId, Verdict};
use crate::http::ApiResult;
use crate::http::extract::{PathId, StrictJson};
use crate::http::signed_in::Organiser;
use crate::http::visit::Reader;
use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use std::sync::Arc;

/// What somebody says of a version.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReviewBody {
    /// The version that he had before him.
    pub version: i64,
    /// check, approve or reject.
    #[schema(value_type = String)]
    pub verdict: Verdict,
    /// Why; needed with reject.
    #[serde(default)]
    pub comment: Option<String>,
}

/// Review a question
///
/// A draft is checked first, then approved by as many people as its bank asks for. Nobody reviews a
/// text of his own: 403 `review.own`.
#[utoipa::path(
    post, path = "/api/v1/questions/{id}/reviews", tag = "questions",
    params(("id" = String, Path, description = "Id of the question")),
    request_body = ReviewBody,
    responses((status = 200, body = QuestionView)),
    security(("thiluat-staff" = []))
)]
pub async fn review_question(
    State(app): State<Arc<App>>,
    PathId(id): PathId<QuestionId>,
    Organiser(staff): Organiser,
    Reader(language): Reader,
    StrictJson(body): StrictJson<ReviewBody>,
) -> ApiResult<Json<QuestionView>> {
    let review = NewReview {
        version: body.version,
        verdict: body.verdict,
        comment: body.comment,
    };
    let question = app.review_question(staff.actor(), id, review).await?;
    Ok(Json(question.read_in(language)))
}
