//! `GET /banks/{code}/export`: a whole bank as a file.

use crate::app::App;
use crate::app::banks::BankContents;
use crate::exchange::{Book, Format, Written, write_bank};
use crate::http::extract::{PathId, StrictQuery};
use crate::http::problem::EdgeFault;
use crate::http::signed_in::Organiser;
use crate::http::{ApiError, ApiResult};
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use hyper::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use serde::Deserialize;
use std::sync::Arc;

/// In which format, and whether with key and explanations.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExportQuery {
    pub format: String,
    #[serde(default = "yes")]
    pub keys: bool,
}

fn yes() -> bool {
    true
}

/// A whole bank as a file
///
/// What the format can't hold is told by `export-losses`. With keys: 403 `auth.step_up` without a fresh
/// proof of identity.
#[utoipa::path(
    get, path = "/api/v1/banks/{code}/export", tag = "banks",
    params(
        ("code" = String, Path, description = "Code of the bank"),
        ("format" = String, Query, description = "json, xlsx, csv, docx, gift, …"),
        ("keys" = Option<bool>, Query, description = "false: without key and explanations, docx only"),
    ),
    responses((status = 200, description = "The file", content_type = "application/octet-stream")),
    security(("thiluat-staff" = []))
)]
pub async fn export_bank(
    State(app): State<Arc<App>>,
    PathId(code): PathId<String>,
    Organiser(staff): Organiser,
    StrictQuery(query): StrictQuery<ExportQuery>,
) -> ApiResult<Response> {
    let format = format(&query.format)?;
    let contents = if query.keys {
        app.export_bank(&staff, &code).await?
    } else {
        app.export_bank_without_keys(staff.actor(), &code).await?
    };
    let written = written(&contents, format, query.keys)?;
    let name = format!("{code}.{}", format.ending());
    let headers = [
        (CONTENT_TYPE, "application/octet-stream".to_owned()),
        // A code of a bank is plain letters, digits, hyphen, underscore and full stop.
        (
            CONTENT_DISPOSITION,
            format!("attachment; filename=\"{name}\""),
        ),
    ];
    Ok((headers, written.bytes).into_response())
}

/// The format of a word of the query.
pub(super) fn format(word: &str) -> Result<Format, ApiError> {
    Format::of(word).ok_or_else(|| {
        EdgeFault::field(
            "/format".to_owned(),
            "field.invalid",
            "Không có định dạng này.".to_owned(),
            "There is no such format.".to_owned(),
        )
        .into()
    })
}

/// The bank in that format.
pub(super) fn written(
    contents: &BankContents,
    format: Format,
    with_keys: bool,
) -> Result<Written, ApiError> {
    let book = Book {
        bank: &contents.bank,
        questions: &contents.questions,
        media: &contents.media,
        with_keys,
    };
    write_bank(&book, format).map_err(|unwritable| {
        EdgeFault::field(
            "/format".to_owned(),
            "field.invalid",
            unwritable.to_string(),
            format!("The bank does not go into this format: {unwritable}"),
        )
        .into()
    })
}
