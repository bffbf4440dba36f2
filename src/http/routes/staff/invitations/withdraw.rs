//! `DELETE /staff/invitations/{id}`: an invitation is withdrawn.

use crate::app::App;
use crate::domain::StaffLinkId;
use crate::http::ApiResult;
use crate::http::extract::PathId;
use crate::http::signed_in::Organiser;
use axum::extract::State;
use hyper::StatusCode;
use std::sync::Arc;

/// Withdraw an invitation
#[utoipa::path(
    delete, path = "/api/v1/staff/invitations/{id}", tag = "staff",
    params(("id" = String, Path, description = "Id of the invitation")),
    responses((status = 204)),
    security(("thiluat-staff" = []))
)]
pub async fn withdraw_invitation(
    State(app): State<Arc<App>>,
    PathId(id): PathId<StaffLinkId>,
    Organiser(staff): Organiser,
) -> ApiResult<StatusCode> {
    app.withdraw_invitation(staff.actor(), id).await?;
    Ok(StatusCode::NO_CONTENT)
}
