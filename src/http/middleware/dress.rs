//! What every reply wears: its request id and the security headers, errors included.

use super::super::sessions::SessionKind;
use super::super::{ApiError, Site, Visit};
use axum::response::Response;
use hyper::StatusCode;
use hyper::header::{HeaderMap, HeaderName, HeaderValue, SET_COOKIE, X_FRAME_OPTIONS};
use std::sync::LazyLock;

/// Nothing from anywhere else, nothing inline, never in a frame (screens.md 1, security.md 1.35).
pub const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; \
     img-src 'self' data:; connect-src 'self'; font-src 'self'; manifest-src 'self'; \
     base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/// Every capability off: the platform needs none.
const PERMISSIONS_POLICY: &str = "accelerometer=(), autoplay=(), camera=(), clipboard-read=(), \
     display-capture=(), encrypted-media=(), fullscreen=(), geolocation=(), gyroscope=(), hid=(), \
     magnetometer=(), microphone=(), midi=(), payment=(), publickey-credentials-get=(), \
     screen-wake-lock=(), serial=(), usb=(), xr-spatial-tracking=()";

/// The headers of every reply. `no-store` is the rule; what may be kept says so itself.
pub const SECURITY_HEADERS: [(&str, &str); 8] = [
    ("content-security-policy", CONTENT_SECURITY_POLICY),
    ("x-content-type-options", "nosniff"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("referrer-policy", "no-referrer"),
    ("permissions-policy", PERMISSIONS_POLICY),
    ("x-frame-options", "DENY"),
    ("cache-control", "no-store"),
];

/// Marks a reply that some sites may show in a frame; its own policy names them.
#[derive(Debug, Clone, Copy)]
pub struct Framed;

static REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Cloned for each reply, which is cheaper than inserting one by one.
static WARDROBE: LazyLock<HeaderMap> = LazyLock::new(|| {
    let mut headers = HeaderMap::with_capacity(24);
    for (name, value) in SECURITY_HEADERS {
        headers.insert(
            HeaderName::from_static(name),
            HeaderValue::from_static(value),
        );
    }
    headers
});

/// The kinds of session cookie a request brought.
pub(super) fn brought_cookie(site: &Site, headers: &HeaderMap) -> [bool; 2] {
    if !headers.contains_key(hyper::header::COOKIE) {
        return [false; 2];
    }
    let cookies = site.cookies();
    [SessionKind::Participant, SessionKind::Staff].map(|kind| cookies.present(kind, headers))
}

/// Dresses a reply. A session that is refused loses its cookie, so that a browser does not go on
/// showing it.
pub(super) fn response(mut response: Response, visit: &Visit, brought: [bool; 2]) -> Response {
    let mut headers = WARDROBE.clone();
    let mut previous = None;
    for (name, value) in std::mem::take(response.headers_mut()) {
        match (name, &previous) {
            (Some(name), _) => {
                headers.insert(name.clone(), value);
                previous = Some(name);
            }
            (None, Some(name)) => {
                headers.append(name.clone(), value);
            }
            (None, None) => {}
        }
    }
    if response.extensions().get::<Framed>().is_some() {
        // It knows no list of sites: where there is one, `frame-ancestors` says who may (CSP 3, 6.4.2).
        headers.remove(X_FRAME_OPTIONS);
    }
    headers.insert(REQUEST_ID.clone(), id_value(visit));
    if response.status() == StatusCode::UNAUTHORIZED
        && let Some(error) = response.extensions().get::<ApiError>()
        && error.refusal().code() == "auth.required"
    {
        let kinds = [SessionKind::Participant, SessionKind::Staff];
        for (kind, _) in kinds
            .into_iter()
            .zip(brought)
            .filter(|(_, brought)| *brought)
        {
            headers.append(SET_COOKIE, visit.site.cookies().clear(kind));
        }
    }
    *response.headers_mut() = headers;
    response
}

fn id_value(visit: &Visit) -> HeaderValue {
    HeaderValue::try_from(visit.id.to_string()).expect("hex digits and a hyphen")
}
