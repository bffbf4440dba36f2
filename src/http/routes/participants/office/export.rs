//! `GET /contests/{slug}/participants/export`: all people as a table.

use crate::app::participants::{PeopleExport, SheetCell};
use crate::app::{Absent, App};
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
pub struct TableQuery {
    pub format: String,
}

struct People {
    app: Arc<App>,
    export: PeopleExport,
}

#[async_trait::async_trait]
impl Rows for People {
    async fn next(&mut self) -> Result<Option<Vec<Vec<SheetCell>>>, Absent> {
        self.app.next_participants(&mut self.export).await
    }
}

/// All people of a contest as a table
///
/// Streamed: the file has no length in its head. Nothing in it is computed by who opens it.
#[utoipa::path(
    get, path = "/api/v1/contests/{slug}/participants/export", tag = "staff",
    params(
        ("slug" = String, Path, description = "Slug of the contest"),
        ("format" = String, Query, description = "xlsx or csv"),
    ),
    responses((status = 200, description = "The table", content_type = "application/octet-stream")),
    security(("thiluat-staff" = []))
)]
pub async fn export_participants(
    State(app): State<Arc<App>>,
    PathId(slug): PathId<String>,
    Organiser(staff): Organiser,
    Reader(language): Reader,
    StrictQuery(query): StrictQuery<TableQuery>,
) -> ApiResult<Response> {
    let format = table::format(&query.format)?;
    let export = app.export_participants(&staff, &slug, language).await?;
    let heading = export.heading.clone();
    let name = format!("{slug}-participants");
    table::reply(format, (&name, language), &heading, People { app, export })
}
