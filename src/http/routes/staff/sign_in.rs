//! `POST /staff/session`: a member of staff signs in.

use super::welcomed;
use crate::app::App;
use crate::app::staff::{StaffSigningIn, StaffWelcome};
use crate::http::extract::StrictJson;
use crate::http::signed_in::SigningDevice;
use crate::http::{ApiResult, Visit};
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use std::sync::Arc;

/// Address and password, and a code where the account asks for one.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct StaffSignInBody {
    /// E-mail address.
    pub email: String,
    /// Password.
    pub password: String,
    /// Six digits of the app, or a recovery code `xxxx-xxxx-xxxx`.
    #[serde(default)]
    pub code: Option<String>,
}

/// Sign in as staff
///
/// 401 `auth.second_factor` when the password is right and the account asks for a code: send all again
/// with it. 401 `auth.refused` for everything that is wrong.
#[utoipa::path(
    post, path = "/api/v1/staff/session", tag = "staff",
    request_body = StaffSignInBody,
    responses((status = 200, body = StaffWelcome))
)]
pub async fn staff_sign_in(
    State(app): State<Arc<App>>,
    visit: Visit,
    SigningDevice(device): SigningDevice,
    StrictJson(body): StrictJson<StaffSignInBody>,
) -> ApiResult<Response> {
    let typed = StaffSigningIn {
        email: &body.email,
        password: &body.password,
        code: body.code.as_deref(),
    };
    let welcome = app.staff_sign_in(typed, &device).await?;
    app.read_banks_ahead(welcome.staff.actor());
    Ok(welcomed(&visit, welcome))
}
