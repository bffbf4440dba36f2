//! `/cuoc-thi/{slug}`: the page of a contest, with a head that says what it is about.
//!
//! Messengers read the head of a page and run no script. Whatever stands in the way of a good head, the
//! page itself opens: it asks by itself, and says by itself what is wrong.

use super::sites::description;
use crate::app::sites::Share;
use crate::app::{Absent, App, Language};
use crate::http::extract::PathId;
use crate::http::{Visit, links};
use crate::ui::{self, PageHead};
use axum::extract::{Query, State};
use axum::response::Response;
use axum::routing::get;
use hyper::header::HeaderMap;
use hyper::{Method, Uri};
use serde::Deserialize;
use std::sync::Arc;
use utoipa_axum::router::OpenApiRouter;

/// Pages of the application with a head of their own.
pub fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new().route("/cuoc-thi/{slug}", get(contest_page))
}

/// What the address of the page may say of a share; the rest belongs to the application.
#[derive(Debug, Default, Deserialize)]
struct Shared {
    #[serde(rename = "don-vi")]
    unit: Option<String>,
}

async fn contest_page(
    State(app): State<Arc<App>>,
    PathId(slug): PathId<String>,
    visit: Visit,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    let shared = Query::<Shared>::try_from_uri(&uri);
    let unit = shared.map_or(None, |Query(shared)| shared.unit);
    let Ok(share) = found(&app, &slug, unit.as_deref()).await else {
        return ui::answer(&method, uri.path(), &headers);
    };
    let place = visit.site.address(&headers);
    let unit = share.unit.as_ref().map(|unit| unit.code.as_str());
    let head = PageHead {
        title: share.title.clone(),
        // The page is Vietnamese until its reader picks another language.
        description: description(&share, Language::Vietnamese),
        address: place.clone() + &links::contest(&slug, unit),
        image: place + &links::share(&slug, unit),
    };
    ui::contest_page(&head, &headers)
}

/// What the share says; a unit that is not there is passed over.
async fn found(app: &App, slug: &str, unit: Option<&str>) -> Result<Share, Absent> {
    match app.share(slug, unit).await {
        Err(Absent::NotFound(_)) if unit.is_some() => app.share(slug, None).await,
        share => share,
    }
}
