//! `POST /staff/{id}/recovery`: an administrator helps somebody back into the account.

use crate::app::App;
use crate::app::staff::RecoveryLink;
use crate::domain::StaffId;
use crate::http::ApiResult;
use crate::http::extract::PathId;
use crate::http::signed_in::Organiser;
use axum::Json;
use axum::extract::State;
use std::sync::Arc;

/// Help somebody back who lost password or phone
///
/// All sessions of the account end; the second factor goes when the link is used.
/// 403 `auth.step_up` without a fresh proof of identity.
#[utoipa::path(
    post, path = "/api/v1/staff/{id}/recovery", tag = "staff",
    params(("id" = String, Path, description = "Id of the member")),
    responses((status = 200, body = RecoveryLink)),
    security(("thiluat-staff" = []))
)]
pub async fn help_back(
    State(app): State<Arc<App>>,
    PathId(id): PathId<StaffId>,
    Organiser(staff): Organiser,
) -> ApiResult<Json<RecoveryLink>> {
    Ok(Json(app.help_back(&staff, id).await?))
}
