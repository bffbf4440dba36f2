//! Why something about a bank, a question or a law was not done.

use crate::app::banks::BadBank;
use crate::app::staff::Forbidden;
use crate::app::{Absent, FieldFault, Language, NotFound, Refusal};
use crate::domain::QuestionId;
use crate::store::StoreError;
use serde_json::{Map, Value};

/// Why something about a bank, a question or a law was not done.
#[derive(Debug, thiserror::Error)]
pub enum QuestionError {
    /// No such thing, or the store failed.
    #[error(transparent)]
    Absent(#[from] Absent),
    /// Not for this role.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// The bank can't have this code or title.
    #[error(transparent)]
    Bank(#[from] BadBank),
    /// It takes somebody who is signed in: the machine's command line has no name.
    #[error("it takes a member of staff by name")]
    Nameless,
    /// There is a bank of this code.
    #[error("there is a bank of this code")]
    BankExists,
    /// Another question of the bank is the same.
    #[error("the same question is there")]
    Duplicate(QuestionId),
    /// There is a newer version than the one that it is about.
    #[error("version {newest} is newer")]
    Stale {
        /// The newest version.
        newest: i64,
    },
    /// Who wrote a text can't review it.
    #[error("an own question")]
    Own,
    /// It has to be checked before it is approved.
    #[error("not checked yet")]
    NotChecked,
    /// It was checked or approved before.
    #[error("checked before")]
    Checked,
    /// The question is out of use.
    #[error("the question is retired")]
    Retired,
    /// The question is in use.
    #[error("the question is not retired")]
    NotRetired,
    /// A rejection needs a comment.
    #[error("a rejection needs a comment")]
    CommentRequired,
    /// Citations name the document.
    #[error("{questions} questions cite it")]
    Cited {
        /// How many questions.
        questions: usize,
    },
    /// Questions of banks beyond the actor's reach rest on the document.
    #[error("others cite it")]
    CitedElsewhere,
    /// Fields that can't be taken; never empty.
    #[error("invalid field {}", .0.first().map_or("", |f| f.pointer.as_str()))]
    Fields(Vec<FieldFault>),
}

impl From<StoreError> for QuestionError {
    fn from(error: StoreError) -> Self {
        Self::Absent(error.into())
    }
}

impl From<NotFound> for QuestionError {
    fn from(error: NotFound) -> Self {
        Self::Absent(error.into())
    }
}

impl QuestionError {
    /// A single field that can't be taken.
    pub fn field(
        pointer: impl Into<String>,
        code: &'static str,
        vietnamese: impl Into<String>,
        english: impl Into<String>,
    ) -> Self {
        Self::Fields(vec![FieldFault {
            pointer: pointer.into(),
            code,
            vietnamese: vietnamese.into(),
            english: english.into(),
        }])
    }
}

impl Refusal for QuestionError {
    fn code(&self) -> &'static str {
        match self {
            Self::Absent(absent) => absent.code(),
            Self::Forbidden(forbidden) => forbidden.code(),
            Self::Bank(bank) => bank.code(),
            Self::Fields(faults) => faults.first().map_or("field.invalid", |fault| fault.code),
            Self::Nameless => "two_people.nameless",
            Self::BankExists => "bank.exists",
            Self::Duplicate(_) => "import.duplicate",
            Self::Stale { .. } => "question.stale",
            Self::Own => "review.own",
            Self::NotChecked => "review.not_checked",
            Self::Checked => "review.checked",
            Self::Retired => "question.retired",
            Self::NotRetired => "question.not_retired",
            Self::CommentRequired => "review.comment_required",
            Self::Cited { .. } => "law.cited",
            Self::CitedElsewhere => "law.shared",
        }
    }

    fn detail(&self, language: Language) -> String {
        let (vietnamese, english) = match self {
            Self::Absent(absent) => return absent.detail(language),
            Self::Forbidden(forbidden) => return forbidden.detail(language),
            Self::Bank(bank) => return bank.detail(language),
            Self::Fields(faults) => {
                return faults
                    .first()
                    .map_or_else(String::new, |fault| fault.detail(language).to_owned());
            }
            Self::Stale { newest } => {
                return match language {
                    Language::Vietnamese => format!(
                        "Câu hỏi đã có phiên bản {newest}. Hãy mở lại, xem chỗ khác nhau rồi làm tiếp."
                    ),
                    Language::English => format!(
                        "The question has version {newest} by now. Open it again and look at the difference first."
                    ),
                };
            }
            Self::Cited { questions } => {
                return match language {
                    Language::Vietnamese => {
                        format!("Còn {questions} câu hỏi dẫn văn bản này nên chưa xóa được.")
                    }
                    Language::English => {
                        format!("{questions} questions cite this document, so it stays.")
                    }
                };
            }
            Self::Nameless => (
                "Việc này cần một cán bộ đăng nhập bằng tên mình.",
                "This takes a member of staff who is signed in.",
            ),
            Self::CitedElsewhere => (
                "Câu hỏi của đơn vị khác cũng dẫn văn bản này; việc sửa hoặc xóa cần cán bộ của toàn hệ thống.",
                "Questions of other units cite this document too; it takes staff of the whole platform to change it.",
            ),
            Self::BankExists => (
                "Đã có ngân hàng câu hỏi mang mã này.",
                "There is a question bank of this code.",
            ),
            Self::Duplicate(_) => (
                "Ngân hàng đã có câu hỏi này (cùng câu hỏi, các phương án và hình).",
                "The bank holds this question: same stem, options and media.",
            ),
            Self::Own => (
                "Người soạn không tự duyệt câu hỏi của mình; hãy nhờ người khác.",
                "Who wrote a question can't review it; please ask another person.",
            ),
            Self::NotChecked => (
                "Câu hỏi cần được kiểm tra trước khi duyệt.",
                "The question has to be checked before it is approved.",
            ),
            Self::Checked => (
                "Phiên bản này đã được kiểm tra.",
                "This version was checked before.",
            ),
            Self::Retired => (
                "Câu hỏi đã ngừng dùng; hãy khôi phục trước.",
                "The question is out of use; restore it first.",
            ),
            Self::NotRetired => ("Câu hỏi đang được dùng.", "The question is not out of use."),
            Self::CommentRequired => (
                "Khi trả lại câu hỏi, hãy ghi rõ cần sửa gì.",
                "Say what has to be changed when you send a question back.",
            ),
        };
        match language {
            Language::Vietnamese => vietnamese,
            Language::English => english,
        }
        .to_owned()
    }

    fn fields(&self) -> Vec<FieldFault> {
        match self {
            Self::Fields(faults) => faults.clone(),
            Self::CommentRequired => vec![FieldFault {
                pointer: "/comment".to_owned(),
                code: "review.comment_required",
                vietnamese: self.detail(Language::Vietnamese),
                english: self.detail(Language::English),
            }],
            _ => Vec::new(),
        }
    }

    fn facts(&self) -> Map<String, Value> {
        let mut facts = Map::new();
        match self {
            Self::Duplicate(other) => {
                facts.insert("question".into(), other.to_string().into());
            }
            Self::Stale { newest } => {
                facts.insert("newest".into(), (*newest).into());
            }
            Self::Cited { questions } => {
                facts.insert("questions".into(), (*questions).into());
            }
            _ => {}
        }
        facts
    }

    fn retry_after_s(&self) -> Option<u32> {
        match self {
            Self::Absent(absent) => absent.retry_after_s(),
            _ => None,
        }
    }
}

/// A text of one or several lines that a person typed: not empty, at most `limit` characters.
pub(in crate::app) fn passage(
    text: &str,
    limit: usize,
    pointer: &str,
) -> Result<String, QuestionError> {
    let read = crate::domain::text::passage(text, limit).ok();
    read.filter(|text| !text.is_empty()).ok_or_else(|| {
        QuestionError::field(
            pointer,
            "text.invalid",
            format!("Cần nội dung từ 1 đến {limit} ký tự, không có ký tự ẩn."),
            format!("A text of 1 to {limit} characters is needed, none of them invisible."),
        )
    })
}

/// A line that may be left out: empty counts as none.
pub(in crate::app) fn optional_line(
    text: Option<&str>,
    limit: usize,
    pointer: &str,
) -> Result<Option<String>, QuestionError> {
    let read = text.map(|text| crate::domain::text::line(text, limit));
    let read = read.transpose().map_err(|_| {
        QuestionError::field(
            pointer,
            "text.invalid",
            format!("Nội dung tối đa {limit} ký tự trên một dòng, không có ký tự ẩn."),
            format!("At most {limit} characters in one line, none of them invisible."),
        )
    })?;
    Ok(read.filter(|text| !text.is_empty()))
}
