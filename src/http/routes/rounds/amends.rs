//! `POST /rounds/{id}/outages`, `POST /rounds/{id}/results`: making good what went wrong, and ranking
//! again.

use super::by_hand::NothingBody;
use crate::app::App;
use crate::domain::{RoundId, Timestamp};
use crate::http::ApiResult;
use crate::http::extract::{PathId, StrictJson};
use crate::http::signed_in::Organiser;
use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// An outage.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OutageBody {
    /// First instant of it.
    #[schema(value_type = String, format = DateTime)]
    pub from: Timestamp,
    /// First instant after it.
    #[schema(value_type = String, format = DateTime)]
    pub to: Timestamp,
    /// What happened.
    pub reason: String,
}

/// What giving it back did.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct OutageReply {
    /// Running attempts whose end moved.
    pub moved: usize,
}

/// Give an outage back to everybody who sat through it
#[utoipa::path(
    post, path = "/api/v1/rounds/{id}/outages", tag = "staff",
    params(("id" = String, Path, description = "Id of the round")),
    request_body = OutageBody,
    responses((status = 200, body = OutageReply)),
    security(("thiluat-staff" = []))
)]
pub async fn give_outage_back(
    State(app): State<Arc<App>>,
    PathId(id): PathId<RoundId>,
    Organiser(staff): Organiser,
    StrictJson(body): StrictJson<OutageBody>,
) -> ApiResult<Json<OutageReply>> {
    let (slug, code) = app.round_address(id).await?;
    let span = (body.from, body.to);
    let given = app
        .give_outage_back(staff.actor(), &slug, &code, span, &body.reason)
        .await?;
    Ok(Json(OutageReply { moved: given.moved }))
}

/// A result that was made.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct ResultReply {
    /// 1, 2, …; earlier ones stay.
    pub version: i64,
    /// What the prediction asked for.
    pub actual_prediction: Option<i64>,
    /// People with a recognised attempt.
    pub people: i64,
    /// Valid attempts.
    pub attempts: i64,
}

/// Rank a closed round again
///
/// For example after essays were marked. The next result stands beside the ones before.
#[utoipa::path(
    post, path = "/api/v1/rounds/{id}/results", tag = "staff",
    params(("id" = String, Path, description = "Id of the round")),
    request_body = NothingBody,
    responses((status = 200, body = ResultReply)),
    security(("thiluat-staff" = []))
)]
pub async fn rank_again(
    State(app): State<Arc<App>>,
    PathId(id): PathId<RoundId>,
    Organiser(staff): Organiser,
    StrictJson(NothingBody {}): StrictJson<NothingBody>,
) -> ApiResult<Json<ResultReply>> {
    let (slug, code) = app.round_address(id).await?;
    let made = app.rank_again(staff.actor(), &slug, &code).await?;
    Ok(Json(ResultReply {
        version: made.version,
        actual_prediction: made.actual_prediction,
        people: made.people,
        attempts: made.attempts,
    }))
}
