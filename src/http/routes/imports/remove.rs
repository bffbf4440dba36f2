//! `DELETE /imports/{id}`: a question file is thrown away; its bank keeps what it got from it.

use crate::app::App;
use crate::domain::ImportId;
use crate::http::ApiResult;
use crate::http::extract::PathId;
use crate::http::signed_in::Organiser;
use axum::extract::State;
use hyper::StatusCode;
use std::sync::Arc;

/// Throw a question file away
#[utoipa::path(
    delete, path = "/api/v1/imports/{id}", tag = "imports",
    params(("id" = String, Path, description = "Id of the import")),
    responses((status = 204)),
    security(("thiluat-staff" = []))
)]
pub async fn drop_import(
    State(app): State<Arc<App>>,
    PathId(id): PathId<ImportId>,
    Organiser(staff): Organiser,
) -> ApiResult<StatusCode> {
    app.drop_import(staff.actor(), id).await?;
    Ok(StatusCode::NO_CONTENT)
}
