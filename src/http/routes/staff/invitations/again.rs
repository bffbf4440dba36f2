//! `POST /staff/invitations/{id}/again`: a new link for an invitation that waits.

use crate::app::App;
use crate::app::staff::Invitation;
use crate::domain::StaffLinkId;
use crate::http::ApiResult;
use crate::http::extract::PathId;
use crate::http::signed_in::Organiser;
use axum::Json;
use axum::extract::State;
use std::sync::Arc;

/// Send an invitation again
///
/// The link before it ends.
#[utoipa::path(
    post, path = "/api/v1/staff/invitations/{id}/again", tag = "staff",
    params(("id" = String, Path, description = "Id of the invitation")),
    responses((status = 200, body = Invitation)),
    security(("thiluat-staff" = []))
)]
pub async fn invite_again(
    State(app): State<Arc<App>>,
    PathId(id): PathId<StaffLinkId>,
    Organiser(staff): Organiser,
) -> ApiResult<Json<Invitation>> {
    Ok(Json(app.invite_again(staff.actor(), id).await?))
}
