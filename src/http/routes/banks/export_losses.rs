//! `GET /banks/{code}/export-losses`: what of a bank a format can't hold.

use super::export::{ExportQuery, format, written};
use crate::app::App;
use crate::exchange::Finding;
use crate::http::ApiResult;
use crate::http::extract::{PathId, StrictQuery};
use crate::http::signed_in::Organiser;
use axum::Json;
use axum::extract::State;
use serde::Serialize;
use std::sync::Arc;

/// What a format can't hold.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Losses {
    /// By place in the file that would be written.
    #[schema(value_type = Vec<Object>)]
    pub items: Vec<Finding>,
}

/// What of a bank a format can't hold
#[utoipa::path(
    get, path = "/api/v1/banks/{code}/export-losses", tag = "banks",
    params(
        ("code" = String, Path, description = "Code of the bank"),
        ("format" = String, Query, description = "json, xlsx, csv, docx, gift, …"),
        ("keys" = Option<bool>, Query, description = "false: without key and explanations, docx only"),
    ),
    responses((status = 200, body = Losses)),
    security(("thiluat-staff" = []))
)]
pub async fn read_losses(
    State(app): State<Arc<App>>,
    PathId(code): PathId<String>,
    Organiser(staff): Organiser,
    StrictQuery(query): StrictQuery<ExportQuery>,
) -> ApiResult<Json<Losses>> {
    let format = format(&query.format)?;
    let contents = app.bank_contents(staff.actor(), &code).await?;
    let items = written(&contents, format, query.keys)?.lost;
    Ok(Json(Losses { items }))
}
