//! `DELETE /contests/{slug}/announcements/{id}`: taking an announcement back.

use crate::app::App;
use crate::domain::AnnouncementId;
use crate::http::ApiResult;
use crate::http::extract::PathId;
use crate::http::signed_in::Organiser;
use axum::extract::State;
use hyper::StatusCode;
use std::sync::Arc;

/// Withdraw an announcement
#[utoipa::path(
    delete, path = "/api/v1/contests/{slug}/announcements/{id}", tag = "staff",
    params(
        ("slug" = String, Path, description = "Slug of the contest"),
        ("id" = String, Path, description = "Id of the announcement"),
    ),
    responses((status = 204, description = "It is not shown any more")),
    security(("thiluat-staff" = []))
)]
pub async fn withdraw_announcement(
    State(app): State<Arc<App>>,
    PathId((slug, id)): PathId<(String, AnnouncementId)>,
    Organiser(staff): Organiser,
) -> ApiResult<StatusCode> {
    app.withdraw_announcement(staff.actor(), &slug, id).await?;
    Ok(StatusCode::NO_CONTENT)
}
