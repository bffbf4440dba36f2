//! Feeds of what happens to contests, for portals and readers.

mod atom;
mod json;

use super::sites::WordsLanguage;
use crate::app::App;
use crate::app::sites::FeedItem;
use crate::domain::Timestamp;
use crate::http::links;
use serde::Deserialize;
use std::sync::Arc;
use time::format_description::well_known::Rfc3339;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// How long readers keep a feed.
const KEEP: &str = "public, max-age=60";

/// The feeds, at the root.
pub fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(json::read_json_feed))
        .routes(routes!(atom::read_atom_feed))
}

/// In which language.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct FeedQuery {
    /// `vi` or `en`; `vi` if left out.
    #[serde(default)]
    #[param(inline)]
    pub lang: WordsLanguage,
}

impl FeedQuery {
    /// Title of the feed.
    fn title(&self) -> &'static str {
        match self.lang {
            WordsLanguage::Vi => "Thi Luật: các cuộc thi tìm hiểu pháp luật",
            WordsLanguage::En => "Thi Luật: contests on legal knowledge",
        }
    }

    /// What follows a path so that it is the same feed.
    fn suffix(&self) -> &'static str {
        match self.lang {
            WordsLanguage::Vi => "",
            WordsLanguage::En => "?lang=en",
        }
    }
}

/// The page that an entry is about.
fn page(place: &str, item: &FeedItem) -> String {
    place.to_owned() + &links::contest(&item.slug, None)
}

/// The name of an entry, which never changes: the page, the round and what happened.
fn name(place: &str, item: &FeedItem) -> String {
    let round = item.round.as_ref().map(|(code, ..)| links::part(code));
    let parts: Vec<String> = round
        .into_iter()
        .chain([item.event.word().to_owned()])
        .collect();
    format!("{}#{}", page(place, item), parts.join("/"))
}

/// An instant as RFC 3339 has it.
fn instant(at: Timestamp) -> String {
    at.to_utc().format(&Rfc3339).unwrap_or_default()
}
