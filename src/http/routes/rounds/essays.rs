//! `GET /rounds/{id}/essays`, `PUT /rounds/{id}/essays/{attempt}`: what judges read and give.

use crate::app::App;
use crate::app::attempts::EssayList;
use crate::domain::{AttemptId, RoundId};
use crate::http::ApiResult;
use crate::http::extract::{PathId, StrictJson, StrictQuery};
use crate::http::signed_in::Organiser;
use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Which page.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct EssayParams {
    /// `next_cursor` of the page before.
    pub cursor: Option<String>,
}

/// Essays to be marked
///
/// Neither who wrote them nor what other judges gave.
#[utoipa::path(
    get, path = "/api/v1/rounds/{id}/essays", tag = "staff",
    params(("id" = String, Path, description = "Id of the round"), EssayParams),
    responses((status = 200, body = EssayList)),
    security(("thiluat-staff" = []))
)]
pub async fn list_essays(
    State(app): State<Arc<App>>,
    PathId(id): PathId<RoundId>,
    Organiser(staff): Organiser,
    StrictQuery(query): StrictQuery<EssayParams>,
) -> ApiResult<Json<EssayList>> {
    let cursor = query.cursor.as_deref();
    Ok(Json(app.essays(staff.actor(), id, cursor).await?))
}

/// A mark.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MarkBody {
    /// Points, from 0 to the most that the rules give.
    pub points: i64,
    /// What the judge wants to say about it.
    #[serde(default)]
    pub note: String,
}

/// A mark that was taken.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct MarkReply {
    /// 1, 2, …; the newest mark of a judge counts.
    pub version: i64,
    /// Points.
    pub points: i64,
}

/// Mark an essay
#[utoipa::path(
    put, path = "/api/v1/rounds/{id}/essays/{attempt}", tag = "staff",
    params(
        ("id" = String, Path, description = "Id of the round"),
        ("attempt" = String, Path, description = "Id of the attempt"),
    ),
    request_body = MarkBody,
    responses((status = 200, body = MarkReply)),
    security(("thiluat-staff" = []))
)]
pub async fn mark_essay(
    State(app): State<Arc<App>>,
    PathId((round, attempt)): PathId<(RoundId, AttemptId)>,
    Organiser(staff): Organiser,
    StrictJson(body): StrictJson<MarkBody>,
) -> ApiResult<Json<MarkReply>> {
    let mark = app
        .mark_essay(staff.actor(), round, attempt, body.points, &body.note)
        .await?;
    Ok(Json(MarkReply {
        version: mark.version,
        points: mark.points,
    }))
}
