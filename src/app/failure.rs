//! What any use case may run into: the store is away, or the thing asked for is not there.

use super::{Language, Refusal};
use crate::store::StoreError;

impl Refusal for StoreError {
    fn code(&self) -> &'static str {
        match self {
            Self::Unavailable(_) => "storage_unavailable",
            Self::Full(_) => "storage_full",
            _ => "internal",
        }
    }

    fn detail(&self, language: Language) -> String {
        let (vietnamese, english) = match self {
            Self::Unavailable(_) => (
                "Máy chủ đang bận, nội dung này chưa được lưu. Vui lòng thử lại sau ít giây; những gì đã báo «đã lưu» vẫn còn nguyên.",
                "The server is busy and this was not saved. Please try again in a few seconds; whatever was confirmed as saved is safe.",
            ),
            Self::Full(_) => (
                "Máy chủ hết chỗ lưu trữ nên nội dung này chưa được lưu. Những gì đã báo «đã lưu» vẫn còn nguyên; vui lòng báo đơn vị tổ chức.",
                "The server has run out of space and this was not saved. Whatever was confirmed as saved is safe; please tell the organiser.",
            ),
            _ => (
                "Máy chủ gặp lỗi. Những gì đã báo «đã lưu» vẫn còn nguyên; vui lòng thử lại.",
                "The server ran into an error. Whatever was confirmed as saved is safe; please try again.",
            ),
        };
        match language {
            Language::Vietnamese => vietnamese,
            Language::English => english,
        }
        .to_owned()
    }

    fn retry_after_s(&self) -> Option<u32> {
        match self {
            Self::Unavailable(_) => Some(2),
            Self::Full(_) => Some(10),
            _ => None,
        }
    }
}

/// There is no such thing, or it is not for the one who asks: the same answer for both.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not found")]
pub struct NotFound;

impl Refusal for NotFound {
    fn code(&self) -> &'static str {
        "not_found"
    }

    fn detail(&self, language: Language) -> String {
        match language {
            Language::Vietnamese => "Không tìm thấy nội dung này.",
            Language::English => "There is nothing here.",
        }
        .to_owned()
    }
}

/// No valid session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no valid session")]
pub struct NotSignedIn;

impl Refusal for NotSignedIn {
    fn code(&self) -> &'static str {
        "auth.required"
    }

    fn detail(&self, language: Language) -> String {
        match language {
            Language::Vietnamese => "Bạn chưa vào bằng tài khoản dự thi, hoặc phiên đã hết. Hãy vào lại bằng mã của bạn.",
            Language::English => "You are not signed in, or the session has ended. Please come back with your code.",
        }
        .to_owned()
    }
}

/// The store failed, or what was asked for is not there.
#[derive(Debug, thiserror::Error)]
pub enum Absent {
    /// It is not there.
    #[error(transparent)]
    NotFound(#[from] NotFound),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Absent {
    fn refusal(&self) -> &dyn Refusal {
        match self {
            Self::NotFound(refusal) => refusal,
            Self::Store(refusal) => refusal,
        }
    }
}

impl Refusal for Absent {
    fn code(&self) -> &'static str {
        self.refusal().code()
    }

    fn detail(&self, language: Language) -> String {
        self.refusal().detail(language)
    }

    fn retry_after_s(&self) -> Option<u32> {
        self.refusal().retry_after_s()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn away_and_full_are_two_things_and_neither_says_what_broke() {
        let away = StoreError::Unavailable("connection to db-7 refused".into());
        assert_eq!(away.code(), "storage_unavailable");
        assert_eq!(away.retry_after_s(), Some(2));
        let full = StoreError::Full("disk of db-7".into());
        assert_eq!(full.code(), "storage_full");
        assert_eq!(full.retry_after_s(), Some(10));
        for error in [away, full] {
            for language in [Language::Vietnamese, Language::English] {
                assert!(!error.detail(language).contains("db-7"), "{error}");
            }
        }
    }
}
