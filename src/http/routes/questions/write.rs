//! `POST /questions/{id}/versions`: a question is written anew.

use super::DraftBody;
use crate::app::App;
use crate::app::questions::{Changed, QuestionView, VersionOf};
use crate::domain::QuestionId;
use crate::http::ApiResult;
use crate::http::extract::{PathId, StrictJson};
use crate::http::signed_in::Organiser;
use crate::http::visit::Reader;
use axum::Json;
use axum::extract::State;
use hyper::StatusCode;
use serde::Deserialize;
use std::sync::Arc;

/// The question as it is to be.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct VersionBody {
    /// The version that the author had before him.
    pub base_version: i64,
    /// What was changed.
    #[serde(default)]
    pub note: Option<String>,
    /// The question.
    pub draft: DraftBody,
}

/// Write a question anew
///
/// The new version is a draft. 200 where it says what the newest one says; 409 `question.stale` with
/// `newest` where there is a newer one than `base_version`.
#[utoipa::path(
    post, path = "/api/v1/questions/{id}/versions", tag = "questions",
    params(("id" = String, Path, description = "Id of the question")),
    request_body = VersionBody,
    responses((status = 201, body = QuestionView), (status = 200, body = QuestionView)),
    security(("thiluat-staff" = []))
)]
pub async fn write_version(
    State(app): State<Arc<App>>,
    PathId(id): PathId<QuestionId>,
    Organiser(staff): Organiser,
    Reader(language): Reader,
    StrictJson(body): StrictJson<VersionBody>,
) -> ApiResult<(StatusCode, Json<QuestionView>)> {
    let of = VersionOf {
        base_version: body.base_version,
        note: body.note,
        draft: body.draft.read("/draft")?,
    };
    let (changed, question) = app.add_version(staff.actor(), id, of).await?;
    let status = match changed {
        Changed::Yes => StatusCode::CREATED,
        Changed::No => StatusCode::OK,
    };
    Ok((status, Json(question.read_in(language))))
}
