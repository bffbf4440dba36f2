//! `DELETE /contest-drafts/{id}`: a draft is thrown away.

use crate::app::App;
use crate::domain::DraftId;
use crate::http::ApiResult;
use crate::http::extract::PathId;
use crate::http::signed_in::Organiser;
use axum::extract::State;
use hyper::StatusCode;
use std::sync::Arc;

/// Remove a draft
#[utoipa::path(
    delete, path = "/api/v1/contest-drafts/{id}", tag = "contest-drafts",
    params(("id" = String, Path, description = "Id of the draft")),
    responses((status = 204)),
    security(("thiluat-staff" = []))
)]
pub async fn remove_draft(
    State(app): State<Arc<App>>,
    PathId(id): PathId<DraftId>,
    Organiser(staff): Organiser,
) -> ApiResult<StatusCode> {
    app.remove_draft(staff.actor(), id).await?;
    Ok(StatusCode::NO_CONTENT)
}
