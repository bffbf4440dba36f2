//! `DELETE /staff/session`: leaving.

use crate::app::App;
use crate::http::sessions::{SessionKind, StaffToken};
use crate::http::{ApiResult, Visit};
use axum::extract::State;
use axum::response::{AppendHeaders, IntoResponse, Response};
use hyper::StatusCode;
use hyper::header::SET_COOKIE;
use std::sync::Arc;

/// Leave
#[utoipa::path(
    delete, path = "/api/v1/staff/session", tag = "staff",
    responses((status = 204)),
    security(("thiluat-staff" = []))
)]
pub async fn staff_sign_out(
    State(app): State<Arc<App>>,
    visit: Visit,
    token: StaffToken,
) -> ApiResult<Response> {
    app.staff_sign_out(&token.required()?).await?;
    let cookie = visit.site.cookies().clear(SessionKind::Staff);
    Ok((
        StatusCode::NO_CONTENT,
        AppendHeaders([(SET_COOKIE, cookie)]),
    )
        .into_response())
}
