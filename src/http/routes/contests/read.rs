//! `GET /contests/{slug}`: everything a person needs to decide and to register.

use crate::app::App;
use crate::app::contests::ContestView;
use crate::http::ApiResult;
use crate::http::extract::PathId;
use axum::Json;
use axum::extract::State;
use std::sync::Arc;

/// A published contest
#[utoipa::path(
    get, path = "/api/v1/contests/{slug}", tag = "contests",
    params(("slug" = String, Path, description = "Slug of the contest")),
    responses((status = 200, body = ContestView))
)]
pub async fn read_contest(
    State(app): State<Arc<App>>,
    PathId(slug): PathId<String>,
) -> ApiResult<Json<ContestView>> {
    Ok(Json(app.contest_view(&slug).await?))
}
