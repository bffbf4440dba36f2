//! `/rounds/{id}/voids`: declaring results void, and objections to it.

use crate::app::App;
use crate::app::desk::{RoundNow, VoidRequest, VoidingView};
use crate::domain::{AttemptId, ParticipantId, RoundId, VoidingId};
use crate::http::ApiResult;
use crate::http::extract::{PathId, StrictJson};
use crate::http::signed_in::Organiser;
use axum::Json;
use axum::extract::State;
use hyper::StatusCode;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// What to make void.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct VoidBody {
    /// Id of the participant.
    #[schema(value_type = String)]
    pub participant: ParticipantId,
    /// Id of a single attempt; left out: all of the person's in the round.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub attempt: Option<AttemptId>,
    /// Why.
    pub reason: String,
}

/// What a person says to it.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AppealBody {
    /// The objection.
    pub text: String,
}

/// What becomes of an objection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AppealVerdict {
    /// The void stays.
    Upheld,
    /// The attempts count again.
    Reinstated,
}

/// A decision on an objection.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AppealDecisionBody {
    /// upheld: the void stays; reinstated: the attempts count again.
    pub decision: AppealVerdict,
    /// Why.
    pub reason: String,
}

/// Voids of a round.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct VoidList {
    /// The oldest first.
    pub items: Vec<VoidingView>,
    /// There is no further page.
    pub next_cursor: Option<String>,
}

/// A void, and where the round stands after it.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct VoidReply {
    /// The void.
    pub voiding: VoidingView,
    /// The round.
    pub round: RoundNow,
}

/// Voids of a round
#[utoipa::path(
    get, path = "/api/v1/rounds/{id}/voids", tag = "desk",
    params(("id" = String, Path, description = "Id of the round")),
    responses((status = 200, body = VoidList)),
    security(("thiluat-staff" = []))
)]
pub async fn list_voids(
    State(app): State<Arc<App>>,
    PathId(id): PathId<RoundId>,
    Organiser(staff): Organiser,
) -> ApiResult<Json<VoidList>> {
    Ok(Json(VoidList {
        items: app.voidings(staff.actor(), id).await?,
        next_cursor: None,
    }))
}

/// Make an attempt or a person's result void
///
/// The round is counted anew: a new result.
#[utoipa::path(
    post, path = "/api/v1/rounds/{id}/voids", tag = "desk",
    params(("id" = String, Path, description = "Id of the round")),
    request_body = VoidBody,
    responses((status = 201, body = VoidReply)),
    security(("thiluat-staff" = []))
)]
pub async fn void_result(
    State(app): State<Arc<App>>,
    PathId(id): PathId<RoundId>,
    Organiser(staff): Organiser,
    StrictJson(body): StrictJson<VoidBody>,
) -> ApiResult<(StatusCode, Json<VoidReply>)> {
    let request = VoidRequest {
        participant: body.participant,
        attempt: body.attempt,
        reason: body.reason,
    };
    let (voiding, round) = app.void_result(staff.actor(), id, &request).await?;
    Ok((StatusCode::CREATED, Json(VoidReply { voiding, round })))
}

/// Write down what the person says to a void
#[utoipa::path(
    post, path = "/api/v1/rounds/{id}/voids/{void}/appeal", tag = "desk",
    params(
        ("id" = String, Path, description = "Id of the round"),
        ("void" = String, Path, description = "Id of the void"),
    ),
    request_body = AppealBody,
    responses((status = 201, body = VoidingView)),
    security(("thiluat-staff" = []))
)]
pub async fn record_appeal(
    State(app): State<Arc<App>>,
    PathId((id, void)): PathId<(RoundId, VoidingId)>,
    Organiser(staff): Organiser,
    StrictJson(body): StrictJson<AppealBody>,
) -> ApiResult<(StatusCode, Json<VoidingView>)> {
    let actor = staff.actor();
    let voiding = app.record_appeal(actor, id, void, &body.text).await?;
    Ok((StatusCode::CREATED, Json(voiding)))
}

/// Decide on an objection
///
/// Never the one who declared the void.
#[utoipa::path(
    post, path = "/api/v1/rounds/{id}/voids/{void}/decision", tag = "desk",
    params(
        ("id" = String, Path, description = "Id of the round"),
        ("void" = String, Path, description = "Id of the void"),
    ),
    request_body = AppealDecisionBody,
    responses((status = 200, body = VoidReply)),
    security(("thiluat-staff" = []))
)]
pub async fn decide_appeal(
    State(app): State<Arc<App>>,
    PathId((id, void)): PathId<(RoundId, VoidingId)>,
    Organiser(staff): Organiser,
    StrictJson(body): StrictJson<AppealDecisionBody>,
) -> ApiResult<Json<VoidReply>> {
    let reinstated = body.decision == AppealVerdict::Reinstated;
    let (voiding, round) = app
        .decide_appeal(staff.actor(), id, void, reinstated, &body.reason)
        .await?;
    Ok(Json(VoidReply { voiding, round }))
}
