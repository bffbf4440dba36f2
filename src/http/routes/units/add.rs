//! `POST /units`: a unit is made.

use crate::app::App;
use crate::app::units::{NewUnit, UnitView};
use crate::http::ApiResult;
use crate::http::extract::StrictJson;
use crate::http::signed_in::Organiser;
use axum::Json;
use axum::extract::State;
use hyper::StatusCode;
use std::sync::Arc;

/// Make a unit
#[utoipa::path(
    post, path = "/api/v1/units", tag = "units",
    request_body = NewUnit,
    responses((status = 201, body = UnitView)),
    security(("thiluat-staff" = []))
)]
pub async fn add_unit(
    State(app): State<Arc<App>>,
    Organiser(staff): Organiser,
    StrictJson(new): StrictJson<NewUnit>,
) -> ApiResult<(StatusCode, Json<UnitView>)> {
    let unit = app.add_unit(staff.actor(), new).await?;
    Ok((StatusCode::CREATED, Json(unit)))
}
