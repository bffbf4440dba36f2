//! `GET /nhung/{slug}`: the widget as a page for frames, for sites that run no script of others.

use super::cors;
use super::widget::parts;
use super::words::WordsLanguage;
use crate::app::App;
use crate::http::extract::{PathId, StrictQuery};
use crate::http::middleware::Framed;
use crate::http::{ApiResult, links};
use crate::ui::escaped;
use axum::extract::State;
use axum::response::{Html, IntoResponse as _, Response};
use hyper::header::{CACHE_CONTROL, HeaderName, HeaderValue};
use serde::Deserialize;
use std::sync::Arc;

/// What a frame shows.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct FrameQuery {
    /// `banner`, `top` and `question`, separated by commas; left out: all three.
    pub parts: Option<String>,
    /// `vi` or `en`; `vi` if left out.
    #[serde(default)]
    #[param(inline)]
    pub lang: WordsLanguage,
}

/// The widget as a page for frames
///
/// `frame-ancestors` names the sites that the contest allows.
#[utoipa::path(
    get, path = "/nhung/{slug}", tag = "sites",
    params(("slug" = String, Path, description = "Slug of the contest"), FrameQuery),
    responses((status = 200, content_type = "text/html"))
)]
pub async fn read_frame(
    State(app): State<Arc<App>>,
    PathId(slug): PathId<String>,
    StrictQuery(query): StrictQuery<FrameQuery>,
) -> ApiResult<Response> {
    parts(query.parts.as_deref())?;
    let (title, allowed) = app.frame_of(&slug).await?;
    let shown = query.parts.as_deref().unwrap_or("banner,top,question");
    let page = page(&slug, &title, shown, query.lang.word());
    let mut response = Html(page).into_response();
    let fields = response.headers_mut();
    let (name, policy) = cors::frame_policy(&allowed);
    fields.insert(name, policy);
    fields.insert(
        CACHE_CONTROL,
        HeaderValue::from_static("public, max-age=60"),
    );
    if !allowed.is_empty() {
        // A host that isolates itself (COEP) frames only what says that it may be framed.
        let policy = HeaderName::from_static("cross-origin-resource-policy");
        fields.insert(policy, HeaderValue::from_static("cross-origin"));
        response.extensions_mut().insert(Framed);
    }
    Ok(response)
}

fn page(slug: &str, title: &str, parts: &str, lang: &str) -> String {
    let [title, slug_text, parts] = [title, slug, parts].map(escaped);
    let link = links::contest(slug, None);
    format!(
        "<!doctype html>\n<html lang=\"{lang}\">\n<head>\n<meta charset=\"utf-8\" />\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\" />\n\
         <meta name=\"color-scheme\" content=\"light dark\" />\n<title>{title}</title>\n\
         <script src=\"/nhung.js\" async></script>\n</head>\n<body>\n\
         <thi-luat contest=\"{slug_text}\" parts=\"{parts}\"></thi-luat>\n\
         <noscript><a href=\"{link}\" target=\"_blank\" rel=\"noopener\">{title}</a></noscript>\n\
         </body>\n</html>\n"
    )
}
