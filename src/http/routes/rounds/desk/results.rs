//! `GET /rounds/{id}/results`, `GET /rounds/{id}/results/{version}`: every result stays readable.

use crate::app::App;
use crate::app::desk::{ResultList, ResultVersion};
use crate::app::staff::{Asker, StaffCard};
use crate::domain::RoundId;
use crate::http::ApiResult;
use crate::http::extract::{PathId, StrictQuery};
use crate::http::signed_in::AnyStaff;
use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use std::sync::Arc;

/// Which places.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct PlacesQuery {
    /// Greatest number of places, at most 200; 50 if left out.
    pub limit: Option<u16>,
    /// `next_cursor` of the reply before.
    pub cursor: Option<i64>,
}

/// All results of a round that is over
#[utoipa::path(
    get, path = "/api/v1/rounds/{id}/results", tag = "boards",
    params(("id" = String, Path, description = "Id of the round")),
    responses((status = 200, body = ResultList))
)]
pub async fn list_results(
    State(app): State<Arc<App>>,
    PathId(id): PathId<RoundId>,
    AnyStaff(staff): AnyStaff,
) -> ApiResult<Json<ResultList>> {
    let staff = staff.as_ref().map(StaffCard::actor);
    Ok(Json(app.results(id, staff).await?))
}

/// A result with its places
#[utoipa::path(
    get, path = "/api/v1/rounds/{id}/results/{version}", tag = "boards",
    params(
        ("id" = String, Path, description = "Id of the round"),
        ("version" = i64, Path, description = "Version of the result"),
        PlacesQuery,
    ),
    responses((status = 200, body = ResultVersion))
)]
pub async fn read_result(
    State(app): State<Arc<App>>,
    PathId((id, version)): PathId<(RoundId, i64)>,
    StrictQuery(query): StrictQuery<PlacesQuery>,
    AnyStaff(staff): AnyStaff,
) -> ApiResult<Json<ResultVersion>> {
    let staff = staff.as_ref().map(Asker::from);
    let page = (
        query.cursor.unwrap_or(0),
        i64::from(query.limit.unwrap_or(50)),
    );
    Ok(Json(app.result_version(id, version, page, staff).await?))
}
