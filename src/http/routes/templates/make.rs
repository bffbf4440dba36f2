//! `POST /templates`: a contest becomes a template.

use crate::app::App;
use crate::app::templates::{TemplateLine, TemplateNew};
use crate::http::ApiResult;
use crate::http::extract::StrictJson;
use crate::http::signed_in::Organiser;
use axum::Json;
use axum::extract::State;
use hyper::StatusCode;
use serde::Deserialize;
use std::sync::Arc;

/// A template that is to be made.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TemplateBody {
    /// Slug of the contest that it is made of.
    pub contest: String,
    /// Name for people, at most 200 characters.
    pub title: String,
    /// What it is good for, at most 1,000 characters.
    #[serde(default)]
    pub summary: String,
    /// Whether the questions come with it, keys included.
    #[serde(default)]
    pub with_banks: bool,
    /// Whether staff of the units below may begin from it.
    #[serde(default)]
    pub shared: bool,
}

/// Make a template of a contest
#[utoipa::path(
    post, path = "/api/v1/templates", tag = "templates",
    request_body = TemplateBody,
    responses((status = 201, body = TemplateLine)),
    security(("thiluat-staff" = []))
)]
pub async fn make_template(
    State(app): State<Arc<App>>,
    Organiser(staff): Organiser,
    StrictJson(body): StrictJson<TemplateBody>,
) -> ApiResult<(StatusCode, Json<TemplateLine>)> {
    let new = TemplateNew {
        contest: body.contest,
        title: body.title,
        summary: body.summary,
        with_banks: body.with_banks,
        shared: body.shared,
    };
    let made = app.make_template(staff.actor(), new).await?;
    Ok((StatusCode::CREATED, Json(made)))
}
