//! `POST /rounds/{id}/give-backs`: attempts for a person, a unit or everybody.

use super::GrantToBody;
use crate::app::App;
use crate::app::rounds::GrantRequest;
use crate::domain::RoundId;
use crate::http::ApiResult;
use crate::http::extract::{PathId, StrictJson};
use crate::http::signed_in::Organiser;
use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Who gets how many attempts, and why.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct GiveBackBody {
    /// To whom.
    pub to: GrantToBody,
    /// Attempts on top of those that the rules allow and of what was given before, 1 to 100.
    pub attempts: u32,
    /// Why.
    pub reason: String,
}

/// What was given.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct GiveBackReply {
    /// People who had registered among those whom it is for.
    pub people: i64,
}

/// Give attempts back in a round
#[utoipa::path(
    post, path = "/api/v1/rounds/{id}/give-backs", tag = "staff",
    params(("id" = String, Path, description = "Id of the round")),
    request_body = GiveBackBody,
    responses((status = 200, body = GiveBackReply)),
    security(("thiluat-staff" = []))
)]
pub async fn give_attempts_back(
    State(app): State<Arc<App>>,
    PathId(round): PathId<RoundId>,
    Organiser(staff): Organiser,
    StrictJson(body): StrictJson<GiveBackBody>,
) -> ApiResult<Json<GiveBackReply>> {
    let request = GrantRequest {
        round,
        to: body.to.target()?,
        reason: body.reason,
    };
    let gave = app
        .give_attempts_back(staff.actor(), &request, body.attempts)
        .await?;
    Ok(Json(GiveBackReply {
        people: gave.people,
    }))
}
