//! `POST /rounds/{id}/open|close|reopen`: what staff do by hand.

use crate::app::App;
use crate::domain::{Round, RoundId, RoundState};
use crate::http::ApiResult;
use crate::http::extract::{PathId, StrictJson};
use crate::http::signed_in::Organiser;
use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Nothing to say.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NothingBody {}

/// How to close.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CloseBody {
    /// Whether running attempts are handed in at once instead of running out.
    #[serde(default)]
    pub now: bool,
}

/// A round after a change.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct RoundReply {
    /// Its id.
    #[schema(value_type = String)]
    pub id: RoundId,
    /// Its code.
    pub code: String,
    /// Its state.
    #[schema(value_type = String)]
    pub state: RoundState,
}

impl From<Round> for RoundReply {
    fn from(round: Round) -> Self {
        Self {
            id: round.id,
            code: round.rules.code,
            state: round.state,
        }
    }
}

/// Open a round before its time
#[utoipa::path(
    post, path = "/api/v1/rounds/{id}/open", tag = "staff",
    params(("id" = String, Path, description = "Id of the round")),
    request_body = NothingBody,
    responses((status = 200, body = RoundReply)),
    security(("thiluat-staff" = []))
)]
pub async fn open_round(
    State(app): State<Arc<App>>,
    PathId(id): PathId<RoundId>,
    Organiser(staff): Organiser,
    StrictJson(NothingBody {}): StrictJson<NothingBody>,
) -> ApiResult<Json<RoundReply>> {
    let (slug, code) = app.round_address(id).await?;
    Ok(Json(
        app.open_round(staff.actor(), &slug, &code).await?.into(),
    ))
}

/// Close a round
#[utoipa::path(
    post, path = "/api/v1/rounds/{id}/close", tag = "staff",
    params(("id" = String, Path, description = "Id of the round")),
    request_body = CloseBody,
    responses((status = 200, body = RoundReply)),
    security(("thiluat-staff" = []))
)]
pub async fn close_round(
    State(app): State<Arc<App>>,
    PathId(id): PathId<RoundId>,
    Organiser(staff): Organiser,
    StrictJson(body): StrictJson<CloseBody>,
) -> ApiResult<Json<RoundReply>> {
    let (slug, code) = app.round_address(id).await?;
    Ok(Json(
        app.begin_closing(staff.actor(), &slug, &code, body.now)
            .await?
            .into(),
    ))
}

/// Open a closed round again
#[utoipa::path(
    post, path = "/api/v1/rounds/{id}/reopen", tag = "staff",
    params(("id" = String, Path, description = "Id of the round")),
    request_body = NothingBody,
    responses((status = 200, body = RoundReply)),
    security(("thiluat-staff" = []))
)]
pub async fn reopen_round(
    State(app): State<Arc<App>>,
    PathId(id): PathId<RoundId>,
    Organiser(staff): Organiser,
    StrictJson(NothingBody {}): StrictJson<NothingBody>,
) -> ApiResult<Json<RoundReply>> {
    let (slug, code) = app.round_address(id).await?;
    Ok(Json(
        app.reopen_round(staff.actor(), &slug, &code).await?.into(),
    ))
}
