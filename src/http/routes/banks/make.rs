//! `POST /banks`: a bank is made.

use crate::app::App;
use crate::app::banks::BankCard;
use crate::http::ApiResult;
use crate::http::extract::StrictJson;
use crate::http::signed_in::Organiser;
use axum::Json;
use axum::extract::State;
use hyper::StatusCode;
use serde::Deserialize;
use std::sync::Arc;

/// A bank that is to be.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BankBody {
    /// Its code: 1 to 64 characters a-z, A-Z, 0-9, hyphen, underscore or full stop.
    pub code: String,
    /// Its title.
    pub title: String,
}

/// Make a question bank
#[utoipa::path(
    post, path = "/api/v1/banks", tag = "banks",
    request_body = BankBody,
    responses((status = 201, body = BankCard)),
    security(("thiluat-staff" = []))
)]
pub async fn make_bank(
    State(app): State<Arc<App>>,
    Organiser(staff): Organiser,
    StrictJson(body): StrictJson<BankBody>,
) -> ApiResult<(StatusCode, Json<BankCard>)> {
    let made = app
        .make_bank(staff.actor(), &body.code, &body.title)
        .await?;
    Ok((StatusCode::CREATED, Json(made)))
}
