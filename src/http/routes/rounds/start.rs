//! `POST /rounds/{id}/attempts`: a new attempt, or the one that runs.

use crate::app::App;
use crate::app::attempts::StartRequest;
use crate::domain::{RoundId, text};
use crate::http::extract::{IdempotencyKey, PathId, StrictJson};
use crate::http::problem::EdgeFault;
use crate::http::signed_in::Participant;
use crate::http::{ApiResult, ClientAddress, json_reply};
use axum::extract::State;
use axum::response::Response;
use hyper::StatusCode;
use serde::Deserialize;
use std::sync::Arc;

/// Longest name of a device.
const LONGEST_DEVICE: usize = 100;

/// The device that starts.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct StartBody {
    /// A random name that the browser keeps; the same one keeps its turn, another takes over.
    #[serde(default)]
    pub device: Option<String>,
    /// The entry code, where the round asks for one.
    #[serde(default)]
    pub code: Option<String>,
}

/// Start an attempt
///
/// 201 for a new one, 200 for the one that is running.
#[utoipa::path(
    post, path = "/api/v1/rounds/{id}/attempts", tag = "attempts",
    params(
        ("id" = String, Path, description = "Id of the round"),
        ("Idempotency-Key" = Option<String>, Header, description = "Same key: same reply"),
    ),
    request_body = StartBody,
    responses(
        (status = 201, body = crate::http::routes::attempts::AttemptReply),
        (status = 200, body = crate::http::routes::attempts::AttemptReply),
    ),
    security(("bearer" = []), ("thiluat" = []))
)]
pub async fn start_attempt(
    State(app): State<Arc<App>>,
    PathId(round): PathId<RoundId>,
    Participant(who): Participant,
    IdempotencyKey(idempotency_key): IdempotencyKey,
    ClientAddress(address): ClientAddress,
    StrictJson(body): StrictJson<StartBody>,
) -> ApiResult<Response> {
    let device = match body.device {
        Some(device) => Some(text::line(&device, LONGEST_DEVICE).map_err(|_| {
            EdgeFault::field(
                "/device".into(),
                "text.invalid",
                "Tên thiết bị quá dài hoặc có ký tự không dùng được.".into(),
                "The name of the device is too long or has characters that can't be used.".into(),
            )
        })?),
        None => None,
    };
    let request = StartRequest {
        round,
        device,
        idempotency_key,
        address: Some(address),
        code: body.code,
    };
    let started = app.start_attempt(who, request).await?;
    let status = if started.created {
        StatusCode::CREATED
    } else {
        StatusCode::OK
    };
    Ok(json_reply(status, started.view.to_json()))
}
