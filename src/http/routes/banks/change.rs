//! `PATCH /banks/{code}`: another title, or another number of approvals.

use crate::app::App;
use crate::app::banks::{BankCard, BankChange};
use crate::http::ApiResult;
use crate::http::extract::{PathId, StrictJson};
use crate::http::signed_in::Organiser;
use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use std::sync::Arc;

/// What changes.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BankChangeBody {
    /// The new title.
    #[serde(default)]
    pub title: Option<String>,
    /// How many people have to approve a question: 1 or 2.
    #[serde(default)]
    pub approvals: Option<i64>,
}

/// Change a question bank
#[utoipa::path(
    patch, path = "/api/v1/banks/{code}", tag = "banks",
    params(("code" = String, Path, description = "Code of the bank")),
    request_body = BankChangeBody,
    responses((status = 200, body = BankCard)),
    security(("thiluat-staff" = []))
)]
pub async fn change_bank(
    State(app): State<Arc<App>>,
    PathId(code): PathId<String>,
    Organiser(staff): Organiser,
    StrictJson(body): StrictJson<BankChangeBody>,
) -> ApiResult<Json<BankCard>> {
    let change = BankChange {
        title: body.title,
        approvals: body.approvals,
    };
    Ok(Json(app.change_bank(staff.actor(), &code, change).await?))
}
