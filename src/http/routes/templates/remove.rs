//! `DELETE /templates/{id}`: a template is taken out of the directory.

use crate::app::App;
use crate::http::ApiResult;
use crate::http::extract::PathId;
use crate::http::signed_in::Organiser;
use axum::extract::State;
use hyper::StatusCode;
use std::sync::Arc;

/// Remove a template
///
/// Drafts and contests that began from it stay as they are.
#[utoipa::path(
    delete, path = "/api/v1/templates/{id}", tag = "templates",
    params(("id" = String, Path, description = "Id of the template")),
    responses((status = 204)),
    security(("thiluat-staff" = []))
)]
pub async fn remove_template(
    State(app): State<Arc<App>>,
    PathId(id): PathId<String>,
    Organiser(staff): Organiser,
) -> ApiResult<StatusCode> {
    app.remove_template(staff.actor(), &id).await?;
    Ok(StatusCode::NO_CONTENT)
}
