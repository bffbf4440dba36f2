//! `GET /units/{code}`: one unit, with what names it.

use crate::app::App;
use crate::app::units::UnitDetail;
use crate::http::ApiResult;
use crate::http::extract::PathId;
use crate::http::signed_in::Organiser;
use axum::Json;
use axum::extract::State;
use std::sync::Arc;

/// One unit
#[utoipa::path(
    get, path = "/api/v1/units/{code}", tag = "units",
    params(("code" = String, Path, description = "Code of the unit")),
    responses((status = 200, body = UnitDetail)),
    security(("thiluat-staff" = []))
)]
pub async fn read_unit(
    State(app): State<Arc<App>>,
    PathId(code): PathId<String>,
    Organiser(staff): Organiser,
) -> ApiResult<Json<UnitDetail>> {
    Ok(Json(app.unit_detail(staff.actor(), &code).await?))
}
