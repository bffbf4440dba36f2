//! Which pages of other sites may read a reply (Fetch, 3.2), and show one in a frame (CSP 3, 6.4.2).

use crate::domain::Origin;
use axum::response::Response;
use hyper::header::{
    ACCESS_CONTROL_ALLOW_ORIGIN, CONTENT_SECURITY_POLICY, HeaderMap, HeaderValue, ORIGIN, VARY,
};

/// Lets a page of an allowed site read the reply: its own origin is named, never `*`, and never with
/// credentials, so that whatever a browser keeps of us stays out of it. Who reads it hangs on the origin
/// for every cache between, also where none is named.
pub fn allow(response: &mut Response, headers: &HeaderMap, allowed: &[Origin]) {
    let fields = response.headers_mut();
    fields.append(VARY, HeaderValue::from_static("origin"));
    let mut named = headers.get_all(ORIGIN).iter();
    if let (Some(origin), None) = (named.next(), named.next())
        && allowed
            .iter()
            .any(|known| known.as_str().as_bytes() == origin.as_bytes())
    {
        fields.insert(ACCESS_CONTROL_ALLOW_ORIGIN, origin.clone());
    }
}

/// The policy of a page that these sites may show in a frame, and nobody if there are none. It runs our
/// script and asks us; nothing else.
pub fn frame_policy(allowed: &[Origin]) -> (hyper::header::HeaderName, HeaderValue) {
    let mut policy = String::from(
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; \
         connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors",
    );
    if allowed.is_empty() {
        policy.push_str(" 'none'");
    }
    for origin in allowed {
        policy.push(' ');
        policy.push_str(origin.as_str());
    }
    let policy = HeaderValue::try_from(policy).expect("origins are visible ASCII");
    (CONTENT_SECURITY_POLICY, policy)
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::Body;

    fn told(origins: &[&str], allowed: &[&str]) -> (Option<String>, String) {
        let mut headers = HeaderMap::new();
        for origin in origins {
            headers.append(ORIGIN, origin.parse().unwrap());
        }
        let allowed: Vec<Origin> = allowed.iter().map(|o| o.parse().unwrap()).collect();
        let mut response = Response::new(Body::empty());
        allow(&mut response, &headers, &allowed);
        let headers = response.headers();
        assert!(!headers.contains_key("access-control-allow-credentials"));
        let named = headers.get(ACCESS_CONTROL_ALLOW_ORIGIN);
        let named = named.map(|value| value.to_str().unwrap().to_owned());
        (named, headers[VARY].to_str().unwrap().to_owned())
    }

    #[test]
    fn only_an_exact_origin_is_let_in() {
        let allowed = ["https://xa.example.vn", "http://localhost:5000"];
        for own in allowed {
            assert_eq!(
                told(&[own], &allowed),
                (Some(own.to_owned()), "origin".into())
            );
        }
        for foreign in [
            "https://xa.example.vn.evil.vn",
            "https://evil-xa.example.vn",
            "https://xa.example.vn:444",
            "http://xa.example.vn",
            "https://a.xa.example.vn",
            "null",
            "*",
            "",
        ] {
            assert_eq!(
                told(&[foreign], &allowed),
                (None, "origin".into()),
                "{foreign}"
            );
        }
        assert_eq!(told(&[], &allowed).0, None);
        assert_eq!(told(&[allowed[0], allowed[0]], &allowed).0, None);
        assert_eq!(told(&[allowed[0]], &[]).0, None);
    }

    #[test]
    fn a_frame_is_nobodys_until_a_site_is_named() {
        let policy = |allowed: &[&str]| {
            let allowed: Vec<Origin> = allowed.iter().map(|o| o.parse().unwrap()).collect();
            frame_policy(&allowed).1.to_str().unwrap().to_owned()
        };
        assert!(policy(&[]).ends_with("; frame-ancestors 'none'"));
        assert!(
            policy(&["https://a.vn", "https://b.vn:8443"])
                .ends_with("; frame-ancestors https://a.vn https://b.vn:8443")
        );
    }
}
