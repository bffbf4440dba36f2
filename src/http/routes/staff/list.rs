//! `GET /staff`: the members of staff of the own unit and of those below it.

use crate::app::App;
use crate::app::staff::{StaffList, StaffQuery};
use crate::http::ApiResult;
use crate::http::extract::StrictQuery;
use crate::http::signed_in::Organiser;
use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use std::sync::Arc;

/// Which members.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct StaffListQuery {
    /// Part of the name or of the address; tone marks, case and đ/d do not matter.
    pub q: Option<String>,
    /// Only of this role.
    pub role: Option<String>,
    /// Only invited, active or disabled ones.
    pub state: Option<String>,
    /// From `next_cursor` of the page before.
    pub cursor: Option<String>,
}

/// Members of staff
#[utoipa::path(
    get, path = "/api/v1/staff", tag = "staff",
    params(StaffListQuery),
    responses((status = 200, body = StaffList)),
    security(("thiluat-staff" = []))
)]
pub async fn list_staff(
    State(app): State<Arc<App>>,
    Organiser(staff): Organiser,
    StrictQuery(query): StrictQuery<StaffListQuery>,
) -> ApiResult<Json<StaffList>> {
    let said = |text: Option<String>| text.filter(|text| !text.is_empty());
    let query = StaffQuery {
        q: query.q,
        role: said(query.role),
        state: said(query.state),
        cursor: said(query.cursor),
    };
    Ok(Json(app.list_staff(staff.actor(), &query).await?))
}
