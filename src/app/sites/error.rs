//! Why something about other sites was not done.

use crate::app::refusal::refuses_through_its_cause;
use crate::app::staff::Forbidden;
use crate::app::{Absent, FieldFault, Language, Refusal};
use crate::domain::NotAnOrigin;
use crate::store::StoreError;

/// Why something about other sites was not done.
#[derive(Debug, thiserror::Error)]
pub enum SiteError {
    /// No such contest or site, or the store failed.
    #[error(transparent)]
    Absent(#[from] Absent),
    /// Not for this role.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// The origin can't be allowed.
    #[error(transparent)]
    Origin(#[from] BadOrigin),
    /// As many sites as a contest may have.
    #[error(transparent)]
    TooMany(#[from] TooMany),
}

impl SiteError {
    fn refusal(&self) -> &dyn Refusal {
        match self {
            Self::Absent(refusal) => refusal,
            Self::Forbidden(refusal) => refusal,
            Self::Origin(refusal) => refusal,
            Self::TooMany(refusal) => refusal,
        }
    }
}

refuses_through_its_cause!(SiteError);

impl From<StoreError> for SiteError {
    fn from(error: StoreError) -> Self {
        Self::Absent(error.into())
    }
}

/// The origin can't be allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(transparent)]
pub struct BadOrigin(pub NotAnOrigin);

impl Refusal for BadOrigin {
    fn code(&self) -> &'static str {
        "field.invalid"
    }

    fn detail(&self, language: Language) -> String {
        let (vietnamese, english) = match self.0 {
            NotAnOrigin::Scheme => (
                "Địa chỉ trang phải bắt đầu bằng https://, ví dụ https://xa.example.vn.",
                "The address of a site begins with https://, such as https://xa.example.vn.",
            ),
            NotAnOrigin::More => (
                "Chỉ ghi https:// và tên máy chủ, không kèm đường dẫn, dấu * hay dấu / ở cuối, ví dụ https://xa.example.vn.",
                "Write only https:// and the host name, without a path, a * or a / at the end, such as https://xa.example.vn.",
            ),
            NotAnOrigin::Host => (
                "Tên máy chủ chưa đúng; tên có dấu cần viết ở dạng xn--….",
                "That is no host name; a name with other letters is written as xn--….",
            ),
            NotAnOrigin::Port => (
                "Cổng là một số từ 1 đến 65535.",
                "A port is a number from 1 to 65535.",
            ),
            NotAnOrigin::Plain => (
                "Trang ngoài phải dùng https://; http:// chỉ dùng được cho máy thử (localhost).",
                "Other sites have to use https://; http:// is only for a test on this machine (localhost).",
            ),
        };
        match language {
            Language::Vietnamese => vietnamese,
            Language::English => english,
        }
        .to_owned()
    }

    fn fields(&self) -> Vec<FieldFault> {
        vec![FieldFault {
            pointer: "/origin".to_owned(),
            code: "field.invalid",
            vietnamese: self.detail(Language::Vietnamese),
            english: self.detail(Language::English),
        }]
    }
}

/// As many sites as a contest may have: their names stand in a header of its frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{0} sites are allowed already")]
pub struct TooMany(pub usize);

impl Refusal for TooMany {
    fn code(&self) -> &'static str {
        "field.range"
    }

    fn detail(&self, language: Language) -> String {
        match language {
            Language::Vietnamese => format!(
                "Một cuộc thi cho phép nhiều nhất {} trang; hãy bỏ trang không còn dùng trước.",
                self.0
            ),
            Language::English => format!(
                "A contest allows {} sites at most; please take off one that is not used any more.",
                self.0
            ),
        }
    }
}
