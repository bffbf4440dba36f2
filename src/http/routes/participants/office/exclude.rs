//! `POST` and `DELETE /contests/{slug}/participants/{id}/exclusion`.

use super::ReasonBody;
use crate::app::App;
use crate::app::participants::PersonDetail;
use crate::domain::ParticipantId;
use crate::http::ApiResult;
use crate::http::extract::{PathId, StrictJson};
use crate::http::signed_in::Organiser;
use axum::Json;
use axum::extract::State;
use std::sync::Arc;

/// Take a person out of the contest
///
/// He can't start any more, and all that he handed in is void; what he sits is handed in first. Rounds that
/// are over are counted anew.
#[utoipa::path(
    post, path = "/api/v1/contests/{slug}/participants/{id}/exclusion", tag = "staff",
    params(
        ("slug" = String, Path, description = "Slug of the contest"),
        ("id" = String, Path, description = "Id of the participant"),
    ),
    request_body = ReasonBody,
    responses((status = 200, body = PersonDetail)),
    security(("thiluat-staff" = []))
)]
pub async fn exclude_participant(
    State(app): State<Arc<App>>,
    PathId((slug, id)): PathId<(String, ParticipantId)>,
    Organiser(staff): Organiser,
    StrictJson(body): StrictJson<ReasonBody>,
) -> ApiResult<Json<PersonDetail>> {
    let actor = staff.actor();
    let excluded = app
        .exclude_participant(actor, &slug, id, &body.reason)
        .await?;
    Ok(Json(excluded))
}

/// Let a person back into the contest
///
/// Until results are published. Where a round is over, another member of staff than the one who excluded
/// has to do it: 403 `two_people.same`.
#[utoipa::path(
    delete, path = "/api/v1/contests/{slug}/participants/{id}/exclusion", tag = "staff",
    params(
        ("slug" = String, Path, description = "Slug of the contest"),
        ("id" = String, Path, description = "Id of the participant"),
    ),
    request_body = ReasonBody,
    responses((status = 200, body = PersonDetail)),
    security(("thiluat-staff" = []))
)]
pub async fn readmit_participant(
    State(app): State<Arc<App>>,
    PathId((slug, id)): PathId<(String, ParticipantId)>,
    Organiser(staff): Organiser,
    StrictJson(body): StrictJson<ReasonBody>,
) -> ApiResult<Json<PersonDetail>> {
    let actor = staff.actor();
    let back = app
        .readmit_participant(actor, &slug, id, &body.reason)
        .await?;
    Ok(Json(back))
}
