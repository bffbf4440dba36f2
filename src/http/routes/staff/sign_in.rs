//! `POST /staff/session`: a member of staff signs in.

use crate::app::App;
use crate::app::staff::StaffWelcome;
use crate::http::extract::StrictJson;
use crate::http::sessions::SessionKind;
use crate::http::{ApiResult, Visit};
use axum::Json;
use axum::extract::State;
use axum::response::{AppendHeaders, IntoResponse, Response};
use hyper::header::SET_COOKIE;
use serde::Deserialize;
use std::sync::Arc;

/// A session of staff ends after eight hours whatever happens.
const COOKIE_LIFETIME_S: u64 = 8 * 3600;

/// Address and password.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct StaffSignInBody {
    /// E-mail address.
    pub email: String,
    /// Password.
    pub password: String,
}

/// Sign in as staff
#[utoipa::path(
    post, path = "/api/v1/staff/session", tag = "staff",
    request_body = StaffSignInBody,
    responses((status = 200, body = StaffWelcome))
)]
pub async fn staff_sign_in(
    State(app): State<Arc<App>>,
    visit: Visit,
    StrictJson(body): StrictJson<StaffSignInBody>,
) -> ApiResult<Response> {
    let welcome = app.staff_sign_in(&body.email, &body.password).await?;
    app.read_banks_ahead(welcome.staff.actor());
    let cookie = visit
        .site
        .cookies()
        .set(SessionKind::Staff, &welcome.token, COOKIE_LIFETIME_S);
    Ok((AppendHeaders([(SET_COOKIE, cookie)]), Json(welcome)).into_response())
}
