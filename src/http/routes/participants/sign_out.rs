//! `DELETE /contests/{slug}/sessions`: leaving, which ends the session everywhere.

use crate::app::App;
use crate::http::extract::PathId;
use crate::http::sessions::{ParticipantToken, SessionKind};
use crate::http::{ApiResult, Visit};
use axum::extract::State;
use axum::response::{AppendHeaders, IntoResponse, Response};
use hyper::StatusCode;
use hyper::header::SET_COOKIE;
use std::sync::Arc;

/// Leave
#[utoipa::path(
    delete, path = "/api/v1/contests/{slug}/sessions", tag = "participants",
    params(("slug" = String, Path, description = "Slug of the contest")),
    responses((status = 204)),
    security(("bearer" = []), ("thiluat" = []))
)]
pub async fn sign_out(
    State(app): State<Arc<App>>,
    PathId(_slug): PathId<String>,
    visit: Visit,
    token: ParticipantToken,
) -> ApiResult<Response> {
    app.sign_out(&token.required()?).await?;
    let cookie = visit.site.cookies().clear(SessionKind::Participant);
    Ok((
        StatusCode::NO_CONTENT,
        AppendHeaders([(SET_COOKIE, cookie)]),
    )
        .into_response())
}
