//! `DELETE /webhooks/{id}`: a system is not told any more.

use crate::app::App;
use crate::domain::WebhookId;
use crate::http::ApiResult;
use crate::http::extract::PathId;
use crate::http::signed_in::Organiser;
use axum::extract::State;
use hyper::StatusCode;
use std::sync::Arc;

/// Tell a system no more
#[utoipa::path(
    delete, path = "/api/v1/webhooks/{id}", tag = "webhooks",
    params(("id" = String, Path, description = "Id of the webhook")),
    responses((status = 204)),
    security(("thiluat-staff" = []))
)]
pub async fn remove_webhook(
    State(app): State<Arc<App>>,
    PathId(id): PathId<WebhookId>,
    Organiser(staff): Organiser,
) -> ApiResult<StatusCode> {
    app.remove_webhook(staff.actor(), id).await?;
    Ok(StatusCode::NO_CONTENT)
}
