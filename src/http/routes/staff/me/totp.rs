//! `/staff/me/totp`: a second factor is set up, and taken off.

use crate::app::App;
use crate::app::staff::{RecoveryCodes, TotpOffer};
use crate::http::ApiResult;
use crate::http::extract::StrictJson;
use crate::http::signed_in::Myself;
use axum::Json;
use axum::extract::State;
use hyper::StatusCode;
use serde::Deserialize;
use std::sync::Arc;

/// Nothing.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BeginTotpBody {}

/// A code of the app.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TotpCodeBody {
    /// Six digits; where the factor is taken off also a recovery code.
    pub code: String,
}

/// Make a secret for an app on the phone
///
/// It is not asked for yet; another call makes another one. 409 `staff.factor_on`;
/// 403 `auth.step_up` without a fresh proof of identity.
#[utoipa::path(
    post, path = "/api/v1/staff/me/totp", tag = "staff",
    request_body = BeginTotpBody,
    responses((status = 200, body = TotpOffer)),
    security(("thiluat-staff" = []))
)]
pub async fn begin_totp(
    State(app): State<Arc<App>>,
    Myself(who): Myself,
    StrictJson(_nothing): StrictJson<BeginTotpBody>,
) -> ApiResult<Json<TotpOffer>> {
    Ok(Json(app.begin_totp(&who).await?))
}

/// Switch the second factor on
///
/// The recovery codes are shown this once. All other sessions end.
#[utoipa::path(
    put, path = "/api/v1/staff/me/totp", tag = "staff",
    request_body = TotpCodeBody,
    responses((status = 200, body = RecoveryCodes)),
    security(("thiluat-staff" = []))
)]
pub async fn switch_totp_on(
    State(app): State<Arc<App>>,
    Myself(who): Myself,
    StrictJson(body): StrictJson<TotpCodeBody>,
) -> ApiResult<Json<RecoveryCodes>> {
    Ok(Json(app.switch_totp_on(&who, &body.code).await?))
}

/// Take the second factor off
#[utoipa::path(
    delete, path = "/api/v1/staff/me/totp", tag = "staff",
    request_body = TotpCodeBody,
    responses((status = 204)),
    security(("thiluat-staff" = []))
)]
pub async fn switch_totp_off(
    State(app): State<Arc<App>>,
    Myself(who): Myself,
    StrictJson(body): StrictJson<TotpCodeBody>,
) -> ApiResult<StatusCode> {
    app.switch_totp_off(&who, &body.code).await?;
    Ok(StatusCode::NO_CONTENT)
}
