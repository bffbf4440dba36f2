//! `GET /contest-drafts/{id}`: a draft, and what there is to say of it now.

use crate::app::App;
use crate::app::drafts::DraftView;
use crate::domain::DraftId;
use crate::http::ApiResult;
use crate::http::extract::PathId;
use crate::http::signed_in::Organiser;
use crate::http::visit::Reader;
use axum::Json;
use axum::extract::State;
use std::sync::Arc;

/// A draft with its findings, rules, feasibility and checklist
#[utoipa::path(
    get, path = "/api/v1/contest-drafts/{id}", tag = "contest-drafts",
    params(("id" = String, Path, description = "Id of the draft")),
    responses((status = 200, body = DraftView)),
    security(("thiluat-staff" = []))
)]
pub async fn read_draft(
    State(app): State<Arc<App>>,
    PathId(id): PathId<DraftId>,
    Organiser(staff): Organiser,
    Reader(language): Reader,
) -> ApiResult<Json<DraftView>> {
    Ok(Json(app.draft(staff.actor(), id, language).await?))
}
