//! `GET /banks/{code}/facets`: what questions can be narrowed by.

use crate::app::App;
use crate::app::banks::Facets;
use crate::http::ApiResult;
use crate::http::extract::PathId;
use crate::http::signed_in::Organiser;
use axum::Json;
use axum::extract::State;
use std::sync::Arc;

/// What the questions of a bank can be narrowed by
#[utoipa::path(
    get, path = "/api/v1/banks/{code}/facets", tag = "banks",
    params(("code" = String, Path, description = "Code of the bank")),
    responses((status = 200, body = Facets)),
    security(("thiluat-staff" = []))
)]
pub async fn read_facets(
    State(app): State<Arc<App>>,
    PathId(code): PathId<String>,
    Organiser(staff): Organiser,
) -> ApiResult<Json<Facets>> {
    Ok(Json(app.bank_facets(staff.actor(), &code).await?))
}
