//! `PATCH /staff/{id}`: a member of staff changes, or the account is closed.

use crate::app::App;
use crate::app::staff::{StaffChange, StaffItem};
use crate::domain::{Role, StaffId};
use crate::http::ApiResult;
use crate::http::extract::{PathId, StrictJson};
use crate::http::signed_in::Organiser;
use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Deserializer};
use std::sync::Arc;

/// What is to change; what is left out stays.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[expect(
    clippy::option_option,
    reason = "left out, null and a value are three things"
)]
pub struct StaffChangeBody {
    /// Name for people.
    #[serde(default)]
    pub name: Option<String>,
    /// What he may do.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub role: Option<Role>,
    /// Code of a unit; null: the whole platform.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    pub unit: Option<Option<String>>,
    /// Whether the account is closed; its sessions end at once.
    #[serde(default)]
    pub disabled: Option<bool>,
}

/// Tells null from what is left out.
#[expect(
    clippy::option_option,
    reason = "left out, null and a value are three things"
)]
fn given<'de, D: Deserializer<'de>>(value: D) -> Result<Option<Option<String>>, D::Error> {
    Option::deserialize(value).map(Some)
}

/// Change a member of staff
///
/// 409 `staff.oneself`: nobody changes the own role or closes the own account;
/// 409 `staff.last_administrator`.
#[utoipa::path(
    patch, path = "/api/v1/staff/{id}", tag = "staff",
    params(("id" = String, Path, description = "Id of the member")),
    request_body = StaffChangeBody,
    responses((status = 200, body = StaffItem)),
    security(("thiluat-staff" = []))
)]
pub async fn change_staff(
    State(app): State<Arc<App>>,
    PathId(id): PathId<StaffId>,
    Organiser(staff): Organiser,
    StrictJson(body): StrictJson<StaffChangeBody>,
) -> ApiResult<Json<StaffItem>> {
    let change = StaffChange {
        name: body.name,
        role: body.role,
        unit: body.unit,
        disabled: body.disabled,
    };
    Ok(Json(app.change_staff(staff.actor(), id, &change).await?))
}
