//! `POST /rounds/{id}/extensions`: more time for a person, a unit or everybody.

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

/// Who gets how much time, and why.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ExtensionBody {
    /// To whom.
    pub to: GrantToBody,
    /// Seconds on top of the time limit and of what was given before, 1 to 86,400.
    pub seconds: u32,
    /// Why.
    pub reason: String,
}

/// What was given.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct ExtensionReply {
    /// People who had registered among those whom it is for.
    pub people: i64,
    /// Running attempts whose end moved; the hard end of a round still cuts them.
    pub moved: usize,
}

/// Give time in a round
///
/// It counts for attempts that run and for those that begin later.
#[utoipa::path(
    post, path = "/api/v1/rounds/{id}/extensions", tag = "staff",
    params(("id" = String, Path, description = "Id of the round")),
    request_body = ExtensionBody,
    responses((status = 200, body = ExtensionReply)),
    security(("thiluat-staff" = []))
)]
pub async fn extend_round(
    State(app): State<Arc<App>>,
    PathId(round): PathId<RoundId>,
    Organiser(staff): Organiser,
    StrictJson(body): StrictJson<ExtensionBody>,
) -> ApiResult<Json<ExtensionReply>> {
    let request = GrantRequest {
        round,
        to: body.to.target()?,
        reason: body.reason,
    };
    let gave = app.extend(staff.actor(), &request, body.seconds).await?;
    Ok(Json(ExtensionReply {
        people: gave.people,
        moved: gave.moved,
    }))
}
