//! `GET /feed.json`: JSON Feed 1.1 (jsonfeed.org/version/1.1).

use super::{FeedQuery, KEEP, instant, name, page};
use crate::app::{App, Language};
use crate::http::extract::StrictQuery;
use crate::http::problem::EdgeFault;
use crate::http::{ApiResult, Visit, kept};
use axum::extract::State;
use axum::response::Response;
use hyper::header::HeaderMap;
use serde::Serialize;
use std::sync::Arc;

#[derive(Serialize)]
struct Feed {
    version: &'static str,
    title: &'static str,
    home_page_url: String,
    #[serde(rename = "feed_url")]
    own_url: String,
    language: &'static str,
    items: Vec<Item>,
}

#[derive(Serialize)]
struct Item {
    id: String,
    url: String,
    title: String,
    content_text: String,
    date_published: String,
    authors: Vec<Author>,
    tags: Vec<&'static str>,
}

#[derive(Serialize)]
struct Author {
    name: String,
}

/// What happens to contests, as JSON Feed
#[utoipa::path(
    get, path = "/feed.json", tag = "sites",
    params(FeedQuery),
    responses((status = 200, content_type = "application/feed+json"))
)]
pub async fn read_json_feed(
    State(app): State<Arc<App>>,
    StrictQuery(query): StrictQuery<FeedQuery>,
    visit: Visit,
    headers: HeaderMap,
) -> ApiResult<Response> {
    let place = visit.site.address(&headers);
    let language = Language::from(query.lang);
    let items = app.feed().await?;
    let items = items.iter().map(|item| Item {
        id: name(&place, item),
        url: page(&place, item),
        title: item.title(language),
        content_text: item.summary(language),
        date_published: instant(item.at),
        authors: vec![Author {
            name: item.organiser.clone(),
        }],
        tags: vec![item.event.word()],
    });
    let feed = Feed {
        version: "https://jsonfeed.org/version/1.1",
        title: query.title(),
        home_page_url: format!("{place}/"),
        own_url: format!("{place}/feed.json{}", query.suffix()),
        language: query.lang.word(),
        items: items.collect(),
    };
    let body = serde_json::to_vec(&feed).map_err(|_| EdgeFault::Internal)?;
    Ok(kept::reply(&headers, "application/feed+json", KEEP, body))
}
