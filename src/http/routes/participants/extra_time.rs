//! `POST /contests/{slug}/extra-time`: more time for a person, for example with a disability.

use crate::app::App;
use crate::http::ApiResult;
use crate::http::extract::{PathId, StrictJson};
use crate::http::signed_in::Organiser;
use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Who gets how much.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ExtraTimeBody {
    /// The fields by which people are known in the contest.
    #[schema(value_type = Object)]
    pub identity: BTreeMap<String, String>,
    /// Seconds on top of the time limit, in place of what the person had.
    pub seconds: u32,
    /// Why.
    pub reason: String,
}

/// What was given.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct ExtraTimeReply {
    /// The person's number.
    pub number: i64,
    /// Seconds on top of the time limit.
    pub seconds: u32,
    /// Running attempts whose end moved.
    pub moved: usize,
}

/// Give a person extra time
#[utoipa::path(
    post, path = "/api/v1/contests/{slug}/extra-time", tag = "staff",
    params(("slug" = String, Path, description = "Slug of the contest")),
    request_body = ExtraTimeBody,
    responses((status = 200, body = ExtraTimeReply)),
    security(("thiluat-staff" = []))
)]
pub async fn give_extra_time(
    State(app): State<Arc<App>>,
    PathId(slug): PathId<String>,
    Organiser(staff): Organiser,
    StrictJson(body): StrictJson<ExtraTimeBody>,
) -> ApiResult<Json<ExtraTimeReply>> {
    let given = app
        .give_extra_time(
            staff.actor(),
            &slug,
            &body.identity,
            body.seconds,
            &body.reason,
        )
        .await?;
    Ok(Json(ExtraTimeReply {
        number: given.number,
        seconds: given.seconds,
        moved: given.moved,
    }))
}
