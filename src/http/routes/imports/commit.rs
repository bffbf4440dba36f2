//! `POST /imports/{id}/commit`: the questions of a file go into their bank.

use crate::app::App;
use crate::app::imports::{CommitAs, Committed};
use crate::domain::ImportId;
use crate::http::ApiResult;
use crate::http::extract::{PathId, StrictJson};
use crate::http::signed_in::Organiser;
use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// What the questions become.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum As {
    /// Drafts, which are not drawn.
    #[default]
    Draft,
    /// Approved at once, by somebody who may.
    Approved,
}

/// How the questions are taken.
#[derive(Debug, Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct CommitBody {
    /// What they become.
    #[serde(rename = "as")]
    pub become_: As,
    /// One that the bank does not take keeps all out.
    pub all_or_nothing: bool,
}

/// Take the questions of a file into their bank
#[utoipa::path(
    post, path = "/api/v1/imports/{id}/commit", tag = "imports",
    params(("id" = String, Path, description = "Id of the import")),
    request_body = CommitBody,
    responses((status = 200, body = Committed)),
    security(("thiluat-staff" = []))
)]
pub async fn commit_import(
    State(app): State<Arc<App>>,
    PathId(id): PathId<ImportId>,
    Organiser(staff): Organiser,
    StrictJson(body): StrictJson<CommitBody>,
) -> ApiResult<Json<Committed>> {
    let commit_as = match body.become_ {
        As::Draft => CommitAs::Drafts,
        As::Approved => CommitAs::Approved,
    };
    let committed = app.commit_import(staff.actor(), id, commit_as, body.all_or_nothing);
    Ok(Json(committed.await?))
}
