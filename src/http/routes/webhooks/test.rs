//! `POST /webhooks/{id}/test`: a system is called now.

use crate::app::App;
use crate::app::webhooks::WebhookTest;
use crate::domain::WebhookId;
use crate::http::ApiResult;
use crate::http::extract::PathId;
use crate::http::signed_in::Organiser;
use axum::Json;
use axum::extract::State;
use std::sync::Arc;

/// Call a system with the event `test`
#[utoipa::path(
    post, path = "/api/v1/webhooks/{id}/test", tag = "webhooks",
    params(("id" = String, Path, description = "Id of the webhook")),
    responses((status = 200, body = WebhookTest)),
    security(("thiluat-staff" = []))
)]
pub async fn try_webhook(
    State(app): State<Arc<App>>,
    PathId(id): PathId<WebhookId>,
    Organiser(staff): Organiser,
) -> ApiResult<Json<WebhookTest>> {
    Ok(Json(app.try_webhook(staff.actor(), id).await?))
}
