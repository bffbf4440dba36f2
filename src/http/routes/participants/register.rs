//! `POST /contests/{slug}/participants`: a person registers and is signed in.

use super::COOKIE_LIFETIME_S;
use crate::app::App;
use crate::app::participants::{Registered, Registering};
use crate::http::extract::{IdempotencyKey, PathId, StrictJson};
use crate::http::sessions::SessionKind;
use crate::http::{ApiResult, ClientAddress, Visit};
use axum::Json;
use axum::extract::State;
use axum::response::{AppendHeaders, IntoResponse, Response};
use hyper::StatusCode;
use hyper::header::SET_COOKIE;
use std::sync::Arc;

/// Register
#[utoipa::path(
    post, path = "/api/v1/contests/{slug}/participants", tag = "participants",
    params(
        ("slug" = String, Path, description = "Slug of the contest"),
        ("Idempotency-Key" = Option<String>, Header, description = "Same key and body: same reply"),
    ),
    request_body = Registering,
    responses((status = 201, body = Registered))
)]
pub async fn register(
    State(app): State<Arc<App>>,
    PathId(slug): PathId<String>,
    visit: Visit,
    ClientAddress(address): ClientAddress,
    IdempotencyKey(key): IdempotencyKey,
    StrictJson(form): StrictJson<Registering>,
) -> ApiResult<Response> {
    let registered = app
        .register(&slug, &form, key.as_deref(), Some(address))
        .await?;
    let cookie = visit.site.cookies().set(
        SessionKind::Participant,
        &registered.token,
        COOKIE_LIFETIME_S,
    );
    let headers = AppendHeaders([(SET_COOKIE, cookie)]);
    Ok((StatusCode::CREATED, headers, Json(registered)).into_response())
}
