//! `POST /contests/{slug}/sessions`: coming back with a code.

use super::COOKIE_LIFETIME_S;
use crate::app::App;
use crate::app::participants::{SigningIn, Welcome};
use crate::http::extract::{PathId, StrictJson};
use crate::http::sessions::SessionKind;
use crate::http::{ApiResult, ClientAddress, Visit};
use axum::Json;
use axum::extract::State;
use axum::response::{AppendHeaders, IntoResponse, Response};
use hyper::header::SET_COOKIE;
use std::sync::Arc;

/// Come back with a code
#[utoipa::path(
    post, path = "/api/v1/contests/{slug}/sessions", tag = "participants",
    params(("slug" = String, Path, description = "Slug of the contest")),
    request_body = SigningIn,
    responses((status = 200, body = Welcome))
)]
pub async fn sign_in(
    State(app): State<Arc<App>>,
    PathId(slug): PathId<String>,
    visit: Visit,
    ClientAddress(address): ClientAddress,
    StrictJson(typed): StrictJson<SigningIn>,
) -> ApiResult<Response> {
    let welcome = app.sign_in(&slug, &typed, Some(address)).await?;
    let cookie =
        visit
            .site
            .cookies()
            .set(SessionKind::Participant, &welcome.token, COOKIE_LIFETIME_S);
    Ok((AppendHeaders([(SET_COOKIE, cookie)]), Json(welcome)).into_response())
}
