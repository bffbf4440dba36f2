//! `POST /unit-registrations/{id}/approval`: the unit is made.

use crate::app::App;
use crate::app::units::registration::RegistrationApproved;
use crate::domain::RegistrationId;
use crate::http::ApiResult;
use crate::http::extract::{PathId, StrictJson};
use crate::http::signed_in::Organiser;
use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use std::sync::Arc;

/// How the unit is taken in.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ApprovalBody {
    /// The code that the unit gets.
    pub code: String,
    /// Whether its contact is invited to work for it.
    pub invite: bool,
}

/// Take the unit into the tree
#[utoipa::path(
    post, path = "/api/v1/unit-registrations/{id}/approval", tag = "units",
    params(("id" = String, Path, description = "Id of the registration")),
    request_body = ApprovalBody,
    responses((status = 200, body = RegistrationApproved)),
    security(("thiluat-staff" = []))
)]
pub async fn approve_registration(
    State(app): State<Arc<App>>,
    PathId(id): PathId<RegistrationId>,
    Organiser(staff): Organiser,
    StrictJson(body): StrictJson<ApprovalBody>,
) -> ApiResult<Json<RegistrationApproved>> {
    let made = app.approve_registration(staff.actor(), id, &body.code, body.invite);
    Ok(Json(made.await?))
}
