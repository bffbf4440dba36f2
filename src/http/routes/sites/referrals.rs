//! `GET /contests/{slug}/referrals`: whom the links of units brought.

use crate::app::App;
use crate::app::sites::ReferralList;
use crate::http::ApiResult;
use crate::http::extract::PathId;
use crate::http::signed_in::Organiser;
use axum::Json;
use axum::extract::State;
use std::sync::Arc;

/// Lan tỏa: whom the links of units brought
#[utoipa::path(
    get, path = "/api/v1/contests/{slug}/referrals", tag = "sites",
    params(("slug" = String, Path, description = "Slug of the contest")),
    responses((status = 200, body = ReferralList)),
    security(("thiluat-staff" = []))
)]
pub async fn read_referrals(
    State(app): State<Arc<App>>,
    PathId(slug): PathId<String>,
    Organiser(staff): Organiser,
) -> ApiResult<Json<ReferralList>> {
    Ok(Json(app.referrals(staff.actor(), &slug).await?))
}
