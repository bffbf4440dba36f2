//! `GET /units`: the units of a member of staff, a page at a time.

use crate::app::App;
use crate::app::units::{UnitPage, UnitSort, UnitState, UnitsAsked};
use crate::domain::{AreaType, UnitType};
use crate::http::ApiResult;
use crate::http::extract::StrictQuery;
use crate::http::signed_in::Organiser;
use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use std::sync::Arc;

/// Which units.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ListQuery {
    /// Part of the name or of another name, or the start of the code; tone marks do not matter.
    pub q: Option<String>,
    /// Only children of the unit of this code; `none`: the units at which the reader's tree begins.
    pub parent: Option<String>,
    /// Only what lies below the unit of this code.
    pub below: Option<String>,
    /// Of this kind.
    #[serde(rename = "type")]
    pub kind: Option<UnitType>,
    /// Urban or rural.
    pub area: Option<AreaType>,
    /// Those that exist or will, or those that have ended; left out: both.
    pub state: Option<UnitState>,
    /// `name`, `-name`, `code`, `headcount` or `-headcount`.
    #[serde(default)]
    pub sort: UnitSort,
    /// From `next_cursor` of the page before.
    pub cursor: Option<String>,
    /// Greatest number of units, at most 200.
    pub limit: Option<u16>,
}

/// Units of the own unit and below
#[utoipa::path(
    get, path = "/api/v1/units", tag = "units",
    params(ListQuery),
    responses((status = 200, body = UnitPage)),
    security(("thiluat-staff" = []))
)]
pub async fn list_units(
    State(app): State<Arc<App>>,
    Organiser(staff): Organiser,
    StrictQuery(query): StrictQuery<ListQuery>,
) -> ApiResult<Json<UnitPage>> {
    let asked = UnitsAsked {
        q: query.q,
        parent: query.parent,
        below: query.below,
        kind: query.kind,
        area: query.area,
        state: query.state,
        sort: query.sort,
        cursor: query.cursor,
        limit: query.limit.map(i64::from),
    };
    Ok(Json(app.list_units(staff.actor(), &asked).await?))
}
