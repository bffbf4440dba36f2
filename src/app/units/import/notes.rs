//! What is said about rows of a unit list that the tree does not take as they are.

use crate::app::Language;
use crate::domain::import::Remark;

/// A remark about a row, in the reader's language.
pub(super) struct Notes(pub Language);

impl Notes {
    fn note(&self, at: &str, code: &str, vietnamese: String, english: String) -> Remark {
        Remark {
            at: at.to_owned(),
            code: code.to_owned(),
            detail: match self.0 {
                Language::Vietnamese => vietnamese,
                Language::English => english,
            },
        }
    }

    pub fn duplicate(&self, at: &str, which: &str) -> Remark {
        self.note(
            at,
            "import.duplicate",
            format!("Đơn vị «{which}» đã có ở một dòng khác."),
            format!("The unit “{which}” stands on another row, too."),
        )
    }

    pub fn parent(&self, at: &str, parent: &str, of: &str) -> Remark {
        self.note(
            at,
            "import.unit_parent",
            format!(
                "Đơn vị cấp trên «{parent}» của «{of}» không có trong tệp và chưa được nhập, \
                 hoặc dòng của nó bị từ chối."
            ),
            format!(
                "The unit “{parent}” above “{of}” is neither in the file nor in the tree, or its row is refused."
            ),
        )
    }

    pub fn ambiguous(&self, at: &str, name: &str, candidates: &[String]) -> Remark {
        let all = candidates.join("; ");
        self.note(
            at,
            "import.unit_ambiguous",
            format!("Có nhiều đơn vị tên «{name}»: {all}. Hãy ghi mã hoặc đơn vị cấp trên."),
            format!(
                "Several units are called “{name}”: {all}. Please give the code or the unit above."
            ),
        )
    }

    pub fn nameless(&self, at: &str, name: &str) -> Remark {
        self.note(
            at,
            "import.unit_code",
            format!("Không có mã, và chưa có đơn vị nào tên «{name}»; hãy ghi mã hoặc đơn vị cấp trên."),
            format!("There is no code, and no unit called “{name}”; please give a code or the unit above."),
        )
    }

    pub fn circle(&self, at: &str, name: &str) -> Remark {
        self.note(
            at,
            "import.unit_circle",
            format!("Đơn vị «{name}» nằm dưới chính nó."),
            format!("The unit “{name}” stands below itself."),
        )
    }

    pub fn reach(&self, at: &str, name: &str) -> Remark {
        self.note(
            at,
            "import.unit_reach",
            format!("«{name}» không nằm dưới đơn vị của bạn nên bạn không thêm hay sửa được."),
            format!("“{name}” does not lie below your unit, so that you can't add or change it."),
        )
    }

    pub fn code_made(&self, at: &str, name: &str, code: &str) -> Remark {
        self.note(
            at,
            "import.unit_code_made",
            format!("«{name}» không có mã nên được đặt mã {code}."),
            format!("“{name}” has no code and gets {code}."),
        )
    }

    pub fn like(&self, at: &str, name: &str, other: &str) -> Remark {
        self.note(
            at,
            "import.unit_like",
            format!("«{name}» trùng tên cũ hoặc tên khác của {other}; nếu là một, hãy dùng mã của đơn vị đó."),
            format!("“{name}” is a former or other name of {other}; if they are one, please use its code."),
        )
    }

    pub fn successor(&self, at: &str, code: &str) -> Remark {
        self.note(
            at,
            "import.unit_successor",
            format!("Đơn vị thay thế mã «{code}» chưa có."),
            format!("There is no unit “{code}” yet, which is to take its place."),
        )
    }
}
