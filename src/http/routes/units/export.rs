//! `GET /units/export`: the units of a member of staff as a file that the import takes back.

use crate::app::App;
use crate::exchange::{Format, write_units};
use crate::http::extract::StrictQuery;
use crate::http::problem::EdgeFault;
use crate::http::signed_in::Organiser;
use crate::http::{ApiError, ApiResult};
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use hyper::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use serde::Deserialize;
use std::sync::Arc;

/// In which format.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ExportQuery {
    /// `csv` or `xlsx`.
    pub format: String,
}

/// The own unit and all below it as a file
#[utoipa::path(
    get, path = "/api/v1/units/export", tag = "units",
    params(ExportQuery),
    responses((status = 200, description = "The file", content_type = "application/octet-stream")),
    security(("thiluat-staff" = []))
)]
pub async fn export_units(
    State(app): State<Arc<App>>,
    Organiser(staff): Organiser,
    StrictQuery(query): StrictQuery<ExportQuery>,
) -> ApiResult<Response> {
    let unfit = || -> ApiError {
        EdgeFault::field(
            "/format".to_owned(),
            "field.invalid",
            "Danh sách đơn vị xuất dạng csv hoặc xlsx.".to_owned(),
            "A list of units is written as csv or xlsx.".to_owned(),
        )
        .into()
    };
    let format = Format::of(&query.format).ok_or_else(unfit)?;
    let units = app.units_to_export(staff.actor()).await?;
    let bytes = write_units(&units, format).map_err(|_| unfit())?;
    let headers = [
        (CONTENT_TYPE, "application/octet-stream".to_owned()),
        (
            CONTENT_DISPOSITION,
            format!("attachment; filename=\"don-vi.{}\"", format.ending()),
        ),
    ];
    Ok((headers, bytes).into_response())
}
