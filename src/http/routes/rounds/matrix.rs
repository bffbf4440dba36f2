//! `GET /rounds/{id}/matrix`: who was asked what, and what it brought.

use crate::app::participants::{MatrixExport, SheetCell};
use crate::app::{Absent, App};
use crate::domain::RoundId;
use crate::http::extract::{PathId, StrictQuery};
use crate::http::signed_in::Organiser;
use crate::http::table::{self, Rows};
use crate::http::{ApiResult, Reader};
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use std::sync::Arc;

/// In which format.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MatrixQuery {
    pub format: String,
}

struct Matrix {
    app: Arc<App>,
    export: MatrixExport,
}

#[async_trait::async_trait]
impl Rows for Matrix {
    async fn next(&mut self) -> Result<Option<Vec<Vec<SheetCell>>>, Absent> {
        self.app.next_of_matrix(&mut self.export).await
    }
}

/// The person × question matrix of a round
///
/// A row for each attempt that was handed in, by number and ordinal; a column for each question version of
/// the manifest, headed by its code and version. A cell holds the points that the answer brought after
/// rulings, and nothing where the paper did not ask the question. Streamed.
#[utoipa::path(
    get, path = "/api/v1/rounds/{id}/matrix", tag = "staff",
    params(
        ("id" = String, Path, description = "Id of the round"),
        ("format" = String, Query, description = "xlsx or csv"),
    ),
    responses((status = 200, description = "The table", content_type = "application/octet-stream")),
    security(("thiluat-staff" = []))
)]
pub async fn export_matrix(
    State(app): State<Arc<App>>,
    PathId(id): PathId<RoundId>,
    Organiser(staff): Organiser,
    Reader(language): Reader,
    StrictQuery(query): StrictQuery<MatrixQuery>,
) -> ApiResult<Response> {
    let format = table::format(&query.format)?;
    let export = app.export_matrix(&staff, id, language).await?;
    let heading = export.heading.clone();
    let name = format!("matrix-{id}");
    table::reply(format, (&name, language), &heading, Matrix { app, export })
}
