//! `POST /units/{code}/merge`: from a day on others stand in the place of a unit.

use crate::app::App;
use crate::app::units::UnitMerged;
use crate::http::ApiResult;
use crate::http::extract::{PathId, StrictJson};
use crate::http::routes::units::resolve::date;
use crate::http::signed_in::Organiser;
use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use std::sync::Arc;

/// Which units take the place, and from when.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MergeBody {
    /// Codes of the successors.
    pub into: Vec<String>,
    /// First day on which they stand in its place, `YYYY-MM-DD`.
    pub on: String,
}

/// Replace a unit by others
///
/// Its children move below the successor where there is one.
#[utoipa::path(
    post, path = "/api/v1/units/{code}/merge", tag = "units",
    params(("code" = String, Path, description = "Code of the unit")),
    request_body = MergeBody,
    responses((status = 200, body = UnitMerged)),
    security(("thiluat-staff" = []))
)]
pub async fn merge_unit(
    State(app): State<Arc<App>>,
    PathId(code): PathId<String>,
    Organiser(staff): Organiser,
    StrictJson(body): StrictJson<MergeBody>,
) -> ApiResult<Json<UnitMerged>> {
    let on = date("/on", &body.on)?;
    let merged = app.merge_unit(staff.actor(), &code, &body.into, on);
    Ok(Json(merged.await?))
}
