//! `POST /contest-drafts/{id}/dry-run/marks`: answers to a paper that was tried out are marked.

use crate::app::App;
use crate::app::attempts::{RehearsalMarks, SlotName};
use crate::app::drafts::{RehearsalAnswers, RehearsalOf};
use crate::domain::{Answer, DraftId, Slot};
use crate::http::ApiResult;
use crate::http::extract::{PathId, StrictJson};
use crate::http::signed_in::Organiser;
use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use std::sync::Arc;

/// Answers to a paper.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MarksBody {
    /// Code of the round.
    pub round: String,
    /// The group that the paper was drawn for.
    #[serde(default)]
    pub group: Option<String>,
    /// What the paper was drawn from.
    pub seed: String,
    /// The answers; a question without one is blank.
    pub answers: Vec<GivenAnswer>,
    /// The guess.
    #[serde(default)]
    pub prediction: Option<i64>,
}

/// An answer.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct GivenAnswer {
    /// Number of the question, `prediction` or `essay`.
    #[schema(value_type = String)]
    pub slot: SlotName,
    /// `{options: [id]}`, `{number}` or `{text}`.
    #[schema(value_type = Object)]
    pub answer: Answer,
}

/// Mark answers to a paper that was tried out
#[utoipa::path(
    post, path = "/api/v1/contest-drafts/{id}/dry-run/marks", tag = "contest-drafts",
    params(("id" = String, Path, description = "Id of the draft")),
    request_body = MarksBody,
    responses((status = 200, body = RehearsalMarks)),
    security(("thiluat-staff" = []))
)]
pub async fn mark_rehearsal(
    State(app): State<Arc<App>>,
    PathId(id): PathId<DraftId>,
    Organiser(staff): Organiser,
    StrictJson(body): StrictJson<MarksBody>,
) -> ApiResult<Json<RehearsalMarks>> {
    let guess = body.prediction.map(|guess| GivenAnswer {
        slot: SlotName(Slot::PREDICTION),
        answer: Answer::Number(guess),
    });
    let given = RehearsalAnswers {
        of: RehearsalOf {
            round: body.round,
            group: body.group,
            seed: Some(body.seed),
        },
        answers: body
            .answers
            .into_iter()
            .chain(guess)
            .map(|given| (given.slot, given.answer))
            .collect(),
    };
    Ok(Json(app.mark_rehearsal(staff.actor(), id, given).await?))
}
