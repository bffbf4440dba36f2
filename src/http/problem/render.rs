//! From a refusal to the bytes of its problem document, and to its one line in the log.

use super::super::Site;
use super::super::middleware::SECURITY_HEADERS;
use super::{ApiError, EdgeFault, status};
use crate::app::{Language, Refusal};
use crate::telemetry::RequestId;
use axum::body::Body;
use axum::response::Response;
use hyper::StatusCode;
use hyper::header::{CONNECTION, CONTENT_LENGTH, CONTENT_TYPE, HeaderValue, RETRY_AFTER};
use serde_json::{Map, Value};
use std::fmt::Write as _;

/// The media type of a problem document.
pub const PROBLEM_JSON: HeaderValue = HeaderValue::from_static("application/problem+json");

/// Writes the problem document into `response`, which already has its status, and logs it.
pub fn render(
    mut response: Response,
    error: &ApiError,
    id: RequestId,
    language: Language,
) -> Response {
    let status = error.status();
    log(error, id);
    let bytes = document(error, id, language);
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, PROBLEM_JSON);
    headers.insert(CONTENT_LENGTH, HeaderValue::from(bytes.len()));
    if closes(error) {
        headers.insert(CONNECTION, HeaderValue::from_static("close"));
    }
    if let Some(seconds) = retry_after(error, id) {
        headers.insert(RETRY_AFTER, HeaderValue::from(seconds));
    }
    *response.body_mut() = Body::from(bytes);
    response
}

/// A whole reply for a connection whose bytes hyper could not read: there is no request, so neither
/// language nor route, but it wears what every reply wears.
pub fn raw_reply(site: &Site, status: StatusCode) -> Vec<u8> {
    let error = ApiError::of_status(status);
    let id = site.ids.next();
    log(&error, id);
    let body = document(&error, id, Language::default());
    let reason = status.canonical_reason().unwrap_or_default();
    let mut head = format!("HTTP/1.1 {} {reason}\r\n", status.as_u16());
    for (name, value) in SECURITY_HEADERS {
        let _ = write!(head, "{name}: {value}\r\n");
    }
    // Writing to a String does not fail.
    let _ = write!(
        head,
        "x-request-id: {id}\r\ncontent-type: application/problem+json\r\n\
         content-length: {}\r\nconnection: close\r\n\r\n",
        body.len()
    );
    let mut reply = head.into_bytes();
    reply.extend_from_slice(&body);
    reply
}

/// The body: `type, title, status, detail, code, request_id`, then `errors` and the facts.
///
/// A fault of ours says only that it is one: its text stays in the log.
pub fn document(error: &ApiError, id: RequestId, language: Language) -> Vec<u8> {
    let status = error.status();
    let hidden = EdgeFault::Internal;
    let refusal: &dyn Refusal = if status == StatusCode::INTERNAL_SERVER_ERROR {
        &hidden
    } else {
        error.refusal()
    };
    let code = refusal.code();
    let mut body = Map::new();
    body.insert("type".into(), format!("urn:thiluat:problem:{code}").into());
    body.insert("title".into(), title(status, language).into());
    body.insert("status".into(), status.as_u16().into());
    body.insert("detail".into(), refusal.detail(language).into());
    body.insert("code".into(), code.into());
    body.insert("request_id".into(), id.to_string().into());
    let errors: Vec<Value> = refusal
        .fields()
        .iter()
        .map(|fault| {
            serde_json::json!({
                "pointer": fault.pointer,
                "code": fault.code,
                "detail": fault.detail(language),
            })
        })
        .collect();
    if !errors.is_empty() {
        body.insert("errors".into(), errors.into());
    }
    for (name, fact) in refusal.facts() {
        body.entry(name).or_insert(fact);
    }
    serde_json::to_vec(&body).expect("a map of JSON values is JSON")
}

/// Whether the rest of the body can't be told from a next request, or is not worth reading.
fn closes(error: &ApiError) -> bool {
    matches!(
        error.refusal().code(),
        "http.ambiguous_length" | "body.too_large" | "body.timeout" | "body.incomplete"
    )
}

/// Seconds to wait, spread so that a crowd that was refused together does not return together.
fn retry_after(error: &ApiError, id: RequestId) -> Option<u32> {
    let base = match (error.refusal().retry_after_s(), error.status()) {
        (Some(seconds), _) => seconds.max(1),
        (None, StatusCode::SERVICE_UNAVAILABLE) => 2,
        (None, StatusCode::TOO_MANY_REQUESTS) => 1,
        _ => return None,
    };
    Some(base.saturating_add(id.spread(base.saturating_mul(4).saturating_add(1))))
}

/// The short name of a status in the reader's language.
fn title(status: StatusCode, language: Language) -> &'static str {
    let vietnamese = match status.as_u16() {
        400 => "Yêu cầu không hợp lệ",
        401 => "Cần đăng nhập",
        403 => "Không được phép",
        404 => "Không tìm thấy",
        405 => "Không nhận kiểu yêu cầu này",
        406 => "Không có dạng phù hợp",
        408 => "Quá thời gian chờ",
        409 => "Xung đột với trạng thái hiện tại",
        410 => "Không còn nữa",
        413 => "Nội dung quá lớn",
        414 => "Địa chỉ quá dài",
        415 => "Sai dạng nội dung",
        421 => "Sai máy chủ",
        422 => "Nội dung không nhận được",
        426 => "Cần chuyển giao thức",
        429 => "Quá nhiều yêu cầu",
        431 => "Phần đầu quá lớn",
        503 => "Tạm thời chưa phục vụ được",
        507 => "Hết chỗ lưu trữ",
        _ => "Máy chủ gặp trục trặc",
    };
    match language {
        Language::Vietnamese => vietnamese,
        Language::English => status.canonical_reason().unwrap_or("Error"),
    }
}

/// The one line about a refusal: faults of ours loudly with their chain of causes, others quietly.
fn log(error: &ApiError, id: RequestId) {
    let status = error.status().as_u16();
    let code = error.refusal().code();
    if !error.status().is_server_error() {
        tracing::debug!(request_id = %id, status, code, "request refused");
        return;
    }
    let mut chain = error.refusal().to_string();
    let mut cause = error.refusal().source();
    while let Some(inner) = cause {
        // Writing to a String does not fail.
        let _ = write!(chain, ": {inner}");
        cause = inner.source();
    }
    if status::of(code).is_none() {
        tracing::error!(request_id = %id, status, code, cause = %chain, "refusal has no status in the table");
    } else {
        tracing::error!(request_id = %id, status, code, cause = %chain, "request failed");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, thiserror::Error)]
    #[error("constraint users_pkey violated at host db-7")]
    struct Leaky;

    impl Refusal for Leaky {
        fn code(&self) -> &'static str {
            ["leaky", "made-up"][0]
        }
        fn detail(&self, _: Language) -> String {
            "SELECT secret".into()
        }
    }

    #[test]
    fn a_fault_of_ours_never_says_what_broke() {
        let error = ApiError::from(Leaky);
        assert_eq!(error.status(), 500);
        let body = document(&error, RequestId::default(), Language::Vietnamese);
        let text = String::from_utf8(body).unwrap();
        for word in ["users_pkey", "db-7", "SELECT", "leaky"] {
            assert!(!text.contains(word), "{text}");
        }
        assert!(text.contains(r#""code":"internal""#), "{text}");
    }

    #[derive(Debug, thiserror::Error)]
    #[error("the store is away")]
    struct Away;

    impl Refusal for Away {
        fn code(&self) -> &'static str {
            "storage_unavailable"
        }
        fn detail(&self, _: Language) -> String {
            "away".into()
        }
        fn retry_after_s(&self) -> Option<u32> {
            Some(2)
        }
    }

    #[test]
    fn a_crowd_that_was_refused_together_comes_back_within_two_to_ten_seconds() {
        let ids = crate::telemetry::RequestIds::new([7; 4]);
        let error = ApiError::from(Away);
        assert_eq!(error.status(), 503);
        let told: std::collections::BTreeSet<u32> = (0..1_000)
            .filter_map(|_| retry_after(&error, ids.next()))
            .collect();
        assert_eq!(told, (2..=10).collect());
    }

    #[test]
    fn the_document_has_every_member_and_its_facts() {
        let error = ApiError::from(EdgeFault::JsonSyntax { line: 3, column: 9 });
        let body = document(&error, RequestId::default(), Language::English);
        let body: Value = serde_json::from_slice(&body).unwrap();
        assert_eq!(body["status"], 400);
        assert_eq!(body["code"], "json.syntax");
        assert_eq!(body["type"], "urn:thiluat:problem:json.syntax");
        assert_eq!(body["title"], "Bad Request");
        assert_eq!(body["line"], 3);
        assert!(
            body["detail"]
                .as_str()
                .unwrap()
                .contains("line 3, column 9")
        );
        assert!(body["request_id"].is_string());
    }
}
