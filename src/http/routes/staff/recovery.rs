//! `POST /staff/recovery`, `POST /staff/recovery/complete`: a new password without the old one.

use crate::app::App;
use crate::http::extract::StrictJson;
use crate::http::{ApiResult, ClientAddress};
use axum::extract::State;
use hyper::StatusCode;
use serde::Deserialize;
use std::sync::Arc;

/// Whose account.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AskBackBody {
    /// E-mail address.
    pub email: String,
}

/// Ask for a letter with a link to a new password
///
/// Always the same reply, whether there is such an account or not.
#[utoipa::path(
    post, path = "/api/v1/staff/recovery", tag = "staff",
    request_body = AskBackBody,
    responses((status = 202, description = "A letter goes to the address if it has an account"))
)]
pub async fn ask_back(
    State(app): State<Arc<App>>,
    ClientAddress(from): ClientAddress,
    StrictJson(body): StrictJson<AskBackBody>,
) -> ApiResult<StatusCode> {
    app.ask_back(&body.email, Some(from)).await?;
    Ok(StatusCode::ACCEPTED)
}

/// The token of the link, and the new password.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ComeBackBody {
    /// What stands after # in the link.
    pub token: String,
    /// The new password.
    pub password: String,
}

/// Set a new password by a link
///
/// 410 `recovery.gone` when it was used, replaced, or has ended. All sessions of the account end.
#[utoipa::path(
    post, path = "/api/v1/staff/recovery/complete", tag = "staff",
    request_body = ComeBackBody,
    responses((status = 204))
)]
pub async fn come_back(
    State(app): State<Arc<App>>,
    StrictJson(body): StrictJson<ComeBackBody>,
) -> ApiResult<StatusCode> {
    app.come_back(&body.token, &body.password).await?;
    Ok(StatusCode::NO_CONTENT)
}
