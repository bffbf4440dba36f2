//! `GET /media/{digest}`: a picture for staff who may read questions.

use crate::app::App;
use crate::domain::Medium;
use crate::http::ApiResult;
use crate::http::extract::PathId;
use crate::http::signed_in::Organiser;
use axum::body::Bytes;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use hyper::header::{CACHE_CONTROL, CONTENT_TYPE};
use std::sync::Arc;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The routes under `/media`.
pub fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new().routes(routes!(read_medium))
}

/// A picture of a question
#[utoipa::path(
    get, path = "/api/v1/media/{digest}", tag = "banks",
    params(("digest" = String, Path, description = "What `data-media` of the question's HTML says")),
    responses((status = 200, description = "PNG or JPEG", content_type = "image/png")),
    security(("thiluat-staff" = []))
)]
pub async fn read_medium(
    State(app): State<Arc<App>>,
    PathId(digest): PathId<String>,
    Organiser(staff): Organiser,
) -> ApiResult<Response> {
    let actor = staff.actor();
    Ok(picture(&*app.staff_medium(actor, &digest).await?))
}

/// A picture as a reply: its name is its content, so whoever may see it may keep it.
pub(super) fn picture(medium: &Medium) -> Response {
    let headers = [
        (CONTENT_TYPE, medium.kind.content_type()),
        (CACHE_CONTROL, "private, max-age=31536000, immutable"),
    ];
    (headers, Bytes::copy_from_slice(&medium.bytes)).into_response()
}
