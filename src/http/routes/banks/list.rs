//! `GET /banks`: all banks, with how their questions stand.

use crate::app::App;
use crate::app::banks::BankList;
use crate::http::ApiResult;
use crate::http::signed_in::Organiser;
use axum::Json;
use axum::extract::State;
use std::sync::Arc;

/// Question banks
#[utoipa::path(
    get, path = "/api/v1/banks", tag = "banks",
    responses((status = 200, body = BankList)),
    security(("thiluat-staff" = []))
)]
pub async fn list_banks(
    State(app): State<Arc<App>>,
    Organiser(staff): Organiser,
) -> ApiResult<Json<BankList>> {
    Ok(Json(app.list_banks(staff.actor()).await?))
}
