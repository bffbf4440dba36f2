//! The embedded web application.
//!
//! `npm run build` leaves a `.br` and a `.gz` beside every text file, so nothing is compressed when
//! it is asked for. Files under `/assets/` carry a hash in their name and never change; pages are
//! asked for again each time, which costs a 304.

mod encoding;
mod head;
pub mod tag;

pub use head::{PageHead, contest_page, escaped};

use axum::body::Body;
use axum::response::{IntoResponse as _, Response};
use bytes::Bytes;
use encoding::Encoding;
use hyper::header::{
    ACCEPT_ENCODING, ALLOW, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, ETAG,
    HeaderMap, HeaderName, HeaderValue, VARY,
};
use hyper::{Method, StatusCode};
use rust_embed::{EmbeddedFile, RustEmbed};
use std::borrow::Cow;

/// What `contest-ui/dist` held when the binary was built; nothing, if the UI was not built.
#[derive(RustEmbed)]
#[folder = "contest-ui/dist"]
#[allow_missing = true]
struct Built;

/// The script that other sites load to show a contest.
const EMBED: &str = "nhung.js";

/// Stands in for the application when the UI was not built; says how to build it.
const NOT_BUILT: &str = include_str!("not-built.html");

/// Answers a request that no route took: a file, the application's page for its own addresses, 404
/// for files that are not there, 405 for anything but reading.
pub fn answer(method: &Method, path: &str, headers: &HeaderMap) -> Response {
    if !matches!(*method, Method::GET | Method::HEAD) {
        let mut response = StatusCode::METHOD_NOT_ALLOWED.into_response();
        response
            .headers_mut()
            .insert(ALLOW, HeaderValue::from_static("GET, HEAD"));
        return response;
    }
    let name = path.trim_start_matches('/');
    if let Some(response) = file(name, headers) {
        return response;
    }
    // A law in an address of the organisers has a dot now and then.
    if is_console(name) {
        return file("console.html", headers).unwrap_or_else(|| page(NOT_BUILT));
    }
    // An address of the application has no dot in its last part; a file has.
    if name.starts_with("assets/")
        || name
            .rsplit('/')
            .next()
            .is_some_and(|last| last.contains('.'))
    {
        return StatusCode::NOT_FOUND.into_response();
    }
    file("index.html", headers).unwrap_or_else(|| page(NOT_BUILT))
}

/// Whether an address belongs to the organisers' application, which is a page of its own: people who
/// sit an exam load none of it.
fn is_console(name: &str) -> bool {
    name == "quan-tri" || name.starts_with("quan-tri/")
}

fn page(html: &'static str) -> Response {
    let kind = HeaderValue::from_static("text/html; charset=utf-8");
    (
        [
            (CONTENT_TYPE, kind),
            (CACHE_CONTROL, HeaderValue::from_static("no-cache")),
        ],
        html,
    )
        .into_response()
}

/// The file of that name in the best form the client takes.
fn file(name: &str, headers: &HeaderMap) -> Option<Response> {
    // Neither the build's own notes nor a form by itself is a page of ours.
    let ending = name.rsplit('.').next().unwrap_or_default();
    let hidden = name.is_empty() || name.starts_with('.') || matches!(ending, "br" | "gz");
    if hidden {
        return None;
    }
    let plain = Built::get(name)?;
    let accepted = headers
        .get(ACCEPT_ENCODING)
        .and_then(|value| value.to_str().ok());
    let forms = [(Encoding::Brotli, ".br"), (Encoding::Gzip, ".gz")];
    let best = forms.into_iter().find_map(|(encoding, ending)| {
        let wanted = encoding.is_accepted(accepted.unwrap_or_default());
        let form = wanted
            .then(|| Built::get(&format!("{name}{ending}")))
            .flatten()?;
        Some((form, Some(encoding)))
    });
    let (form, encoding) = best.unwrap_or((plain, None));
    Some(reply(name, form, encoding, headers))
}

fn reply(
    name: &str,
    form: EmbeddedFile,
    encoding: Option<Encoding>,
    headers: &HeaderMap,
) -> Response {
    // Each form of a file has a tag of its own.
    let tag = tag::of_hash(&form.metadata.sha256_hash());
    let mut response = if tag::is_known(headers, &tag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        let bytes = match form.data {
            Cow::Borrowed(bytes) => Bytes::from_static(bytes),
            Cow::Owned(bytes) => Bytes::from(bytes),
        };
        let mut response = Response::new(Body::from(bytes.clone()));
        let fields = response.headers_mut();
        fields.insert(CONTENT_TYPE, HeaderValue::from_static(media_type(name)));
        fields.insert(CONTENT_LENGTH, HeaderValue::from(bytes.len()));
        if let Some(encoding) = encoding {
            fields.insert(CONTENT_ENCODING, HeaderValue::from_static(encoding.word()));
        }
        response
    };
    let keep = if name.starts_with("assets/") {
        "public, max-age=31536000, immutable"
    } else if name == EMBED {
        "public, max-age=300"
    } else {
        "no-cache"
    };
    let fields = response.headers_mut();
    if name == EMBED {
        // The one file that is made to be loaded by pages of other sites.
        let policy = HeaderName::from_static("cross-origin-resource-policy");
        fields.insert(policy, HeaderValue::from_static("cross-origin"));
    }
    fields.insert(CACHE_CONTROL, HeaderValue::from_static(keep));
    fields.insert(VARY, HeaderValue::from_static("accept-encoding"));
    fields.insert(
        ETAG,
        HeaderValue::try_from(tag).expect("hex digits in quotes"),
    );
    response
}

/// The media type by the ending of a name.
fn media_type(name: &str) -> &'static str {
    match name.rsplit_once('.').map_or("", |(_, ending)| ending) {
        "html" => "text/html; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "svg" => "image/svg+xml",
        "json" => "application/json",
        "webmanifest" => "application/manifest+json",
        "txt" => "text/plain; charset=utf-8",
        "png" => "image/png",
        "webp" => "image/webp",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_reading_is_answered() {
        let post = answer(&Method::POST, "/", &HeaderMap::new());
        assert_eq!(post.status(), StatusCode::METHOD_NOT_ALLOWED);
        assert_eq!(post.headers()[ALLOW], "GET, HEAD");
    }

    #[test]
    fn addresses_of_the_application_get_its_page_and_missing_files_none() {
        for path in ["/", "/contests/giao-thong-2026", "/verify"] {
            let reply = answer(&Method::GET, path, &HeaderMap::new());
            assert_eq!(reply.status(), StatusCode::OK, "{path}");
            assert_eq!(reply.headers()[CONTENT_TYPE], "text/html; charset=utf-8");
            assert_eq!(reply.headers()[CACHE_CONTROL], "no-cache");
        }
        for path in [
            "/assets/none.js",
            "/none.png",
            "/assets/none",
            "/.vite/manifest.json",
            "/index.html.br",
        ] {
            let reply = answer(&Method::GET, path, &HeaderMap::new());
            assert_eq!(reply.status(), StatusCode::NOT_FOUND, "{path}");
        }
    }
}
