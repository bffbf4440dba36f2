//! `GET /contests`: published contests.

use crate::app::App;
use crate::app::contests::{ContestFilter, ContestList};
use crate::http::ApiResult;
use crate::http::extract::StrictQuery;
use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use std::sync::Arc;

/// Which contests.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ContestsQuery {
    /// Only contests with a round in that state.
    pub state: Option<ContestFilter>,
}

/// Published contests
#[utoipa::path(
    get, path = "/api/v1/contests", tag = "contests",
    params(ContestsQuery),
    responses((status = 200, body = ContestList))
)]
pub async fn list_contests(
    State(app): State<Arc<App>>,
    StrictQuery(query): StrictQuery<ContestsQuery>,
) -> ApiResult<Json<ContestList>> {
    Ok(Json(app.contest_list(query.state).await?))
}
