//! `POST /unit-registrations`: anybody asks for a unit to be taken into the tree.

use crate::app::App;
use crate::app::units::registration::{RegistrationAsked, RegistrationKept};
use crate::http::extract::StrictJson;
use crate::http::{ApiResult, ClientAddress};
use axum::Json;
use axum::extract::State;
use hyper::StatusCode;
use std::sync::Arc;

/// Ask for a unit to be taken into the tree
///
/// The answer is the same whatever is there already.
#[utoipa::path(
    post, path = "/api/v1/unit-registrations", tag = "units",
    request_body = RegistrationAsked,
    responses((status = 202, body = RegistrationKept))
)]
pub async fn ask_for_unit(
    State(app): State<Arc<App>>,
    ClientAddress(address): ClientAddress,
    StrictJson(asked): StrictJson<RegistrationAsked>,
) -> ApiResult<(StatusCode, Json<RegistrationKept>)> {
    let kept = app.ask_for_unit(&asked, Some(address)).await?;
    Ok((StatusCode::ACCEPTED, Json(kept)))
}
