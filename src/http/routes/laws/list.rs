//! `GET /laws`: documents of the register.

use crate::app::App;
use crate::app::laws::{LawList, LawQuery};
use crate::http::ApiResult;
use crate::http::extract::StrictQuery;
use crate::http::signed_in::Organiser;
use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use std::sync::Arc;

/// Which documents.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct LawsQuery {
    /// Words of number, title or issuer; tone marks, case and đ/d do not matter.
    pub q: Option<String>,
    /// From `next_cursor` of the page before.
    pub cursor: Option<String>,
}

/// Documents of law
#[utoipa::path(
    get, path = "/api/v1/laws", tag = "laws",
    params(LawsQuery),
    responses((status = 200, body = LawList)),
    security(("thiluat-staff" = []))
)]
pub async fn list_laws(
    State(app): State<Arc<App>>,
    Organiser(staff): Organiser,
    StrictQuery(query): StrictQuery<LawsQuery>,
) -> ApiResult<Json<LawList>> {
    let query = LawQuery {
        q: query.q,
        cursor: query.cursor.filter(|cursor| !cursor.is_empty()),
    };
    Ok(Json(app.list_laws(staff.actor(), &query).await?))
}
