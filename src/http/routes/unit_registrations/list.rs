//! `GET /unit-registrations`: what a member of staff has to decide on, or has decided.

use crate::app::App;
use crate::app::units::registration::RegistrationList;
use crate::domain::WaitState;
use crate::http::ApiResult;
use crate::http::extract::StrictQuery;
use crate::http::signed_in::Organiser;
use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use std::sync::Arc;

/// Which registrations.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct RegistrationsQuery {
    /// How they stand; left out: all.
    pub state: Option<WaitState>,
}

/// Units that ask to be taken into the tree, for the own unit and all below it
#[utoipa::path(
    get, path = "/api/v1/unit-registrations", tag = "units",
    params(RegistrationsQuery),
    responses((status = 200, body = RegistrationList)),
    security(("thiluat-staff" = []))
)]
pub async fn list_registrations(
    State(app): State<Arc<App>>,
    Organiser(staff): Organiser,
    StrictQuery(query): StrictQuery<RegistrationsQuery>,
) -> ApiResult<Json<RegistrationList>> {
    let found = app.unit_registrations(staff.actor(), query.state).await?;
    Ok(Json(found))
}
