//! `GET /contests/{slug}/units`: units to pick from; tone marks, case and đ/d do not matter.

use crate::app::App;
use crate::app::units::{UnitList, UnitQuery};
use crate::http::ApiResult;
use crate::http::extract::{PathId, StrictQuery};
use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use std::sync::Arc;

/// Which units.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct UnitsQuery {
    /// Part of the name, or the start of the code.
    pub q: Option<String>,
    /// Code of the unit above.
    pub parent: Option<String>,
    /// From `next_cursor` of the page before.
    pub cursor: Option<String>,
    /// Greatest number of units, at most 100.
    pub limit: Option<u16>,
}

/// Units to pick from
#[utoipa::path(
    get, path = "/api/v1/contests/{slug}/units", tag = "contests",
    params(("slug" = String, Path, description = "Slug of the contest"), UnitsQuery),
    responses((status = 200, body = UnitList))
)]
pub async fn list_units(
    State(app): State<Arc<App>>,
    PathId(slug): PathId<String>,
    StrictQuery(query): StrictQuery<UnitsQuery>,
) -> ApiResult<Json<UnitList>> {
    let query = UnitQuery {
        q: query.q,
        parent: query.parent,
        cursor: query.cursor,
        limit: query.limit.map(i64::from),
    };
    Ok(Json(app.units_to_pick(&slug, &query).await?))
}
