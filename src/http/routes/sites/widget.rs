//! `GET /contests/{slug}/widget`: a contest as other sites show it.

use super::cors;
use crate::app::App;
use crate::app::sites::{Widget, WidgetParts};
use crate::http::extract::{PathId, StrictQuery};
use crate::http::problem::EdgeFault;
use crate::http::{ApiResult, Visit, json_reply, links};
use axum::extract::State;
use axum::response::Response;
use hyper::StatusCode;
use hyper::header::{CACHE_CONTROL, HeaderMap, HeaderValue};
use serde::Deserialize;
use std::sync::Arc;

/// What a widget shows.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct WidgetQuery {
    /// `banner`, `top` and `question`, separated by commas; left out: all three.
    pub parts: Option<String>,
}

/// The parts that a query names.
pub(super) fn parts(text: Option<&str>) -> Result<WidgetParts, EdgeFault> {
    let Some(text) = text else {
        return Ok(WidgetParts {
            banner: true,
            top: true,
            question: true,
        });
    };
    let mut parts = WidgetParts {
        banner: false,
        top: false,
        question: false,
    };
    for name in text.split(',').map(str::trim) {
        match name {
            "banner" => parts.banner = true,
            "top" => parts.top = true,
            "question" => parts.question = true,
            _ => {
                return Err(EdgeFault::field(
                    "/parts".to_owned(),
                    "field.invalid",
                    format!(
                        "Không có phần nào tên là «{name}»; các phần là banner, top và question."
                    ),
                    format!("There is no part \"{name}\"; parts are banner, top and question."),
                ));
            }
        }
    }
    Ok(parts)
}

/// A contest as other sites show it
///
/// Public. Pages of the sites that the contest allows may read it (CORS, without credentials).
#[utoipa::path(
    get, path = "/api/v1/contests/{slug}/widget", tag = "sites",
    params(("slug" = String, Path, description = "Slug of the contest"), WidgetQuery),
    responses((status = 200, body = Widget))
)]
pub async fn read_widget(
    State(app): State<Arc<App>>,
    PathId(slug): PathId<String>,
    StrictQuery(query): StrictQuery<WidgetQuery>,
    visit: Visit,
    headers: HeaderMap,
) -> ApiResult<Response> {
    let parts = parts(query.parts.as_deref())?;
    let link = visit.site.address(&headers) + &links::contest(&slug, None);
    let (widget, allowed) = app.widget(&slug, parts, link).await?;
    let json = serde_json::to_vec(&widget).map_err(|_| EdgeFault::Internal)?;
    let mut response = json_reply(StatusCode::OK, json);
    // A portal of a province has many readers; a board may be a second late anyway.
    let keep = HeaderValue::from_static("public, max-age=5");
    response.headers_mut().insert(CACHE_CONTROL, keep);
    cors::allow(&mut response, &headers, &allowed);
    Ok(response)
}
