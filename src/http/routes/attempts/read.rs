//! `GET /attempts/{id}`: the paper, the answers so far, the time left; on any node, after any crash.

use crate::app::App;
use crate::app::attempts::{AttemptHead, EssayAsked, Pace, SavedAnswer, SectionView};
use crate::domain::AttemptId;
use crate::http::extract::PathId;
use crate::http::signed_in::Participant;
use crate::http::{ApiResult, json_reply};
use axum::extract::State;
use axum::response::Response;
use hyper::StatusCode;
use std::sync::Arc;

/// An attempt with its paper.
#[derive(utoipa::ToSchema)]
#[expect(dead_code, reason = "describes what AttemptView::to_json writes")]
pub struct AttemptReply {
    attempt: AttemptHead,
    paper: PaperReply,
    answers: Vec<SavedAnswer>,
    /// When this was told.
    server_time: String,
}

/// A paper.
#[derive(utoipa::ToSchema)]
#[expect(dead_code, reason = "describes what Material::render writes")]
pub struct PaperReply {
    /// Where questions have a time of their own, only those whose turn has come.
    questions: Vec<QuestionReply>,
    /// Where the attempt stands, if questions have a time of their own.
    pace: Option<Pace>,
    /// Its sections, if it has any.
    sections: Option<Vec<SectionView>>,
    /// The essay, if one is asked for.
    essay: Option<EssayAsked>,
}

/// A question of a paper; its key is nowhere in it.
#[derive(utoipa::ToSchema)]
#[expect(dead_code, reason = "describes what Material::render writes")]
pub struct QuestionReply {
    /// Its number, from 1.
    slot: u16,
    /// single, multiple, number or text.
    kind: String,
    /// Sanitised HTML.
    html: String,
    /// Media it shows.
    media: Vec<String>,
    options: Vec<OptionReply>,
    points: u32,
}

/// An option of a question.
#[derive(utoipa::ToSchema)]
#[expect(dead_code, reason = "describes what Material::render writes")]
pub struct OptionReply {
    id: String,
    /// Sanitised HTML.
    html: String,
}

/// An own attempt
#[utoipa::path(
    get, path = "/api/v1/attempts/{id}", tag = "attempts",
    params(("id" = String, Path, description = "Id of the attempt")),
    responses((status = 200, body = AttemptReply)),
    security(("bearer" = []), ("thiluat" = []))
)]
pub async fn read_attempt(
    State(app): State<Arc<App>>,
    PathId(id): PathId<AttemptId>,
    Participant(who): Participant,
) -> ApiResult<Response> {
    let view = app.view_attempt(who, id).await?;
    Ok(json_reply(StatusCode::OK, view.to_json()))
}
