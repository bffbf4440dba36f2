//! `GET /units/resolve`: which of today's units a former one became.

use crate::app::App;
use crate::app::units::{Former, UnitsResolved};
use crate::http::extract::StrictQuery;
use crate::http::problem::EdgeFault;
use crate::http::signed_in::Organiser;
use crate::http::{ApiError, ApiResult};
use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use std::sync::Arc;
use time::Date;
use time::macros::format_description;

/// Which unit, by code or by name, and on which day.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ResolveQuery {
    /// Code of the former unit.
    pub code: Option<String>,
    /// Or its name; tone marks do not matter.
    pub name: Option<String>,
    /// The day, `YYYY-MM-DD`; left out: today.
    pub on: Option<String>,
}

/// What became of a unit
#[utoipa::path(
    get, path = "/api/v1/units/resolve", tag = "units",
    params(ResolveQuery),
    responses((status = 200, body = UnitsResolved)),
    security(("thiluat-staff" = []))
)]
pub async fn resolve_unit(
    State(app): State<Arc<App>>,
    Organiser(staff): Organiser,
    StrictQuery(query): StrictQuery<ResolveQuery>,
) -> ApiResult<Json<UnitsResolved>> {
    let former = match (query.code, query.name) {
        (Some(code), None) => Former::Code(code),
        (None, Some(name)) => Former::Name(name),
        _ => {
            return Err(EdgeFault::field(
                "/code".to_owned(),
                "field.required",
                "Hãy cho biết mã hoặc tên đơn vị, một trong hai.".to_owned(),
                "Please give the code or the name of a unit, one of them.".to_owned(),
            )
            .into());
        }
    };
    let on = query.on.as_deref().map(|on| date("/on", on)).transpose()?;
    let resolved = app.resolve_unit(staff.actor(), &former, on).await?;
    Ok(Json(resolved))
}

/// A day as `YYYY-MM-DD`.
pub(super) fn date(pointer: &str, text: &str) -> Result<Date, ApiError> {
    let form = format_description!("[year]-[month]-[day]");
    Date::parse(text.trim(), form).map_err(|_| {
        EdgeFault::field(
            pointer.to_owned(),
            "field.invalid",
            "Ngày viết dạng YYYY-MM-DD, ví dụ 2025-07-01.".to_owned(),
            "A date is written YYYY-MM-DD, such as 2025-07-01.".to_owned(),
        )
        .into()
    })
}
