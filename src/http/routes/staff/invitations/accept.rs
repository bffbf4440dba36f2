//! `POST /staff/invitations/accept`: an invited person chooses a password, and is signed in.

use super::super::welcomed;
use crate::app::App;
use crate::app::staff::StaffWelcome;
use crate::http::extract::StrictJson;
use crate::http::signed_in::SigningDevice;
use crate::http::{ApiResult, Visit};
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use std::sync::Arc;

/// The token of the link, name and password.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AcceptBody {
    /// What stands after # in the link.
    pub token: String,
    /// Name for people.
    pub name: String,
    /// Password, at least eight characters.
    pub password: String,
}

/// Take an invitation
///
/// 410 `invitation.gone` when it was used, withdrawn, sent anew, or has ended.
#[utoipa::path(
    post, path = "/api/v1/staff/invitations/accept", tag = "staff",
    request_body = AcceptBody,
    responses((status = 200, body = StaffWelcome))
)]
pub async fn accept_invitation(
    State(app): State<Arc<App>>,
    visit: Visit,
    SigningDevice(device): SigningDevice,
    StrictJson(body): StrictJson<AcceptBody>,
) -> ApiResult<Response> {
    let welcome = app
        .accept_invitation(&body.token, &body.name, &body.password, &device)
        .await?;
    Ok(welcomed(&visit, welcome))
}
