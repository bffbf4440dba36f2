//! `GET /banks/{code}/quality`: what is weak about a bank.

use crate::app::App;
use crate::app::banks::Quality;
use crate::http::ApiResult;
use crate::http::extract::PathId;
use crate::http::signed_in::Organiser;
use axum::Json;
use axum::extract::State;
use std::sync::Arc;

/// What is weak about a bank
#[utoipa::path(
    get, path = "/api/v1/banks/{code}/quality", tag = "banks",
    params(("code" = String, Path, description = "Code of the bank")),
    responses((status = 200, body = Quality)),
    security(("thiluat-staff" = []))
)]
pub async fn read_quality(
    State(app): State<Arc<App>>,
    PathId(code): PathId<String>,
    Organiser(staff): Organiser,
) -> ApiResult<Json<Quality>> {
    Ok(Json(app.bank_quality(staff.actor(), &code).await?))
}
