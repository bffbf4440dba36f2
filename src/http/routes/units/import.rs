//! `POST /units/import`: a unit list becomes part of the tree, or is only looked at.

use crate::app::App;
use crate::app::imports::FileToRead;
use crate::app::units::UnitsImported;
use crate::http::ApiResult;
use crate::http::extract::{Form, UPLOAD_LIMIT};
use crate::http::signed_in::Organiser;
use crate::http::visit::Reader;
use axum::Json;
use axum::extract::{DefaultBodyLimit, State};
use std::sync::Arc;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The route, which takes larger bodies than others.
pub fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(import_units))
        .layer(DefaultBodyLimit::max(UPLOAD_LIMIT))
}

/// The form, for the description only.
#[derive(utoipa::ToSchema)]
#[expect(dead_code, reason = "it describes the parts of the form")]
struct UnitsForm {
    /// CSV or XLSX, at most 50 MiB.
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
    /// `true`: only tell what would become of the list.
    dry_run: Option<String>,
}

/// Take a list of units
///
/// All or nothing. Rows find their units by code, else by name and unit above.
#[utoipa::path(
    post, path = "/api/v1/units/import", tag = "units",
    request_body(content = UnitsForm, content_type = "multipart/form-data"),
    responses((status = 200, body = UnitsImported)),
    security(("thiluat-staff" = []))
)]
async fn import_units(
    State(app): State<Arc<App>>,
    Organiser(staff): Organiser,
    Reader(language): Reader,
    mut form: Form,
) -> ApiResult<Json<UnitsImported>> {
    form.only(&["file", "dry_run"])?;
    let dry_run = form.flag("dry_run")?;
    let (name, bytes) = form.file("file")?;
    let file = FileToRead {
        name,
        bytes,
        key: None,
        format: None,
    };
    let done = app.import_unit_file(staff.actor(), file, dry_run, language);
    Ok(Json(done.await?))
}
