//! `POST /staff/invitations/look`: what an invitation says.

use crate::app::App;
use crate::app::staff::InvitationCard;
use crate::http::ApiResult;
use crate::http::extract::StrictJson;
use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use std::sync::Arc;

/// The token of the link.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct InvitationLookBody {
    /// What stands after # in the link.
    pub token: String,
}

/// Look at an invitation
///
/// By POST, so that no address, log or history holds the token. 410 `invitation.gone`.
#[utoipa::path(
    post, path = "/api/v1/staff/invitations/look", tag = "staff",
    request_body = InvitationLookBody,
    responses((status = 200, body = InvitationCard))
)]
pub async fn look_at_invitation(
    State(app): State<Arc<App>>,
    StrictJson(body): StrictJson<InvitationLookBody>,
) -> ApiResult<Json<InvitationCard>> {
    Ok(Json(app.look_at_invitation(&body.token).await?))
}
