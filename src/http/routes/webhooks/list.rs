//! `GET /webhooks`: the systems that are told.

use crate::app::App;
use crate::app::webhooks::WebhookList;
use crate::http::ApiResult;
use crate::http::signed_in::Organiser;
use axum::Json;
use axum::extract::State;
use std::sync::Arc;

/// The systems that are told
#[utoipa::path(
    get, path = "/api/v1/webhooks", tag = "webhooks",
    responses((status = 200, body = WebhookList)),
    security(("thiluat-staff" = []))
)]
pub async fn list_webhooks(
    State(app): State<Arc<App>>,
    Organiser(staff): Organiser,
) -> ApiResult<Json<WebhookList>> {
    Ok(Json(app.list_webhooks(staff.actor()).await?))
}
