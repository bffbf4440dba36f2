//! `POST /unit-registrations/{id}/refusal`: the unit is not taken in, for a reason.

use crate::app::App;
use crate::app::units::registration::RegistrationRefused;
use crate::domain::RegistrationId;
use crate::http::ApiResult;
use crate::http::extract::{PathId, StrictJson};
use crate::http::signed_in::Organiser;
use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use std::sync::Arc;

/// Why.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RefusalBody {
    /// The reason, at most 500 characters.
    pub reason: String,
}

/// Refuse to take the unit into the tree
#[utoipa::path(
    post, path = "/api/v1/unit-registrations/{id}/refusal", tag = "units",
    params(("id" = String, Path, description = "Id of the registration")),
    request_body = RefusalBody,
    responses((status = 200, body = RegistrationRefused)),
    security(("thiluat-staff" = []))
)]
pub async fn refuse_registration(
    State(app): State<Arc<App>>,
    PathId(id): PathId<RegistrationId>,
    Organiser(staff): Organiser,
    StrictJson(body): StrictJson<RefusalBody>,
) -> ApiResult<Json<RegistrationRefused>> {
    let refused = app.refuse_registration(staff.actor(), id, &body.reason);
    Ok(Json(refused.await?))
}
