//! How it is said that a file was not read.

use super::files::ReadFault;
use crate::app::{Language, Refusal};

impl Refusal for ReadFault {
    fn code(&self) -> &'static str {
        match self {
            Self::Refused(code, ..) => code,
            Self::OverLimits => "import.timeout",
            Self::Busy => "import.busy",
            Self::Failed(_) => "internal",
        }
    }

    fn detail(&self, language: Language) -> String {
        let (vi, en) = match self {
            Self::Refused(code, detail, at) => {
                let at = at.as_ref().map_or_else(String::new, |at| format!("{at}: "));
                return match language {
                    Language::Vietnamese => format!("{at}{detail}"),
                    Language::English => format!("The file can't be read ({code}): {at}{detail}"),
                };
            }
            Self::OverLimits => (
                "Tệp quá lớn hoặc quá phức tạp để đọc. Hãy chia thành các tệp nhỏ hơn, hoặc mở bằng Word, Excel rồi lưu lại.",
                "The file takes too much to read. Please split it, or open it in an office program and save it again.",
            ),
            Self::Busy => (
                "Đang đọc nhiều tệp khác; hãy thử lại sau ít giây.",
                "Other files are being read; please try again in a few seconds.",
            ),
            Self::Failed(_) => (
                "Không đọc được tệp do lỗi của hệ thống. Tệp chưa được lưu; hãy thử lại.",
                "The file could not be read because of a fault of ours. Nothing was kept; please try again.",
            ),
        };
        match language {
            Language::Vietnamese => vi,
            Language::English => en,
        }
        .to_owned()
    }

    fn retry_after_s(&self) -> Option<u32> {
        matches!(self, Self::Busy).then_some(5)
    }
}
