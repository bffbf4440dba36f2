//! `GET /contests/{slug}/scoreboards/units`: units with people, attempts, head-count and winners.

use crate::app::App;
use crate::app::boards::{UnitBoard, UnitBoardQuery};
use crate::http::ApiResult;
use crate::http::extract::{PathId, StrictQuery};
use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use std::sync::Arc;

/// Which units, and by what.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct UnitBoardParams {
    /// Only units of this type.
    pub block: Option<String>,
    /// people (default), attempts, ratio or winners.
    pub key: Option<String>,
}

/// Board of units
#[utoipa::path(
    get, path = "/api/v1/contests/{slug}/scoreboards/units", tag = "boards",
    params(("slug" = String, Path, description = "Slug of the contest"), UnitBoardParams),
    responses((status = 200, body = UnitBoard))
)]
pub async fn read_unit_board(
    State(app): State<Arc<App>>,
    PathId(slug): PathId<String>,
    StrictQuery(query): StrictQuery<UnitBoardParams>,
) -> ApiResult<Json<UnitBoard>> {
    let query = UnitBoardQuery {
        block: query.block,
        key: query.key,
    };
    Ok(Json(app.unit_board(&slug, &query).await?))
}
