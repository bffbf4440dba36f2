//! `POST /imports`: a question file is read and kept, to be looked through.

use crate::app::App;
use crate::app::imports::{FileToRead, ImportView, StartImport};
use crate::http::ApiResult;
use crate::http::extract::{Form, UPLOAD_LIMIT};
use crate::http::signed_in::Organiser;
use axum::Json;
use axum::extract::{DefaultBodyLimit, State};
use hyper::StatusCode;
use std::sync::Arc;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The route, which takes larger bodies than others.
pub fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(start_import))
        .layer(DefaultBodyLimit::max(UPLOAD_LIMIT))
}

/// The form, for the description only.
#[derive(utoipa::ToSchema)]
#[expect(dead_code, reason = "it describes the parts of the form")]
struct UploadForm {
    /// Code of the bank.
    bank: String,
    /// Title of a new bank.
    title: Option<String>,
    /// Word of the format; `auto` or left out: found by itself.
    format: Option<String>,
    /// The question file, at most 50 MiB.
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
    /// A file with the key, where the first has none.
    #[schema(value_type = Option<String>, format = Binary)]
    key_file: Option<Vec<u8>>,
}

/// Read a question file
///
/// Nothing goes into the bank yet: the reply says what there is to look at.
#[utoipa::path(
    post, path = "/api/v1/imports", tag = "imports",
    request_body(content = UploadForm, content_type = "multipart/form-data"),
    responses((status = 201, body = ImportView)),
    security(("thiluat-staff" = []))
)]
async fn start_import(
    State(app): State<Arc<App>>,
    Organiser(staff): Organiser,
    mut form: Form,
) -> ApiResult<(StatusCode, Json<ImportView>)> {
    form.only(&["bank", "title", "format", "file", "key_file"])?;
    let (name, bytes) = form.file("file")?;
    let start = StartImport {
        bank: form.text("bank")?,
        title: form.optional("title"),
        file: FileToRead {
            name,
            bytes,
            key: form.optional_file("key_file"),
            format: form.optional("format").filter(|word| word != "auto"),
        },
    };
    let view = app.start_import(staff.actor(), start).await?;
    Ok((StatusCode::CREATED, Json(view)))
}
