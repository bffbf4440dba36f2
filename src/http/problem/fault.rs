//! What the edge refuses before a use case is asked.

use crate::app::{FieldFault, Language, Refusal};
use serde_json::{Map, Value};

/// A refusal of the edge: the request itself can't be taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EdgeFault {
    /// The bytes are not HTTP.
    #[error("malformed request")]
    Malformed,
    /// A reply that a library made without a word of ours.
    #[error("bad request")]
    BadRequest,
    /// The head of the request is beyond the buffer.
    #[error("request head too large")]
    HeadTooLarge,
    /// Both `Content-Length` and `Transfer-Encoding`: two readers may see two bodies.
    #[error("ambiguous length")]
    AmbiguousLength,
    /// Encoded NUL or dots, a broken escape, bytes that are no text.
    #[error("invalid URL")]
    UrlInvalid,
    /// Longer than so many bytes.
    #[error("URL longer than {0} bytes")]
    UrlTooLong(usize),
    /// A method that this path does not take.
    #[error("method not allowed")]
    Method,
    /// No such thing, or not for this person: both look the same.
    #[error("not found")]
    NotFound,
    /// The client accepts nothing that can be sent.
    #[error("not acceptable")]
    NotAcceptable,
    /// A host name that is not served here.
    #[error("unknown host")]
    Host,
    /// A request that another site made the browser send.
    #[error("cross-site request")]
    CrossSite,
    /// Not for this person.
    #[error("forbidden")]
    Forbidden,
    /// No session, an ended one, or two at once.
    #[error("no session")]
    SessionRequired,
    /// The body is not declared as JSON.
    #[error("content type is not application/json")]
    ContentType,
    /// The body is not declared as a form with files.
    #[error("content type is not multipart/form-data")]
    FormType,
    /// The body is longer than so many bytes.
    #[error("body longer than {0} bytes")]
    BodyTooLarge(usize),
    /// The body did not arrive in time.
    #[error("body too slow")]
    BodyTimeout,
    /// The body broke off.
    #[error("body incomplete")]
    BodyIncomplete,
    /// Not JSON; line and column count from one.
    #[error("JSON syntax at {line}:{column}")]
    JsonSyntax {
        /// Line of the first wrong byte.
        line: usize,
        /// Column of the first wrong byte.
        column: usize,
    },
    /// Nested deeper than so many levels.
    #[error("JSON deeper than {0}")]
    JsonTooDeep(usize),
    /// The same key twice in one object, at this pointer.
    #[error("duplicate key {0}")]
    JsonDuplicateKey(String),
    /// The same query parameter twice.
    #[error("duplicate query parameter {0}")]
    QueryDuplicate(String),
    /// Values that can be read but not taken; never empty.
    #[error("invalid field {}", .0.first().map_or("", |f| f.pointer.as_str()))]
    Fields(Vec<FieldFault>),
    /// The `Idempotency-Key` is not 1 to 128 visible characters.
    #[error("invalid idempotency key")]
    IdempotencyKey,
    /// The path speaks WebSocket.
    #[error("upgrade required")]
    UpgradeRequired,
    /// Something broke on our side; the log has the rest.
    #[error("internal error")]
    Internal,
    /// The node is not able to answer just now.
    #[error("unavailable")]
    Unavailable,
}

impl EdgeFault {
    /// A single field that can't be taken.
    pub fn field(pointer: String, code: &'static str, vietnamese: String, english: String) -> Self {
        Self::Fields(vec![FieldFault {
            pointer,
            code,
            vietnamese,
            english,
        }])
    }
}

impl Refusal for EdgeFault {
    fn code(&self) -> &'static str {
        match self {
            Self::Malformed => "http.malformed",
            Self::BadRequest => "http.bad_request",
            Self::HeadTooLarge => "http.head_too_large",
            Self::AmbiguousLength => "http.ambiguous_length",
            Self::UrlInvalid => "url.invalid",
            Self::UrlTooLong(_) => "url.too_long",
            Self::Method => "method.not_allowed",
            Self::NotFound => "not_found",
            Self::NotAcceptable => "http.not_acceptable",
            Self::Host => "host.unknown",
            Self::CrossSite => "csrf.cross_site",
            Self::Forbidden => "auth.forbidden",
            Self::SessionRequired => "auth.required",
            Self::ContentType | Self::FormType => "content_type",
            Self::BodyTooLarge(_) => "body.too_large",
            Self::BodyTimeout => "body.timeout",
            Self::BodyIncomplete => "body.incomplete",
            Self::JsonSyntax { .. } => "json.syntax",
            Self::JsonTooDeep(_) => "json.too_deep",
            Self::JsonDuplicateKey(_) => "json.duplicate_key",
            Self::QueryDuplicate(_) => "query.duplicate",
            Self::Fields(faults) => faults.first().map_or("field.invalid", |fault| fault.code),
            Self::IdempotencyKey => "idempotency.key",
            Self::UpgradeRequired => "ws.upgrade_required",
            Self::Internal => "internal",
            Self::Unavailable => "unavailable",
        }
    }

    fn detail(&self, language: Language) -> String {
        if let (Self::Fields(faults), [fault, ..]) = (self, self.faults()) {
            let sentence = fault.detail(language);
            return match (faults.len(), language) {
                (1, _) => sentence.to_owned(),
                (n, Language::Vietnamese) => format!("{sentence} (và {} chỗ khác)", n - 1),
                (n, Language::English) => format!("{sentence} (and {} more)", n - 1),
            };
        }
        match language {
            Language::Vietnamese => self.in_vietnamese(),
            Language::English => self.in_english(),
        }
    }

    fn fields(&self) -> Vec<FieldFault> {
        self.faults().to_vec()
    }

    fn facts(&self) -> Map<String, Value> {
        let mut facts = Map::new();
        match self {
            Self::UrlTooLong(limit) | Self::BodyTooLarge(limit) => {
                facts.insert("limit_bytes".into(), (*limit).into());
            }
            Self::JsonSyntax { line, column } => {
                facts.insert("line".into(), (*line).into());
                facts.insert("column".into(), (*column).into());
            }
            Self::JsonTooDeep(limit) => {
                facts.insert("limit".into(), (*limit).into());
            }
            Self::JsonDuplicateKey(pointer) => {
                facts.insert("pointer".into(), pointer.as_str().into());
            }
            Self::QueryDuplicate(name) => {
                facts.insert("parameter".into(), name.as_str().into());
            }
            _ => {}
        }
        facts
    }
}

impl EdgeFault {
    fn faults(&self) -> &[FieldFault] {
        match self {
            Self::Fields(faults) => faults,
            _ => &[],
        }
    }

    fn in_vietnamese(&self) -> String {
        match self {
            Self::Malformed => "Yêu cầu không đúng giao thức HTTP.".into(),
            Self::BadRequest | Self::Fields(_) => "Yêu cầu không hợp lệ.".into(),
            Self::HeadTooLarge => "Phần đầu của yêu cầu quá lớn.".into(),
            Self::AmbiguousLength => {
                "Yêu cầu ghi độ dài theo hai cách cùng lúc nên không được nhận.".into()
            }
            Self::UrlInvalid => "Địa chỉ chứa ký tự không hợp lệ.".into(),
            Self::UrlTooLong(limit) => format!("Địa chỉ dài quá {limit} byte."),
            Self::Method => "Địa chỉ này không nhận kiểu yêu cầu đó.".into(),
            Self::NotFound => "Không tìm thấy nội dung này.".into(),
            Self::NotAcceptable => "Không có dạng nội dung mà ứng dụng của bạn nhận được.".into(),
            Self::Host => {
                "Tên máy chủ này không được phục vụ ở đây. Người quản trị có thể khai báo nó trong http.hosts.".into()
            }
            Self::CrossSite => "Yêu cầu đến từ một trang web khác nên không được thực hiện.".into(),
            Self::Forbidden => "Bạn không có quyền làm việc này.".into(),
            Self::SessionRequired => {
                "Phiên làm việc không còn hiệu lực. Bạn hãy vào lại bằng mã của mình.".into()
            }
            Self::ContentType => "Nội dung phải gửi dưới dạng application/json.".into(),
            Self::FormType => "Tệp phải gửi dưới dạng multipart/form-data.".into(),
            Self::BodyTooLarge(limit) => format!("Nội dung gửi lên lớn quá {limit} byte."),
            Self::BodyTimeout => "Nội dung gửi lên quá chậm. Bạn hãy thử lại.".into(),
            Self::BodyIncomplete => "Nội dung gửi lên bị đứt giữa chừng. Bạn hãy thử lại.".into(),
            Self::JsonSyntax { line, column } => {
                format!("JSON sai cú pháp ở dòng {line}, cột {column}.")
            }
            Self::JsonTooDeep(limit) => format!("JSON lồng nhau quá {limit} tầng."),
            Self::JsonDuplicateKey(pointer) => format!("Khoá {pointer} xuất hiện hai lần."),
            Self::QueryDuplicate(name) => format!("Tham số {name} xuất hiện hai lần."),
            Self::IdempotencyKey => {
                "Idempotency-Key phải có từ 1 đến 128 ký tự nhìn thấy được.".into()
            }
            Self::UpgradeRequired => "Địa chỉ này chỉ dùng cho WebSocket.".into(),
            Self::Internal => {
                "Máy chủ gặp trục trặc. Bạn hãy thử lại; nếu vẫn lỗi, hãy báo mã yêu cầu cho người quản trị.".into()
            }
            Self::Unavailable => "Máy chủ tạm thời chưa trả lời được. Bạn hãy thử lại sau ít giây.".into(),
        }
    }

    fn in_english(&self) -> String {
        match self {
            Self::Malformed => "The request is not valid HTTP.".into(),
            Self::BadRequest | Self::Fields(_) => "The request is not valid.".into(),
            Self::HeadTooLarge => "The head of the request is too large.".into(),
            Self::AmbiguousLength => {
                "The request states its length in two ways at once and was not taken.".into()
            }
            Self::UrlInvalid => "The address contains characters that are not allowed.".into(),
            Self::UrlTooLong(limit) => format!("The address is longer than {limit} bytes."),
            Self::Method => "This address does not take that method.".into(),
            Self::NotFound => "There is no such thing here.".into(),
            Self::NotAcceptable => "There is no form of this that your application accepts.".into(),
            Self::Host => {
                "This host name is not served here. An administrator can add it to http.hosts.".into()
            }
            Self::CrossSite => "The request came from another site and was not carried out.".into(),
            Self::Forbidden => "You may not do this.".into(),
            Self::SessionRequired => {
                "The session is not valid any more. Please come back with your code.".into()
            }
            Self::ContentType => "The body has to be sent as application/json.".into(),
            Self::FormType => "Files have to be sent as multipart/form-data.".into(),
            Self::BodyTooLarge(limit) => format!("The body is larger than {limit} bytes."),
            Self::BodyTimeout => "The body arrived too slowly. Please try again.".into(),
            Self::BodyIncomplete => "The body broke off. Please try again.".into(),
            Self::JsonSyntax { line, column } => {
                format!("The JSON is broken at line {line}, column {column}.")
            }
            Self::JsonTooDeep(limit) => format!("The JSON is nested deeper than {limit} levels."),
            Self::JsonDuplicateKey(pointer) => format!("The key {pointer} occurs twice."),
            Self::QueryDuplicate(name) => format!("The parameter {name} occurs twice."),
            Self::IdempotencyKey => {
                "Idempotency-Key must have 1 to 128 visible characters.".into()
            }
            Self::UpgradeRequired => "This address speaks WebSocket only.".into(),
            Self::Internal => {
                "Something broke on our side. Please try again; if it stays, give the request id to the administrator.".into()
            }
            Self::Unavailable => "The server can't answer just now. Please try again in a few seconds.".into(),
        }
    }
}
