//! `GET /templates`: what contests may begin from.

use crate::app::App;
use crate::app::templates::TemplateLine;
use crate::http::ApiResult;
use crate::http::signed_in::Organiser;
use crate::http::visit::Reader;
use axum::Json;
use axum::extract::State;
use serde::Serialize;
use std::sync::Arc;

/// Templates that one may begin from.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct TemplateList {
    /// Those shipped first, then the newest.
    pub items: Vec<TemplateLine>,
    /// Always null: templates are few.
    pub next_cursor: Option<String>,
}

/// The directory of templates
#[utoipa::path(
    get, path = "/api/v1/templates", tag = "templates",
    responses((status = 200, body = TemplateList)),
    security(("thiluat-staff" = []))
)]
pub async fn list_templates(
    State(app): State<Arc<App>>,
    Organiser(staff): Organiser,
    Reader(language): Reader,
) -> ApiResult<Json<TemplateList>> {
    Ok(Json(TemplateList {
        items: app.templates(staff.actor(), language).await?,
        next_cursor: None,
    }))
}
