//! `GET /staff/session`: who is signed in.

use crate::app::staff::StaffCard;
use crate::http::signed_in::Myself;
use axum::Json;

/// The signed-in member of staff
#[utoipa::path(
    get, path = "/api/v1/staff/session", tag = "staff",
    responses((status = 200, body = StaffCard)),
    security(("thiluat-staff" = []))
)]
pub async fn read_staff(Myself(who): Myself) -> Json<StaffCard> {
    Json(who.card)
}
