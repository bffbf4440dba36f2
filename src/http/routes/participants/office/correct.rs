//! `PATCH /contests/{slug}/participants/{id}`: correcting what a person registered with.

use crate::app::App;
use crate::app::participants::PersonDetail;
use crate::domain::ParticipantId;
use crate::http::ApiResult;
use crate::http::extract::{PathId, StrictJson};
use crate::http::signed_in::Organiser;
use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What is right, and why it is changed.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CorrectionBody {
    /// The fields to correct, by key; those left out stay. An empty value takes an optional field away.
    #[schema(value_type = Object)]
    pub fields: BTreeMap<String, Value>,
    /// Why; it stays in the history of the person, and not in the audit log.
    pub reason: String,
}

/// Correct a person's fields
///
/// Checked as a registration is: 422 with a pointer for each field; 409 `participant.exists` where another
/// person of the contest has that identity.
#[utoipa::path(
    patch, path = "/api/v1/contests/{slug}/participants/{id}", tag = "staff",
    params(
        ("slug" = String, Path, description = "Slug of the contest"),
        ("id" = String, Path, description = "Id of the participant"),
    ),
    request_body = CorrectionBody,
    responses((status = 200, body = PersonDetail)),
    security(("thiluat-staff" = []))
)]
pub async fn correct_participant(
    State(app): State<Arc<App>>,
    PathId((slug, id)): PathId<(String, ParticipantId)>,
    Organiser(staff): Organiser,
    StrictJson(body): StrictJson<CorrectionBody>,
) -> ApiResult<Json<PersonDetail>> {
    let actor = staff.actor();
    let corrected = app
        .correct_participant(actor, &slug, id, &body.fields, &body.reason)
        .await?;
    Ok(Json(corrected))
}
