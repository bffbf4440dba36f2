//! `PUT /attempts/{id}/answers`: what a phone gathered off line.

use super::save::Whole;
use crate::app::App;
use crate::app::Refusal as _;
use crate::app::attempts::{Ack, NewAnswer, SlotName};
use crate::domain::{Answer, AttemptId};
use crate::http::extract::{PathId, StrictJson};
use crate::http::problem::EdgeFault;
use crate::http::signed_in::Participant;
use crate::http::{ApiResult, Reader};
use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Most answers in a request: a long paper, each answer changed a few times.
const MOST: usize = 500;

/// Answers, stamped with the device's current epoch.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SaveManyBody {
    /// The epoch that the device holds.
    pub epoch: Whole,
    /// The answers.
    pub answers: Vec<ManyAnswer>,
}

/// One of them.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ManyAnswer {
    /// Number of the question, or `prediction`.
    #[schema(value_type = String)]
    pub slot: SlotName,
    /// Rises per attempt.
    pub seq: Whole,
    /// `{options: [id]}`, `{number}` or `{text}`.
    #[schema(value_type = Object)]
    pub answer: Answer,
}

/// What became of them, in the order of the request.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct SaveManyReply {
    /// One for each answer.
    pub results: Vec<SaveResult>,
}

/// What became of one answer: an ack or an error.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct SaveResult {
    /// Number of the question, or `prediction`.
    #[schema(value_type = String)]
    pub slot: SlotName,
    /// Proof that it is durable.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ack: Option<Ack>,
    /// Why it was not saved.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<SaveProblem>,
}

/// Why an answer was not saved.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct SaveProblem {
    /// Stable, dotted, English.
    pub code: &'static str,
    /// In the reader's language.
    pub detail: String,
    /// Further members, such as the stored epoch and seq.
    #[serde(flatten)]
    #[schema(value_type = Object)]
    pub facts: serde_json::Map<String, serde_json::Value>,
}

/// Save many answers
#[utoipa::path(
    put, path = "/api/v1/attempts/{id}/answers", tag = "attempts",
    params(("id" = String, Path, description = "Id of the attempt")),
    request_body = SaveManyBody,
    responses((status = 200, body = SaveManyReply)),
    security(("bearer" = []), ("thiluat" = []))
)]
pub async fn save_answers(
    State(app): State<Arc<App>>,
    PathId(id): PathId<AttemptId>,
    Participant(who): Participant,
    Reader(language): Reader,
    StrictJson(body): StrictJson<SaveManyBody>,
) -> ApiResult<Json<SaveManyReply>> {
    if body.answers.len() > MOST {
        return Err(EdgeFault::field(
            "/answers".into(),
            "field.too_many",
            format!("Tối đa {MOST} câu trả lời một lần gửi."),
            format!("At most {MOST} answers at a time."),
        )
        .into());
    }
    let answers = body
        .answers
        .into_iter()
        .map(|answer| NewAnswer {
            slot: answer.slot,
            seq: answer.seq.0,
            answer: answer.answer,
        })
        .collect();
    let results = app.save_answers(who, id, body.epoch.0, answers).await?;
    let results = results
        .into_iter()
        .map(|(slot, result)| match result {
            Ok(ack) => SaveResult {
                slot,
                ack: Some(ack),
                error: None,
            },
            Err(error) => SaveResult {
                slot,
                ack: None,
                error: Some(SaveProblem {
                    code: error.code(),
                    detail: error.detail(language),
                    facts: error.facts(),
                }),
            },
        })
        .collect();
    Ok(Json(SaveManyReply { results }))
}
