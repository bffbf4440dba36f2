//! `GET /reviews`: what waits for a person, in one bank or in all.

use crate::app::App;
use crate::app::questions::{TaskList, TaskQuery};
use crate::http::ApiResult;
use crate::http::extract::StrictQuery;
use crate::http::signed_in::Organiser;
use crate::http::visit::Reader;
use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use std::sync::Arc;

/// Which tasks.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct TasksQuery {
    /// Only of the bank of this code.
    pub bank: Option<String>,
    /// From `next_cursor` of the page before.
    pub cursor: Option<String>,
}

/// What waits for a person
///
/// A draft to check, a version to approve, a law that ends or has ended, a question that was sent back,
/// a key that looks wrong.
#[utoipa::path(
    get, path = "/api/v1/reviews", tag = "questions",
    params(TasksQuery),
    responses((status = 200, body = TaskList)),
    security(("thiluat-staff" = []))
)]
pub async fn list_tasks(
    State(app): State<Arc<App>>,
    Organiser(staff): Organiser,
    Reader(language): Reader,
    StrictQuery(query): StrictQuery<TasksQuery>,
) -> ApiResult<Json<TaskList>> {
    let said = |text: Option<String>| text.filter(|text| !text.is_empty());
    let query = TaskQuery {
        bank: said(query.bank),
        cursor: said(query.cursor),
    };
    let tasks = app.tasks(staff.actor(), &query).await?;
    Ok(Json(tasks.read_in(language)))
}
