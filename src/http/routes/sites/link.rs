//! `GET /d/{slug}/{unit}`: the link of a unit. Counts who came, and leads to the contest's page.
//!
//! A browser counts once a day. It is known by a cookie that says nothing but the day, the same for
//! everybody who follows the same link on it, and that is sent to this link alone and gone at midnight:
//! it tells neither who somebody is nor what else he looked at. Whoever keeps no cookies counts each
//! time, so visits are a hint; what prizes go by are people who took part.

use crate::app::App;
use crate::http::extract::PathId;
use crate::http::{ApiResult, Visit, links};
use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use hyper::header::{COOKIE, HeaderMap, HeaderValue, LOCATION, SET_COOKIE, USER_AGENT};
use hyper::{Method, StatusCode};
use std::sync::Arc;

/// Parts of the names of programs that fetch a link for its preview or for an index, lower case.
const PROGRAMS: [&str; 15] = [
    "bot",
    "crawl",
    "spider",
    "preview",
    "facebookexternalhit",
    "facebookcatalog",
    "whatsapp/",
    "embedly",
    "curl/",
    "wget/",
    "python",
    "go-http-client",
    "okhttp",
    "java/",
    "libwww",
];

/// The link of a unit
///
/// Counts one visit a browser a day, and leads to the page of the contest, where the unit is filled in.
#[utoipa::path(
    get, path = "/d/{slug}/{unit}", tag = "sites",
    params(
        ("slug" = String, Path, description = "Slug of the contest"),
        ("unit" = String, Path, description = "Code of the unit"),
    ),
    responses((status = 303, description = "To the page of the contest"))
)]
pub async fn follow_link(
    State(app): State<Arc<App>>,
    PathId((slug, unit)): PathId<(String, String)>,
    visit: Visit,
    method: Method,
    headers: HeaderMap,
) -> ApiResult<Response> {
    let secure = visit.site.is_https();
    let today = app.now().to_vietnam().date().to_string();
    let name = cookie_name(secure);
    let counts = method == Method::GET && is_person(&headers) && !holds(&headers, name, &today);
    let target = app.follow_link(&slug, &unit, counts).await?;
    let page = links::contest(&slug, target.unit.as_deref());
    let mut response = StatusCode::SEE_OTHER.into_response();
    let fields = response.headers_mut();
    let location = HeaderValue::try_from(page).expect("what is escaped is visible ASCII");
    fields.insert(LOCATION, location);
    if counts && target.unit.is_some() {
        let path = links::of_unit(&slug, &unit);
        let seconds = (target.day_ends.since(target.now).0 / 1000).max(1);
        let secure = if secure { "; Secure" } else { "" };
        let line = format!(
            "{name}={today}; Path={path}; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}"
        );
        let line = HeaderValue::try_from(line).expect("what is escaped is visible ASCII");
        fields.insert(SET_COOKIE, line);
    }
    Ok(response)
}

/// `__Host-` would ask for the path of the whole place, and with it for a cookie that tells links apart.
fn cookie_name(secure: bool) -> &'static str {
    if secure {
        "__Secure-thiluat-ngay"
    } else {
        "thiluat-ngay"
    }
}

/// Whether the browser was counted today.
fn holds(headers: &HeaderMap, name: &str, today: &str) -> bool {
    let lines = headers.get_all(COOKIE).iter();
    let mut pairs = lines
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='));
    pairs.any(|(known, day)| known == name && day == today)
}

/// Whether a browser opens the link for somebody to look at, as far as it says so itself.
fn is_person(headers: &HeaderMap) -> bool {
    let word = |name: &str| {
        let value = headers.get(name).and_then(|value| value.to_str().ok());
        value.unwrap_or_default().to_ascii_lowercase()
    };
    // A maker of phones has a name that ends like that of a program.
    let agent = word(USER_AGENT.as_str()).replace("cubot", "");
    let ahead = ["sec-purpose", "purpose", "x-purpose", "x-moz"]
        .iter()
        .any(|name| {
            ["prefetch", "preview"]
                .iter()
                .any(|what| word(name).contains(what))
        });
    let shown = matches!(word("sec-fetch-dest").as_str(), "" | "document");
    !agent.is_empty() && !ahead && shown && !PROGRAMS.iter().any(|part| agent.contains(part))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(lines: &[(&'static str, &str)]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for (name, value) in lines {
            headers.append(*name, value.parse().unwrap());
        }
        headers
    }

    #[test]
    fn people_are_told_from_programs_by_what_they_say() {
        const PHONE: &str = "Mozilla/5.0 (Linux; Android 13) AppleWebKit/537.36 Chrome/120 Mobile";
        let in_zalo = format!("{PHONE} Zalo android/231 ZaloTheme/light");
        let cubot = "Mozilla/5.0 (Linux; Android 11; CUBOT X30) Chrome/120 Mobile";
        for agent in [PHONE, &in_zalo, cubot, "Mozilla/5.0 [FBAN/FBIOS;FBAV/400]"] {
            assert!(is_person(&headers(&[("user-agent", agent)])), "{agent}");
        }
        for agent in [
            "",
            "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
            "Mozilla/5.0 (compatible; Googlebot/2.1)",
            "TelegramBot (like TwitterBot)",
            "WhatsApp/2.23.20.0",
            "Mozilla/5.0 (Windows NT 6.1; WOW64) SkypeUriPreview Preview/0.5",
            "curl/8.1",
        ] {
            assert!(!is_person(&headers(&[("user-agent", agent)])), "{agent}");
        }
        assert!(!is_person(&HeaderMap::new()));
        for (name, value) in [
            ("sec-purpose", "prefetch;prerender"),
            ("purpose", "prefetch"),
            ("x-moz", "prefetch"),
            ("sec-fetch-dest", "image"),
            ("sec-fetch-dest", "empty"),
        ] {
            let all = headers(&[("user-agent", PHONE), (name, value)]);
            assert!(!is_person(&all), "{name}: {value}");
        }
        assert!(is_person(&headers(&[
            ("user-agent", PHONE),
            ("sec-fetch-dest", "document")
        ])));
    }

    #[test]
    fn a_day_is_held_by_its_own_cookie_alone() {
        let held = |line: &str| {
            let headers = headers(&[("cookie", line)]);
            holds(&headers, "thiluat-ngay", "2026-12-01")
        };
        assert!(held("a=b; thiluat-ngay=2026-12-01"));
        for other in [
            "thiluat-ngay=2026-11-30",
            "x-thiluat-ngay=2026-12-01",
            "a",
            "",
        ] {
            assert!(!held(other), "{other}");
        }
    }
}
