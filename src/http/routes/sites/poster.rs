//! `GET /contests/{slug}/poster.pdf`: a poster for the notice board.

use super::words::{WordsLanguage, organised_by, window};
use crate::app::{App, Language};
use crate::http::extract::{PathId, StrictQuery};
use crate::http::problem::EdgeFault;
use crate::http::{ApiError, ApiResult, Visit, links};
use crate::reports::poster::{Poster, print};
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use hyper::header::{CONTENT_DISPOSITION, CONTENT_TYPE, HeaderMap};
use serde::Deserialize;
use std::sync::Arc;

/// Whose poster.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct PosterQuery {
    /// Code of the unit that hangs it up; its link counts who came.
    pub unit: Option<String>,
    /// `vi` or `en`; `vi` if left out.
    #[serde(default)]
    #[param(inline)]
    pub lang: WordsLanguage,
}

/// Poster of a contest
///
/// A4, with a QR code that leads to the contest.
#[utoipa::path(
    get, path = "/api/v1/contests/{slug}/poster.pdf", tag = "sites",
    params(("slug" = String, Path, description = "Slug of the contest"), PosterQuery),
    responses((status = 200, content_type = "application/pdf"))
)]
pub async fn read_poster(
    State(app): State<Arc<App>>,
    PathId(slug): PathId<String>,
    StrictQuery(query): StrictQuery<PosterQuery>,
    visit: Visit,
    headers: HeaderMap,
) -> ApiResult<Response> {
    let share = app.share(&slug, query.unit.as_deref()).await?;
    let language = Language::from(query.lang);
    let way = match &share.unit {
        Some(unit) => links::of_unit(&slug, &unit.code),
        None => links::contest(&slug, None),
    };
    let link = visit.site.address(&headers) + &way;
    let printed = tokio::task::spawn_blocking(move || {
        let (scan, steps) = how(language);
        print(&Poster {
            title: &share.title,
            organiser: &organised_by(&share, language),
            unit: share.unit.as_ref().map(|unit| unit.name.as_str()),
            window: &window(&share).unwrap_or_default(),
            scan,
            link: &link,
            steps: &steps,
            language: query.lang.word(),
        })
    });
    let failed = |error: &dyn std::error::Error| {
        tracing::error!(cause = %error, "a poster could not be printed");
        ApiError::from(EdgeFault::Internal)
    };
    let printed = printed.await.map_err(|error| failed(&error))?;
    let bytes = printed.map_err(|error| failed(&error))?;
    let headers = [
        (CONTENT_TYPE, "application/pdf".to_owned()),
        (
            CONTENT_DISPOSITION,
            // A slug is plain letters, digits and hyphens.
            format!("inline; filename=\"{slug}.pdf\""),
        ),
    ];
    Ok((headers, bytes).into_response())
}

/// What the code is for, and what people do.
fn how(language: Language) -> (&'static str, [&'static str; 3]) {
    match language {
        Language::Vietnamese => (
            "Quét mã để vào thi",
            [
                "Mở máy ảnh của điện thoại, quét mã trên, hoặc gõ địa chỉ.",
                "Đăng ký một lần; giữ mã dự thi 12 ký tự để vào lại.",
                "Vào thi trong thời gian trên. Câu trả lời được lưu ngay khi chọn.",
            ],
        ),
        Language::English => (
            "Scan to take part",
            [
                "Open the camera of your phone and scan the code, or type the address.",
                "Register once; keep your 12-letter code to come back.",
                "Sit the paper within the days above. Every answer is kept at once.",
            ],
        ),
    }
}
