//! `DELETE /laws/{number}`: a document that no question cites is taken out.

use crate::app::App;
use crate::http::ApiResult;
use crate::http::extract::PathId;
use crate::http::signed_in::Organiser;
use axum::extract::State;
use hyper::StatusCode;
use std::sync::Arc;

/// Take a document of law out
///
/// 409 `law.cited` while a question in use cites it.
#[utoipa::path(
    delete, path = "/api/v1/laws/{*number}", tag = "laws",
    params(("number" = String, Path, description = "Number of the document; may hold slashes")),
    responses((status = 204)),
    security(("thiluat-staff" = []))
)]
pub async fn remove_law(
    State(app): State<Arc<App>>,
    PathId(number): PathId<String>,
    Organiser(staff): Organiser,
) -> ApiResult<StatusCode> {
    app.remove_law(staff.actor(), &number).await?;
    Ok(StatusCode::NO_CONTENT)
}
