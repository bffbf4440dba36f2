//! `GET /contests/{slug}/monitor`: how a round goes.

use crate::app::App;
use crate::app::running::MonitorView;
use crate::http::extract::{PathId, StrictQuery};
use crate::http::signed_in::Organiser;
use crate::http::{ApiResult, Reader};
use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use std::sync::Arc;

/// Which round.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct MonitorQuery {
    /// Code of the round; left out: the one that is open, or was last.
    pub round: Option<String>,
}

/// The live monitor of a contest
///
/// Computed at most once a second for everybody who looks; people and units in a large round less often,
/// see `units_as_of`.
#[utoipa::path(
    get, path = "/api/v1/contests/{slug}/monitor", tag = "staff",
    params(("slug" = String, Path, description = "Slug of the contest"), MonitorQuery),
    responses((status = 200, body = MonitorView)),
    security(("thiluat-staff" = []))
)]
pub async fn read_monitor(
    State(app): State<Arc<App>>,
    PathId(slug): PathId<String>,
    Organiser(staff): Organiser,
    Reader(language): Reader,
    StrictQuery(query): StrictQuery<MonitorQuery>,
) -> ApiResult<Json<MonitorView>> {
    let code = query.round.as_deref().filter(|code| !code.is_empty());
    let view = app.monitor(staff.actor(), &slug, code, language).await?;
    Ok(Json(view))
}
