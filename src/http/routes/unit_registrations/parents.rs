//! `GET /unit-registrations/parents`: the units below which a new one may ask to stand.

use crate::app::App;
use crate::app::units::{UnitList, UnitQuery};
use crate::http::ApiResult;
use crate::http::extract::StrictQuery;
use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use std::sync::Arc;

/// What is looked for.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ParentsQuery {
    /// Part of a name, or the start of a code; tone marks do not matter.
    pub q: String,
}

/// Units below which a new one may ask to stand
///
/// The names of units are public: contests show the same list.
#[utoipa::path(
    get, path = "/api/v1/unit-registrations/parents", tag = "units",
    params(ParentsQuery),
    responses((status = 200, body = UnitList))
)]
pub async fn find_parents(
    State(app): State<Arc<App>>,
    StrictQuery(query): StrictQuery<ParentsQuery>,
) -> ApiResult<Json<UnitList>> {
    let query = UnitQuery {
        q: Some(query.q),
        ..UnitQuery::default()
    };
    Ok(Json(app.find_units(&query).await?))
}
