//! `GET /banks/{code}/questions`: questions by words and filters.

use crate::app::App;
use crate::app::banks::{QuestionList, QuestionQuery};
use crate::domain::{QuestionKind, QuestionStatus};
use crate::http::ApiResult;
use crate::http::extract::{PathId, StrictQuery};
use crate::http::signed_in::Organiser;
use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use std::sync::Arc;

/// Which questions.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct QuestionsQuery {
    /// Words that all have to occur; tone marks, case and đ/d do not matter.
    pub q: Option<String>,
    /// Of this topic.
    pub topic: Option<String>,
    /// Of this level, 0 to 5; 0 = unknown.
    pub level: Option<u8>,
    /// draft, checked, approved or retired.
    #[param(value_type = Option<String>)]
    pub status: Option<QuestionStatus>,
    /// single, multiple, number or text.
    #[param(value_type = Option<String>)]
    pub kind: Option<QuestionKind>,
    /// Citing the document of this number.
    pub law: Option<String>,
    /// With this finding, such as `quality.duplicate`.
    pub finding: Option<String>,
    /// From `next_cursor` of the page before.
    pub cursor: Option<String>,
    /// Greatest number of questions, at most 200; 50 if nothing is said.
    pub limit: Option<u16>,
}

/// Questions of a bank
#[utoipa::path(
    get, path = "/api/v1/banks/{code}/questions", tag = "banks",
    params(("code" = String, Path, description = "Code of the bank"), QuestionsQuery),
    responses((status = 200, body = QuestionList)),
    security(("thiluat-staff" = []))
)]
pub async fn list_questions(
    State(app): State<Arc<App>>,
    PathId(code): PathId<String>,
    Organiser(staff): Organiser,
    StrictQuery(query): StrictQuery<QuestionsQuery>,
) -> ApiResult<Json<QuestionList>> {
    let said = |text: Option<String>| text.filter(|text| !text.is_empty());
    let query = QuestionQuery {
        q: query.q,
        topic: said(query.topic),
        level: query.level,
        status: query.status,
        kind: query.kind,
        law: said(query.law),
        finding: said(query.finding),
        cursor: said(query.cursor),
        limit: query.limit.map(usize::from),
    };
    Ok(Json(
        app.find_questions(staff.actor(), &code, &query).await?,
    ))
}
