//! `POST /contest-drafts/{id}/dry-run`: a paper as a participant would get it.

use crate::app::App;
use crate::app::drafts::RehearsalOf;
use crate::domain::DraftId;
use crate::http::extract::{PathId, StrictJson};
use crate::http::routes::attempts::PaperReply;
use crate::http::signed_in::Organiser;
use crate::http::{ApiResult, json_reply};
use axum::extract::State;
use axum::response::Response;
use hyper::StatusCode;
use serde::Deserialize;
use std::sync::Arc;

/// Which paper.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DryRunBody {
    /// Code of the round.
    pub round: String,
    /// Code of the group that the participant would be of.
    #[serde(default)]
    pub group: Option<String>,
    /// `seed` of an earlier reply, to get the same paper again; left out: a new one.
    #[serde(default)]
    pub seed: Option<String>,
}

/// A paper that was tried out.
#[derive(utoipa::ToSchema)]
#[expect(dead_code, reason = "describes what the handler writes")]
pub struct DryRunReply {
    /// As `POST /rounds/{id}/attempts` gives it.
    paper: PaperReply,
    /// Seconds for it.
    seconds: u32,
    /// What it was drawn from, 64 hex digits.
    seed: String,
}

/// Try a paper out
///
/// Nothing of it is kept.
#[utoipa::path(
    post, path = "/api/v1/contest-drafts/{id}/dry-run", tag = "contest-drafts",
    params(("id" = String, Path, description = "Id of the draft")),
    request_body = DryRunBody,
    responses((status = 200, body = DryRunReply)),
    security(("thiluat-staff" = []))
)]
pub async fn rehearse_draft(
    State(app): State<Arc<App>>,
    PathId(id): PathId<DraftId>,
    Organiser(staff): Organiser,
    StrictJson(body): StrictJson<DryRunBody>,
) -> ApiResult<Response> {
    let of = RehearsalOf {
        round: body.round,
        group: body.group,
        seed: body.seed,
    };
    let tried = app.rehearse_draft(staff.actor(), id, &of).await?;
    let (paper, seconds, seed) = (tried.paper, tried.seconds, tried.seed);
    let reply = format!(r#"{{"paper":{paper},"seconds":{seconds},"seed":"{seed}"}}"#);
    Ok(json_reply(StatusCode::OK, reply))
}
