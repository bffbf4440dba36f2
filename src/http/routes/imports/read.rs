//! `GET /imports/{id}`: a question file.

use crate::app::App;
use crate::app::imports::ImportView;
use crate::domain::ImportId;
use crate::http::ApiResult;
use crate::http::extract::PathId;
use crate::http::signed_in::Organiser;
use axum::Json;
use axum::extract::State;
use std::sync::Arc;

/// A question file
#[utoipa::path(
    get, path = "/api/v1/imports/{id}", tag = "imports",
    params(("id" = String, Path, description = "Id of the import")),
    responses((status = 200, body = ImportView)),
    security(("thiluat-staff" = []))
)]
pub async fn read_import(
    State(app): State<Arc<App>>,
    PathId(id): PathId<ImportId>,
    Organiser(staff): Organiser,
) -> ApiResult<Json<ImportView>> {
    Ok(Json(app.import(staff.actor(), id).await?))
}
