//! `GET /audit`: what was done, by whom.

use crate::app::{App, AuditList, AuditQuery};
use crate::http::ApiResult;
use crate::http::extract::StrictQuery;
use crate::http::signed_in::Organiser;
use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use std::sync::Arc;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The route of the audit log.
pub fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new().routes(routes!(list_audit))
}

/// Which entries.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct AuditListQuery {
    /// Id of a member of staff, or `command`, `job`, `participant:ID`.
    pub actor: Option<String>,
    /// An action, or how it begins: `round.`.
    pub action: Option<String>,
    /// Such as `round:ID`.
    pub subject: Option<String>,
    /// From `next_cursor` of the page before.
    pub cursor: Option<String>,
}

/// The audit log, newest first
///
/// Somebody who acts for a unit sees what the staff of it, and of those below it, did.
#[utoipa::path(
    get, path = "/api/v1/audit", tag = "audit",
    params(AuditListQuery),
    responses((status = 200, body = AuditList)),
    security(("thiluat-staff" = []))
)]
pub async fn list_audit(
    State(app): State<Arc<App>>,
    Organiser(staff): Organiser,
    StrictQuery(query): StrictQuery<AuditListQuery>,
) -> ApiResult<Json<AuditList>> {
    let said = |text: Option<String>| text.filter(|text| !text.is_empty());
    let query = AuditQuery {
        actor: said(query.actor),
        action: said(query.action),
        subject: said(query.subject),
        cursor: said(query.cursor),
    };
    Ok(Json(app.list_audit(staff.actor(), &query).await?))
}
