//! `POST /staff/session/step-up`: somebody proves again who he is.

use super::cookie;
use crate::app::App;
use crate::app::staff::{Proof, StaffCard};
use crate::http::extract::StrictJson;
use crate::http::signed_in::Myself;
use crate::http::{ApiResult, Visit};
use axum::Json;
use axum::extract::State;
use axum::response::{AppendHeaders, IntoResponse, Response};
use hyper::HeaderMap;
use hyper::header::{AUTHORIZATION, SET_COOKIE};
use serde::Deserialize;
use std::sync::Arc;

/// A code where the account has a second factor, else the password.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct StepUpBody {
    /// Password.
    #[serde(default)]
    pub password: Option<String>,
    /// Six digits of the app, or a recovery code.
    #[serde(default)]
    pub code: Option<String>,
}

/// Prove again who one is
///
/// A session that travels in a cookie gets a new one; the old cookie still opens it for a minute, without
/// being fresh. A Bearer token stays.
#[utoipa::path(
    post, path = "/api/v1/staff/session/step-up", tag = "staff",
    request_body = StepUpBody,
    responses((status = 200, body = StaffCard)),
    security(("thiluat-staff" = []))
)]
pub async fn step_up(
    State(app): State<Arc<App>>,
    visit: Visit,
    headers: HeaderMap,
    Myself(who): Myself,
    StrictJson(body): StrictJson<StepUpBody>,
) -> ApiResult<Response> {
    let proof = Proof {
        password: body.password.as_deref(),
        code: body.code.as_deref(),
    };
    let anew = !headers.contains_key(AUTHORIZATION);
    let stepped = app.step_up(&who, proof, anew).await?;
    let cookie = stepped
        .token
        .map(|token| (SET_COOKIE, cookie(&visit, &token)));
    Ok(match cookie {
        Some(cookie) => (AppendHeaders([cookie]), Json(stepped.card)).into_response(),
        None => Json(stepped.card).into_response(),
    })
}
