//! The page of a contest with a head of its own: what messengers and search engines read, who run no
//! script. The application is the same.

use super::{Built, NOT_BUILT, tag};
use axum::body::Body;
use axum::response::{IntoResponse as _, Response};
use hyper::StatusCode;
use hyper::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, HeaderMap, HeaderValue};
use std::borrow::Cow;
use std::fmt::Write as _;

/// What the head of a contest's page says (Open Graph, ogp.me).
#[derive(Debug, Clone, Default)]
pub struct PageHead {
    /// Title of the contest.
    pub title: String,
    /// One or two sentences.
    pub description: String,
    /// Absolute address of the page.
    pub address: String,
    /// Absolute address of its picture, 1200 by 630 pixels.
    pub image: String,
}

/// The application's page with that head.
pub fn contest_page(head: &PageHead, headers: &HeaderMap) -> Response {
    let built = Built::get("index.html");
    let page = match &built {
        Some(file) => String::from_utf8_lossy(&file.data),
        None => Cow::Borrowed(NOT_BUILT),
    };
    let page = with_head(&page, head);
    let tag = tag::of(page.as_bytes());
    let mut response = if tag::is_known(headers, &tag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        let mut response = Response::new(Body::from(page));
        let kind = HeaderValue::from_static("text/html; charset=utf-8");
        response.headers_mut().insert(CONTENT_TYPE, kind);
        response
    };
    let fields = response.headers_mut();
    fields.insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    if let Ok(tag) = HeaderValue::try_from(tag) {
        fields.insert(ETAG, tag);
    }
    response
}

/// The page with that head in place of its own title and description.
fn with_head(page: &str, head: &PageHead) -> String {
    let [title, description, address, image] =
        [&head.title, &head.description, &head.address, &head.image].map(|text| escaped(text));
    let page = replaced(page, "<title>", "</title>", &format!("{title} – Thi Luật"));
    let page = replaced(
        &page,
        "<meta name=\"description\" content=\"",
        "\"",
        &description,
    );
    let mut tags = String::new();
    for (property, content) in [
        ("og:type", "website"),
        ("og:site_name", "Thi Luật"),
        ("og:locale", "vi_VN"),
        ("og:title", &title),
        ("og:description", &description),
        ("og:url", &address),
        ("og:image", &image),
        ("og:image:type", "image/png"),
        ("og:image:width", "1200"),
        ("og:image:height", "630"),
        ("og:image:alt", &title),
    ] {
        // Writing to a String does not fail.
        let _ = writeln!(
            tags,
            "<meta property=\"{property}\" content=\"{content}\" />"
        );
    }
    tags.push_str("<meta name=\"twitter:card\" content=\"summary_large_image\" />\n");
    let _ = writeln!(tags, "<link rel=\"canonical\" href=\"{address}\" />");
    match page.split_once("</head>") {
        Some((before, after)) => format!("{before}{tags}</head>{after}"),
        None => page,
    }
}

/// The text with what stands between the two marks replaced, where they are there.
fn replaced(page: &str, before: &str, after: &str, with: &str) -> String {
    let found = page.split_once(before).and_then(|(head, rest)| {
        let (_, tail) = rest.split_once(after)?;
        Some(format!("{head}{before}{with}{after}{tail}"))
    });
    found.unwrap_or_else(|| page.to_owned())
}

/// The text as it may stand between tags and in quotes.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            _ => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "<html><head><meta name=\"description\" content=\"Chung\" />\
        <title>Thi Luật</title></head><body><script src=\"/a.js\"></script></body></html>";

    #[test]
    fn the_head_says_what_the_contest_is() {
        let head = PageHead {
            title: "An toàn".into(),
            description: "Còn 5 ngày".into(),
            address: "https://thi.vn/cuoc-thi/a".into(),
            image: "https://thi.vn/a.png".into(),
        };
        let page = with_head(PAGE, &head);
        assert!(page.contains("<title>An toàn – Thi Luật</title>"), "{page}");
        assert!(page.contains("<meta name=\"description\" content=\"Còn 5 ngày\" />"));
        assert!(page.contains("<meta property=\"og:image\" content=\"https://thi.vn/a.png\" />"));
        assert_eq!(page.matches("<title>").count(), 1);
        assert!(page.ends_with("</head><body><script src=\"/a.js\"></script></body></html>"));
    }

    #[test]
    fn no_text_gets_out_of_its_quotes() {
        let hostile = "\"'></title><script>alert(1)</script>&";
        let head = PageHead {
            title: hostile.into(),
            description: hostile.into(),
            address: hostile.into(),
            image: hostile.into(),
        };
        let page = with_head(PAGE, &head);
        assert_eq!(page.matches("<script").count(), 1, "{page}");
        assert_eq!(page.matches("</title>").count(), 1, "{page}");
        assert!(!page.contains("\"'>"), "{page}");
    }

    #[test]
    fn a_page_without_the_marks_stays_whole() {
        let bare = "<p>Chưa dựng</p>";
        assert_eq!(with_head(bare, &PageHead::default()), bare);
    }
}
