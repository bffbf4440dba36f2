//! `POST /contest-drafts`: a draft is begun.

use crate::app::App;
use crate::app::drafts::{DraftFrom, DraftView};
use crate::http::ApiResult;
use crate::http::extract::StrictJson;
use crate::http::problem::EdgeFault;
use crate::http::signed_in::Organiser;
use crate::http::visit::Reader;
use axum::Json;
use axum::extract::State;
use hyper::StatusCode;
use serde::Deserialize;
use std::sync::Arc;

/// A draft that is to be begun.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewDraftBody {
    /// Title of the contest, at most 200 characters.
    pub title: String,
    /// What it begins from; left out: nothing.
    #[serde(default)]
    pub from: Option<FromBody>,
}

/// One of the two.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FromBody {
    /// Id of a template, which is copied.
    #[serde(default)]
    pub template: Option<String>,
    /// Slug of a contest, which the draft will change.
    #[serde(default)]
    pub contest: Option<String>,
}

/// Begin a draft
#[utoipa::path(
    post, path = "/api/v1/contest-drafts", tag = "contest-drafts",
    request_body = NewDraftBody,
    responses((status = 201, body = DraftView)),
    security(("thiluat-staff" = []))
)]
pub async fn make_draft(
    State(app): State<Arc<App>>,
    Organiser(staff): Organiser,
    Reader(language): Reader,
    StrictJson(body): StrictJson<NewDraftBody>,
) -> ApiResult<(StatusCode, Json<DraftView>)> {
    let from = match body.from.map(|from| (from.template, from.contest)) {
        None => DraftFrom::Nothing,
        Some((Some(template), None)) => DraftFrom::Template(template),
        Some((None, Some(contest))) => DraftFrom::Contest(contest),
        Some(_) => {
            let fault = EdgeFault::field(
                "/from".to_owned(),
                "field.choice",
                "Chọn một trong hai: template hoặc contest.".to_owned(),
                "Either template or contest.".to_owned(),
            );
            return Err(fault.into());
        }
    };
    let view = app
        .make_draft(staff.actor(), &body.title, from, language)
        .await?;
    Ok((StatusCode::CREATED, Json(view)))
}
