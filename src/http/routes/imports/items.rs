//! `GET /imports/{id}/items`: the questions of a file, each beside the text that it was read from.

use crate::app::App;
use crate::app::imports::ItemPage;
use crate::domain::ImportId;
use crate::domain::import::ItemFilter;
use crate::http::ApiResult;
use crate::http::extract::{PathId, StrictQuery};
use crate::http::signed_in::Organiser;
use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use std::sync::Arc;

/// Which questions are shown.
#[derive(Debug, Clone, Copy, Default, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Show {
    /// All.
    #[default]
    All,
    /// Those that a person should look at.
    Doubtful,
    /// Those that can't be taken as they are.
    Refused,
}

/// Which questions, and from where on.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ItemQuery {
    show: Show,
    cursor: Option<i64>,
    limit: Option<i64>,
}

/// The questions of a file
#[utoipa::path(
    get, path = "/api/v1/imports/{id}/items", tag = "imports",
    params(
        ("id" = String, Path, description = "Id of the import"),
        ("show" = Option<String>, Query, description = "all, doubtful or refused"),
        ("cursor" = Option<String>, Query, description = "next_cursor of the page before"),
        ("limit" = Option<i64>, Query, description = "at most 200; 50 if left out"),
    ),
    responses((status = 200, body = ItemPage)),
    security(("thiluat-staff" = []))
)]
pub async fn list_items(
    State(app): State<Arc<App>>,
    PathId(id): PathId<ImportId>,
    Organiser(staff): Organiser,
    StrictQuery(query): StrictQuery<ItemQuery>,
) -> ApiResult<Json<ItemPage>> {
    let filter = match query.show {
        Show::All => ItemFilter::All,
        Show::Doubtful => ItemFilter::Doubtful,
        Show::Refused => ItemFilter::Refused,
    };
    let after = query.cursor.unwrap_or(0).max(0);
    let limit = query.limit.unwrap_or(50);
    Ok(Json(
        app.import_items(staff.actor(), id, filter, after, limit)
            .await?,
    ))
}
