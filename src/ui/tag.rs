//! Entity tags: what a reader has kept is told apart from what there is (RFC 9110, 8.8.3).

use hyper::header::{HeaderMap, IF_NONE_MATCH};
use sha2::{Digest as _, Sha256};
use std::fmt::Write as _;

/// A strong tag of exactly these bytes.
pub fn of(bytes: &[u8]) -> String {
    of_hash(&Sha256::digest(bytes))
}

/// A strong tag of what has that hash.
pub fn of_hash(hash: &[u8]) -> String {
    let mut tag = String::from("\"");
    for byte in hash.iter().take(12) {
        // Writing to a String does not fail.
        let _ = write!(tag, "{byte:02x}");
    }
    tag.push('"');
    tag
}

/// Whether the reader has what this tag stands for.
pub fn is_known(headers: &HeaderMap, tag: &str) -> bool {
    headers
        .get_all(IF_NONE_MATCH)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|list| list.split(','))
        .any(|known| matches!(known.trim(), "*") || known.trim().trim_start_matches("W/") == tag)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_is_found_in_what_the_reader_names() {
        let tag = of(b"page");
        assert_eq!(tag.len(), 26);
        assert_ne!(tag, of(b"pages"));
        for (header, known) in [
            (tag.clone(), true),
            (format!("\"x\", W/{tag}"), true),
            ("*".to_owned(), true),
            ("\"x\"".to_owned(), false),
            (tag.trim_matches('"').to_owned(), false),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(IF_NONE_MATCH, header.parse().unwrap());
            assert_eq!(is_known(&headers, &tag), known, "{header}");
        }
        assert!(!is_known(&HeaderMap::new(), &tag));
    }
}
