//! `GET /banks/{code}/supply`: what a bank can give as of a day.

use crate::app::App;
use crate::app::banks::Supply;
use crate::domain::question::optional_date;
use crate::http::ApiResult;
use crate::http::extract::{PathId, StrictQuery};
use crate::http::signed_in::Organiser;
use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use std::sync::Arc;
use time::Date;

/// As of when.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct SupplyQuery {
    /// The day, `YYYY-MM-DD`; left out: today.
    #[serde(default, with = "optional_date")]
    #[param(value_type = Option<String>)]
    pub as_of: Option<Date>,
}

/// What a bank can give as of a day
#[utoipa::path(
    get, path = "/api/v1/banks/{code}/supply", tag = "banks",
    params(("code" = String, Path, description = "Code of the bank"), SupplyQuery),
    responses((status = 200, body = Supply)),
    security(("thiluat-staff" = []))
)]
pub async fn read_supply(
    State(app): State<Arc<App>>,
    PathId(code): PathId<String>,
    Organiser(staff): Organiser,
    StrictQuery(query): StrictQuery<SupplyQuery>,
) -> ApiResult<Json<Supply>> {
    let supply = app.bank_supply(staff.actor(), &code, query.as_of);
    Ok(Json(supply.await?))
}
