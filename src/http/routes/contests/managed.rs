//! `GET /contests/managed`: the contests of one's unit and of those below it.

use crate::app::App;
use crate::app::contests::{ManagedList, ManagedQuery};
use crate::http::ApiResult;
use crate::http::extract::StrictQuery;
use crate::http::signed_in::Organiser;
use axum::Json;
use axum::extract::State;
use std::sync::Arc;

/// The contests that one manages
#[utoipa::path(
    get, path = "/api/v1/contests/managed", tag = "contests",
    params(
        ("q" = Option<String>, Query, description = "Part of a title or slug"),
        ("state" = Option<String>, Query, description = "draft, scheduled, open, closing, closed, published, void"),
        ("cursor" = Option<String>, Query, description = "`next_cursor` of the page before"),
        ("limit" = Option<usize>, Query, description = "At most 200"),
    ),
    responses((status = 200, body = ManagedList)),
    security(("thiluat-staff" = []))
)]
pub async fn list_managed_contests(
    State(app): State<Arc<App>>,
    Organiser(staff): Organiser,
    StrictQuery(query): StrictQuery<ManagedQuery>,
) -> ApiResult<Json<ManagedList>> {
    Ok(Json(app.managed_contests(staff.actor(), query).await?))
}
