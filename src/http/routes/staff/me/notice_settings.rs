//! `/staff/me/notification-settings`: of what one wants to be told, and how.

use crate::app::App;
use crate::app::notifications::{KindChoice, NoticeSettings};
use crate::http::extract::StrictJson;
use crate::http::signed_in::Myself;
use crate::http::{ApiResult, Reader};
use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use std::sync::Arc;

/// Of what one wants to be told, and how
#[utoipa::path(
    get, path = "/api/v1/staff/me/notification-settings", tag = "staff",
    responses((status = 200, body = NoticeSettings)),
    security(("thiluat-staff" = []))
)]
pub async fn read_notice_settings(
    State(app): State<Arc<App>>,
    Myself(who): Myself,
    Reader(language): Reader,
) -> ApiResult<Json<NoticeSettings>> {
    Ok(Json(app.own_notice_settings(&who, language).await?))
}

/// One kind. `title` of the reply may come back with it; it is not read.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct KindBody {
    /// `round.closed`, …
    pub kind: String,
    /// Not read.
    #[serde(default, rename = "title")]
    #[schema(value_type = Option<String>)]
    _title: Option<String>,
    /// In the console.
    pub in_app: bool,
    /// By letter.
    pub mail: bool,
}

/// What changes; kinds that are left out stay. `mail_possible` of the reply may come back; it is not read.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NoticeSettingsBody {
    /// The kinds that change.
    pub kinds: Vec<KindBody>,
    /// Not read.
    #[serde(default, rename = "mail_possible")]
    #[schema(value_type = Option<bool>)]
    _mail_possible: Option<bool>,
}

/// Choose of what one wants to be told, and how
#[utoipa::path(
    put, path = "/api/v1/staff/me/notification-settings", tag = "staff",
    request_body = NoticeSettingsBody,
    responses((status = 200, body = NoticeSettings)),
    security(("thiluat-staff" = []))
)]
pub async fn put_notice_settings(
    State(app): State<Arc<App>>,
    Myself(who): Myself,
    Reader(language): Reader,
    StrictJson(body): StrictJson<NoticeSettingsBody>,
) -> ApiResult<Json<NoticeSettings>> {
    let choices: Vec<KindChoice> = body
        .kinds
        .into_iter()
        .map(|one| KindChoice {
            kind: one.kind,
            in_app: one.in_app,
            mail: one.mail,
        })
        .collect();
    Ok(Json(app.choose_notices(&who, &choices, language).await?))
}
