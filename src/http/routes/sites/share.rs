//! `GET /contests/{slug}/share.png`: the picture that messengers show beside a link.

use super::words::{WordsLanguage, card};
use crate::app::App;
use crate::http::extract::{PathId, StrictQuery};
use crate::http::{ApiResult, Visit, kept};
use crate::reports::card::{LOOK, draw};
use crate::ui::tag;
use axum::body::Body;
use axum::extract::State;
use axum::response::Response;
use hyper::header::{HeaderMap, HeaderName, HeaderValue};
use serde::Deserialize;
use std::sync::Arc;

/// Whose picture.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ShareQuery {
    /// Code of the unit that shares it.
    pub unit: Option<String>,
    /// `vi` or `en`; `vi` if left out.
    #[serde(default)]
    #[param(inline)]
    pub lang: WordsLanguage,
}

/// Picture of a share
///
/// 1200 by 630 pixels. How many take part stands on it where the public boards tell it.
#[utoipa::path(
    get, path = "/api/v1/contests/{slug}/share.png", tag = "sites",
    params(("slug" = String, Path, description = "Slug of the contest"), ShareQuery),
    responses((status = 200, content_type = "image/png"))
)]
pub async fn read_share(
    State(app): State<Arc<App>>,
    PathId(slug): PathId<String>,
    StrictQuery(query): StrictQuery<ShareQuery>,
    visit: Visit,
    headers: HeaderMap,
) -> ApiResult<Response> {
    let share = app.share(&slug, query.unit.as_deref()).await?;
    let card = card(&share, query.lang.into());
    // What it says names the picture, so that whoever has it is told without drawing it.
    let name = tag::of(format!("{LOOK} {card:?}").as_bytes());
    let body = if tag::is_known(&headers, &name) {
        Body::empty()
    } else {
        let cards = visit.site.cards();
        Body::from(cards.picture(&name, move || draw(&card)).await?)
    };
    let mut response = kept::tagged(&headers, "public, max-age=300", &name, ("image/png", body));
    let policy = HeaderName::from_static("cross-origin-resource-policy");
    let fields = response.headers_mut();
    fields.insert(policy, HeaderValue::from_static("cross-origin"));
    Ok(response)
}
