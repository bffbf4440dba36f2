//! `/staff/me/notifications`: what one was told.

use crate::app::App;
use crate::app::notifications::{NoticeList, ReadWhich, Unread};
use crate::domain::NoticeId;
use crate::http::extract::{StrictJson, StrictQuery};
use crate::http::problem::EdgeFault;
use crate::http::signed_in::Myself;
use crate::http::{ApiResult, Reader};
use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use std::sync::Arc;

/// Which page.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct NoticesQuery {
    /// From `next_cursor` of the page before.
    pub cursor: Option<String>,
}

/// What one was told
#[utoipa::path(
    get, path = "/api/v1/staff/me/notifications", tag = "staff",
    params(NoticesQuery),
    responses((status = 200, body = NoticeList)),
    security(("thiluat-staff" = []))
)]
pub async fn list_notices(
    State(app): State<Arc<App>>,
    Myself(who): Myself,
    Reader(language): Reader,
    StrictQuery(query): StrictQuery<NoticesQuery>,
) -> ApiResult<Json<NoticeList>> {
    let cursor = query.cursor.as_deref().filter(|cursor| !cursor.is_empty());
    Ok(Json(app.own_notices(&who, cursor, language).await?))
}

/// Which were read: some, or all.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReadNoticesBody {
    /// These.
    #[serde(default)]
    #[schema(value_type = Option<Vec<String>>)]
    pub ids: Option<Vec<NoticeId>>,
    /// All of them.
    #[serde(default)]
    pub all: Option<bool>,
}

/// Mark notices as read
#[utoipa::path(
    post, path = "/api/v1/staff/me/notifications/read", tag = "staff",
    request_body = ReadNoticesBody,
    responses((status = 200, body = Unread)),
    security(("thiluat-staff" = []))
)]
pub async fn read_notices(
    State(app): State<Arc<App>>,
    Myself(who): Myself,
    StrictJson(body): StrictJson<ReadNoticesBody>,
) -> ApiResult<Json<Unread>> {
    let which = match (body.ids, body.all) {
        (Some(ids), None | Some(false)) => ReadWhich::These(ids),
        (None, Some(true)) => ReadWhich::All,
        _ => {
            return Err(EdgeFault::field(
                "/ids".to_owned(),
                "field.required",
                "Cần một trong hai: ids, hoặc all = true.".to_owned(),
                "One of ids and all = true is needed.".to_owned(),
            )
            .into());
        }
    };
    Ok(Json(app.read_own_notices(&who, &which).await?))
}
