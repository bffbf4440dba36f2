//! `/staff/me/sessions`: where one is signed in.

use crate::app::App;
use crate::app::staff::OwnSessions;
use crate::domain::StaffSessionId;
use crate::http::ApiResult;
use crate::http::extract::PathId;
use crate::http::signed_in::Myself;
use axum::Json;
use axum::extract::State;
use hyper::StatusCode;
use std::sync::Arc;

/// The own sessions
#[utoipa::path(
    get, path = "/api/v1/staff/me/sessions", tag = "staff",
    responses((status = 200, body = OwnSessions)),
    security(("thiluat-staff" = []))
)]
pub async fn list_own_sessions(
    State(app): State<Arc<App>>,
    Myself(who): Myself,
) -> ApiResult<Json<OwnSessions>> {
    Ok(Json(app.own_sessions(&who).await?))
}

/// End one of the own sessions
#[utoipa::path(
    delete, path = "/api/v1/staff/me/sessions/{id}", tag = "staff",
    params(("id" = String, Path, description = "Id of the session")),
    responses((status = 204)),
    security(("thiluat-staff" = []))
)]
pub async fn end_own_session(
    State(app): State<Arc<App>>,
    Myself(who): Myself,
    PathId(id): PathId<StaffSessionId>,
) -> ApiResult<StatusCode> {
    app.end_own_session(&who, id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// End all own sessions but this one
#[utoipa::path(
    delete, path = "/api/v1/staff/me/sessions", tag = "staff",
    responses((status = 204)),
    security(("thiluat-staff" = []))
)]
pub async fn end_other_sessions(
    State(app): State<Arc<App>>,
    Myself(who): Myself,
) -> ApiResult<StatusCode> {
    app.end_other_sessions(&who).await?;
    Ok(StatusCode::NO_CONTENT)
}
