//! `PATCH /units/{code}`: a unit is changed; what is left out stays, null empties it.

use crate::app::App;
use crate::app::units::{UnitChange, UnitView};
use crate::http::ApiResult;
use crate::http::extract::{PathId, StrictJson};
use crate::http::signed_in::Organiser;
use axum::Json;
use axum::extract::State;
use std::sync::Arc;

/// Change a unit
#[utoipa::path(
    patch, path = "/api/v1/units/{code}", tag = "units",
    params(("code" = String, Path, description = "Code of the unit")),
    request_body = UnitChange,
    responses((status = 200, body = UnitView)),
    security(("thiluat-staff" = []))
)]
pub async fn change_unit(
    State(app): State<Arc<App>>,
    PathId(code): PathId<String>,
    Organiser(staff): Organiser,
    StrictJson(change): StrictJson<UnitChange>,
) -> ApiResult<Json<UnitView>> {
    let unit = app.change_unit(staff.actor(), &code, change).await?;
    Ok(Json(unit))
}
