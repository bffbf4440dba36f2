//! `POST /staff/me/password`: another password.

use crate::app::App;
use crate::http::ApiResult;
use crate::http::extract::StrictJson;
use crate::http::signed_in::Myself;
use axum::extract::State;
use hyper::StatusCode;
use serde::Deserialize;
use std::sync::Arc;

/// The present password, and the next one.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PasswordBody {
    /// The present one.
    pub current: String,
    /// The next one.
    pub new: String,
}

/// Change the own password
///
/// All other sessions end.
#[utoipa::path(
    post, path = "/api/v1/staff/me/password", tag = "staff",
    request_body = PasswordBody,
    responses((status = 204)),
    security(("thiluat-staff" = []))
)]
pub async fn change_password(
    State(app): State<Arc<App>>,
    Myself(who): Myself,
    StrictJson(body): StrictJson<PasswordBody>,
) -> ApiResult<StatusCode> {
    app.change_password(&who, &body.current, &body.new).await?;
    Ok(StatusCode::NO_CONTENT)
}
