//! The little that has to be read from the raw bytes of heads.

use hyper::StatusCode;

/// Whether the head of a request has a `Content-Length` line.
///
/// Only asked about requests with `Transfer-Encoding`, where both together mean that two readers
/// could see two different bodies. With several requests in one packet it may see the line of
/// another one; nobody sends chunked bodies in a pipeline.
pub(super) fn states_a_length(head: &[u8]) -> bool {
    const NAME: &[u8] = b"content-length";
    head.split(|byte| *byte == b'\n')
        .take_while(|line| !line.trim_ascii().is_empty())
        .any(|line| {
            line.len() > NAME.len()
                && line[..NAME.len()].eq_ignore_ascii_case(NAME)
                && line[NAME.len()..].trim_ascii_start().starts_with(b":")
        })
}

/// The status of a reply that begins with these bytes, if it is a refusal.
pub(super) fn status_of(reply: &[u8]) -> Option<StatusCode> {
    let digits = reply
        .strip_prefix(b"HTTP/1.1 ")
        .or_else(|| reply.strip_prefix(b"HTTP/1.0 "))?;
    let status = StatusCode::from_bytes(digits.get(..3)?).ok()?;
    status.is_client_error().then_some(status)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_length_is_seen_in_the_head_only() {
        for (head, stated) in [
            ("POST / HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc", true),
            (
                "POST / HTTP/1.1\r\nA: b\r\ncONTENT-lENGTH : 3\r\n\r\n",
                true,
            ),
            ("POST / HTTP/1.1\r\nX-Content-Length: 3\r\n\r\n", false),
            ("POST / HTTP/1.1\r\nA: b\r\n\r\nContent-Length: 3", false),
            ("", false),
        ] {
            assert_eq!(states_a_length(head.as_bytes()), stated, "{head:?}");
        }
    }

    #[test]
    fn only_refusals_are_replaced() {
        assert_eq!(
            status_of(b"HTTP/1.1 431 X\r\n"),
            Some(StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE)
        );
        assert_eq!(status_of(b"HTTP/1.1 100 Continue\r\n\r\n"), None);
        assert_eq!(status_of(b"HTTP/1.1 200 OK\r\n"), None);
        assert_eq!(status_of(b"abc"), None);
    }
}
