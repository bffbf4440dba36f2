//! `GET /imports`: the newest question files.

use crate::app::App;
use crate::app::imports::ImportView;
use crate::http::ApiResult;
use crate::http::signed_in::Organiser;
use axum::Json;
use axum::extract::State;
use serde::Serialize;
use std::sync::Arc;

/// The newest question files.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct ImportList {
    /// Newest first.
    pub items: Vec<ImportView>,
    /// Older ones are not listed.
    pub next_cursor: Option<String>,
}

/// The newest question files
#[utoipa::path(
    get, path = "/api/v1/imports", tag = "imports",
    responses((status = 200, body = ImportList)),
    security(("thiluat-staff" = []))
)]
pub async fn list_imports(
    State(app): State<Arc<App>>,
    Organiser(staff): Organiser,
) -> ApiResult<Json<ImportList>> {
    Ok(Json(ImportList {
        items: app.imports(staff.actor()).await?,
        next_cursor: None,
    }))
}
