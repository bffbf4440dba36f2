//! Addresses of our own pages, as they stand in redirects, feeds and heads.

use std::fmt::Write as _;

/// A part of a path or a value of a query: every byte but letters, digits and `-._~` is escaped
/// (RFC 3986, 2.3).
pub fn part(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            // Writing to a String does not fail.
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

/// The page of a contest, for whoever comes by the link of a unit if one is named.
pub fn contest(slug: &str, unit: Option<&str>) -> String {
    let page = format!("/cuoc-thi/{}", part(slug));
    match unit {
        Some(unit) => format!("{page}?don-vi={}", part(unit)),
        None => page,
    }
}

/// The link of a unit, which counts who came.
pub fn of_unit(slug: &str, unit: &str) -> String {
    format!("/d/{}/{}", part(slug), part(unit))
}

/// The picture of a share.
pub fn share(slug: &str, unit: Option<&str>) -> String {
    let picture = format!("/api/v1/contests/{}/share.png", part(slug));
    match unit {
        Some(unit) => format!("{picture}?unit={}", part(unit)),
        None => picture,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_gets_out_of_its_part() {
        assert_eq!(contest("an-toan", None), "/cuoc-thi/an-toan");
        assert_eq!(
            contest("a/../b", Some("18073&x=1#đ")),
            "/cuoc-thi/a%2F..%2Fb?don-vi=18073%26x%3D1%23%C4%91"
        );
        assert_eq!(of_unit("a\r\nb", "42"), "/d/a%0D%0Ab/42");
        assert_eq!(
            share("a", Some("4 2")),
            "/api/v1/contests/a/share.png?unit=4%202"
        );
    }
}
