//! `GET /rounds/{id}/scoreboard`: the board, at most a second late.

use crate::app::App;
use crate::app::boards::{BoardQuery, BoardReply};
use crate::domain::RoundId;
use crate::http::extract::{PathId, StrictQuery};
use crate::http::signed_in::Anyone;
use crate::http::{ApiResult, json_reply};
use axum::extract::State;
use axum::response::Response;
use hyper::StatusCode;
use serde::Deserialize;
use std::sync::Arc;

/// What of a board.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ScoreboardQuery {
    /// Greatest number of places, at most 200; 50 if left out.
    pub limit: Option<u16>,
    /// Code of a group.
    pub group: Option<String>,
    /// Code of a unit.
    pub unit: Option<String>,
    /// `me`: the places around the own one.
    pub around: Option<Around>,
}

/// Around whom.
#[derive(Debug, Clone, Copy, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Around {
    /// The one who asks.
    Me,
}

/// Scoreboard of a round
#[utoipa::path(
    get, path = "/api/v1/rounds/{id}/scoreboard", tag = "boards",
    params(("id" = String, Path, description = "Id of the round"), ScoreboardQuery),
    responses((status = 200, body = BoardReply))
)]
pub async fn read_scoreboard(
    State(app): State<Arc<App>>,
    PathId(round): PathId<RoundId>,
    StrictQuery(query): StrictQuery<ScoreboardQuery>,
    Anyone(who): Anyone,
) -> ApiResult<Response> {
    let query = BoardQuery {
        limit: query.limit.map(usize::from),
        group: query.group,
        unit: query.unit,
        around_me: query.around.is_some(),
    };
    Ok(json_reply(
        StatusCode::OK,
        app.scoreboard(round, &query, who).await?,
    ))
}
