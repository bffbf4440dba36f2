//! `GET /contests/{slug}/rankings`, `GET /contests/{slug}/rankings/{code}`: rankings over rounds and of
//! units.

use crate::app::App;
use crate::app::boards::{RankingList, RankingView};
use crate::http::ApiResult;
use crate::http::extract::{PathId, StrictQuery};
use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use std::sync::Arc;

/// How much of it.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct RankingParams {
    /// Last place to be shown, at most 200; left out: 50.
    pub limit: Option<usize>,
}

/// Rankings of a contest
#[utoipa::path(
    get, path = "/api/v1/contests/{slug}/rankings", tag = "boards",
    params(("slug" = String, Path, description = "Slug of the contest")),
    responses((status = 200, body = RankingList))
)]
pub async fn list_rankings(
    State(app): State<Arc<App>>,
    PathId(slug): PathId<String>,
) -> ApiResult<Json<RankingList>> {
    Ok(Json(app.rankings(&slug).await?))
}

/// A ranking over rounds or of units
#[utoipa::path(
    get, path = "/api/v1/contests/{slug}/rankings/{code}", tag = "boards",
    params(
        ("slug" = String, Path, description = "Slug of the contest"),
        ("code" = String, Path, description = "Code of the ranking"),
        RankingParams,
    ),
    responses((status = 200, body = RankingView))
)]
pub async fn read_ranking(
    State(app): State<Arc<App>>,
    PathId((slug, code)): PathId<(String, String)>,
    StrictQuery(query): StrictQuery<RankingParams>,
) -> ApiResult<Json<RankingView>> {
    Ok(Json(app.ranking(&slug, &code, query.limit).await?))
}
