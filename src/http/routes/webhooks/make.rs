//! `POST /webhooks`: another system is to be told.

use crate::app::App;
use crate::app::webhooks::{MadeWebhook, NewWebhook};
use crate::http::ApiResult;
use crate::http::extract::StrictJson;
use crate::http::signed_in::Organiser;
use axum::Json;
use axum::extract::State;
use hyper::StatusCode;
use serde::Deserialize;
use std::sync::Arc;

/// Where, and of what.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WebhookBody {
    /// An https address whose host `webhooks.allowed_hosts` names.
    pub url: String,
    /// `round.opened`, `round.closed`, `result.published`, `question.to_review`,
    /// `unit.registered`, `import.committed`.
    pub events: Vec<String>,
}

/// Tell another system what happens
///
/// The secret is shown this once. Calls are POSTs of JSON `{id, event, at, data, link}` with the headers
/// `thiluat-event`, `thiluat-delivery` (the same at every try) and `thiluat-signature`:
/// `t=SECONDS,v1=HEX`, HMAC-SHA256 under the secret of SECONDS, a full stop and the body.
/// 422 `webhook.host`, `webhook.plain`, `webhook.address`, `webhook.events`.
#[utoipa::path(
    post, path = "/api/v1/webhooks", tag = "webhooks",
    request_body = WebhookBody,
    responses((status = 201, body = MadeWebhook)),
    security(("thiluat-staff" = []))
)]
pub async fn make_webhook(
    State(app): State<Arc<App>>,
    Organiser(staff): Organiser,
    StrictJson(body): StrictJson<WebhookBody>,
) -> ApiResult<(StatusCode, Json<MadeWebhook>)> {
    let new = NewWebhook {
        url: body.url,
        events: body.events,
    };
    let made = app.make_webhook(staff.actor(), &new).await?;
    Ok((StatusCode::CREATED, Json(made)))
}
