//! `POST /staff/invitations`: somebody is invited.

use crate::app::App;
use crate::app::staff::{Invitation, NewInvitation};
use crate::domain::Role;
use crate::http::ApiResult;
use crate::http::extract::StrictJson;
use crate::http::signed_in::Organiser;
use axum::Json;
use axum::extract::State;
use hyper::StatusCode;
use serde::Deserialize;
use std::sync::Arc;

/// Who is invited, and to what.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct InvitationBody {
    /// E-mail address.
    pub email: String,
    /// Name for people.
    pub name: String,
    /// What the person may do.
    #[schema(value_type = String)]
    pub role: Role,
    /// Code of the unit for which; null: the whole platform.
    #[serde(default)]
    pub unit: Option<String>,
}

/// Invite somebody to the staff
///
/// The link is shown this once, and can be used once within seven days. 409 `user.taken`.
#[utoipa::path(
    post, path = "/api/v1/staff/invitations", tag = "staff",
    request_body = InvitationBody,
    responses((status = 201, body = Invitation)),
    security(("thiluat-staff" = []))
)]
pub async fn invite_staff(
    State(app): State<Arc<App>>,
    Organiser(staff): Organiser,
    StrictJson(body): StrictJson<InvitationBody>,
) -> ApiResult<(StatusCode, Json<Invitation>)> {
    let new = NewInvitation {
        email: body.email,
        name: body.name,
        role: body.role,
        unit: body.unit,
    };
    let invitation = app.invite_staff(staff.actor(), &new).await?;
    Ok((StatusCode::CREATED, Json(invitation)))
}
