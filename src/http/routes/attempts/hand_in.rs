//! `POST /attempts/{id}/submission`: handing in, exactly once.

use super::save::Whole;
use crate::app::App;
use crate::app::attempts::{LastSent, SubmitRequest, Submitted};
use crate::domain::AttemptId;
use crate::http::ApiResult;
use crate::http::extract::{PathId, StrictJson};
use crate::http::signed_in::Participant;
use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use std::sync::Arc;

/// What a device says when it hands in.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HandInBody {
    /// The epoch that the device holds.
    pub epoch: Whole,
    /// Greatest sequence number that it sent; 0 if none.
    pub final_seq: u64,
    /// The latest number it sent for each question.
    #[serde(default)]
    pub last: Option<Vec<LastSent>>,
    /// The guess.
    #[serde(default)]
    pub prediction: Option<i64>,
}

/// Hand in an attempt
///
/// Again, or after the clock did it: the same reply.
#[utoipa::path(
    post, path = "/api/v1/attempts/{id}/submission", tag = "attempts",
    params(("id" = String, Path, description = "Id of the attempt")),
    request_body = HandInBody,
    responses((status = 200, body = Submitted)),
    security(("bearer" = []), ("thiluat" = []))
)]
pub async fn hand_in_attempt(
    State(app): State<Arc<App>>,
    PathId(id): PathId<AttemptId>,
    Participant(who): Participant,
    StrictJson(body): StrictJson<HandInBody>,
) -> ApiResult<Json<Submitted>> {
    let request = SubmitRequest {
        epoch: body.epoch.0,
        final_seq: i64::try_from(body.final_seq).unwrap_or(i64::MAX),
        last: body.last.unwrap_or_default(),
        prediction: body.prediction,
    };
    Ok(Json(app.submit_attempt(who, id, request).await?))
}
