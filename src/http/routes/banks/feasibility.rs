//! `POST /banks/{code}/feasibility`: whether a blueprint can be drawn as of a day.

use crate::app::App;
use crate::app::banks::Feasibility;
use crate::domain::contest::BlueprintCell;
use crate::domain::question::optional_date;
use crate::http::ApiResult;
use crate::http::extract::{PathId, StrictJson};
use crate::http::signed_in::Organiser;
use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use std::sync::Arc;
use time::Date;

/// A cell as in a contest file.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CellBody {
    /// Code of the bank; left out: this one.
    #[serde(default)]
    pub bank: Option<String>,
    /// Only of this topic.
    #[serde(default)]
    pub topic: Option<String>,
    /// Only of this level.
    #[serde(default)]
    pub level: Option<u8>,
    /// Only citing this document.
    #[serde(default)]
    pub law: Option<String>,
    /// Only for participants of this group.
    #[serde(default)]
    pub group: Option<String>,
    /// How many.
    pub count: u32,
    /// What each is worth; does not matter here.
    #[serde(default)]
    pub points: Option<u32>,
    /// The section of the paper; does not matter here.
    #[serde(default)]
    pub section: Option<String>,
    /// Whether a miss fails the attempt; does not matter here.
    #[serde(default)]
    pub disqualifying: bool,
}

/// A blueprint and a day.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FeasibilityBody {
    /// The day on which the round opens, `YYYY-MM-DD`; left out: today.
    #[serde(default, with = "optional_date")]
    #[schema(value_type = Option<String>)]
    pub as_of: Option<Date>,
    /// The cells.
    pub blueprint: Vec<CellBody>,
    /// Only what two people approved counts, as with `review.required`.
    #[serde(default)]
    pub two_people: bool,
}

/// Whether a blueprint can be drawn
#[utoipa::path(
    post, path = "/api/v1/banks/{code}/feasibility", tag = "banks",
    params(("code" = String, Path, description = "Code of the bank")),
    request_body = FeasibilityBody,
    responses((status = 200, body = Feasibility)),
    security(("thiluat-staff" = []))
)]
pub async fn check_feasibility(
    State(app): State<Arc<App>>,
    PathId(code): PathId<String>,
    Organiser(staff): Organiser,
    StrictJson(body): StrictJson<FeasibilityBody>,
) -> ApiResult<Json<Feasibility>> {
    let cell = |cell: CellBody| BlueprintCell {
        bank: cell.bank.unwrap_or_default(),
        topic: cell.topic,
        level: cell.level,
        law: cell.law,
        group: cell.group,
        count: cell.count,
        points: cell.points.unwrap_or(1),
        section: cell.section,
        disqualifying: cell.disqualifying,
    };
    let cells = body.blueprint.into_iter().map(cell).collect();
    let answer =
        app.blueprint_feasibility(staff.actor(), &code, body.as_of, cells, body.two_people);
    Ok(Json(answer.await?))
}
