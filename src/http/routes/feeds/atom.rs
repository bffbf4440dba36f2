//! `GET /feed.xml`: Atom (RFC 4287).

use super::{FeedQuery, KEEP, instant, name, page};
use crate::app::sites::FeedItem;
use crate::app::{App, Language};
use crate::domain::Timestamp;
use crate::http::extract::StrictQuery;
use crate::http::{ApiResult, Visit, kept};
use crate::ui::escaped;
use axum::extract::State;
use axum::response::Response;
use hyper::header::HeaderMap;
use std::fmt::Write as _;
use std::sync::Arc;

/// What happens to contests, as Atom
#[utoipa::path(
    get, path = "/feed.xml", tag = "sites",
    params(FeedQuery),
    responses((status = 200, content_type = "application/atom+xml"))
)]
pub async fn read_atom_feed(
    State(app): State<Arc<App>>,
    StrictQuery(query): StrictQuery<FeedQuery>,
    visit: Visit,
    headers: HeaderMap,
) -> ApiResult<Response> {
    let place = visit.site.address(&headers);
    let body = feed(&place, &query, &app.feed().await?);
    let kind = "application/atom+xml; charset=utf-8";
    Ok(kept::reply(&headers, kind, KEEP, body))
}

fn feed(place: &str, query: &FeedQuery, items: &[FeedItem]) -> String {
    let language = Language::from(query.lang);
    // A feed without entries has not changed since there are clocks.
    let updated = items.iter().map(|item| item.at).max();
    let updated = instant(updated.unwrap_or(Timestamp::from_micros(0)));
    let own = format!("{place}/feed.xml{}", query.suffix());
    let mut xml = format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n\
         <feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{}\">\n<id>{}</id>\n\
         <title>{}</title>\n<updated>{updated}</updated>\n<link rel=\"self\" href=\"{}\"/>\n\
         <link rel=\"alternate\" type=\"text/html\" href=\"{}/\"/>\n\
         <author><name>Thi Luật</name></author>\n",
        query.lang.word(),
        text(&own),
        text(query.title()),
        text(&own),
        text(place),
    );
    for item in items {
        // Writing to a String does not fail.
        let _ = write!(
            xml,
            "<entry>\n<id>{}</id>\n<title>{}</title>\n<updated>{at}</updated>\n\
             <published>{at}</published>\n<link rel=\"alternate\" type=\"text/html\" href=\"{}\"/>\n\
             <author><name>{}</name></author>\n<category term=\"{}\"/>\n\
             <summary>{}</summary>\n</entry>\n",
            text(&name(place, item)),
            text(&item.title(language)),
            text(&page(place, item)),
            text(&item.organiser),
            item.event.word(),
            text(&item.summary(language)),
            at = instant(item.at),
        );
    }
    xml.push_str("</feed>\n");
    xml
}

/// A text as XML 1.0 has it: characters that no document may hold fall away.
fn text(text: &str) -> String {
    let allowed = |c: &char| !c.is_control() && !matches!(c, '\u{fffe}' | '\u{ffff}');
    let clean: String = text.chars().filter(allowed).collect();
    escaped(&clean)
}
