//! `POST /contests/{slug}/incidents`: noting what happened.

use crate::app::App;
use crate::app::running::{IncidentView, NewIncident};
use crate::domain::Timestamp;
use crate::http::ApiResult;
use crate::http::extract::{PathId, StrictJson};
use crate::http::signed_in::Organiser;
use axum::Json;
use axum::extract::State;
use hyper::StatusCode;
use serde::Deserialize;
use std::sync::Arc;

/// What happened.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct IncidentBody {
    /// When; left out: now.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub at: Option<Timestamp>,
    /// Plain text, at most 4,000 characters.
    pub text: String,
    /// Code of the round that it is about.
    #[serde(default)]
    pub round: Option<String>,
}

/// Note an incident
///
/// For the report; it can't be changed or taken away.
#[utoipa::path(
    post, path = "/api/v1/contests/{slug}/incidents", tag = "staff",
    params(("slug" = String, Path, description = "Slug of the contest")),
    request_body = IncidentBody,
    responses((status = 201, body = IncidentView)),
    security(("thiluat-staff" = []))
)]
pub async fn note_incident(
    State(app): State<Arc<App>>,
    PathId(slug): PathId<String>,
    Organiser(staff): Organiser,
    StrictJson(body): StrictJson<IncidentBody>,
) -> ApiResult<(StatusCode, Json<IncidentView>)> {
    let new = NewIncident {
        at: body.at,
        text: body.text,
        round: body.round,
    };
    let noted = app.note_incident(staff.actor(), &slug, &new).await?;
    Ok((StatusCode::CREATED, Json(noted)))
}
