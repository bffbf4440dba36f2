//! `GET /questions/{id}/difference`: what two versions say differently.

use crate::app::App;
use crate::app::questions::DifferenceView;
use crate::domain::QuestionId;
use crate::http::ApiResult;
use crate::http::extract::{PathId, StrictQuery};
use crate::http::signed_in::Organiser;
use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use std::sync::Arc;

/// Which versions.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct DifferenceQuery {
    /// The earlier one.
    pub from: i64,
    /// The later one.
    pub to: i64,
}

/// What two versions say differently
#[utoipa::path(
    get, path = "/api/v1/questions/{id}/difference", tag = "questions",
    params(("id" = String, Path, description = "Id of the question"), DifferenceQuery),
    responses((status = 200, body = DifferenceView)),
    security(("thiluat-staff" = []))
)]
pub async fn read_difference(
    State(app): State<Arc<App>>,
    PathId(id): PathId<QuestionId>,
    Organiser(staff): Organiser,
    StrictQuery(query): StrictQuery<DifferenceQuery>,
) -> ApiResult<Json<DifferenceView>> {
    let difference = app.question_difference(staff.actor(), id, query.from, query.to);
    Ok(Json(difference.await?))
}
