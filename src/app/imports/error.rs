//! Why an import does not go on.

use super::files::ReadFault;
use crate::app::banks::BankImportError;
use crate::app::staff::Forbidden;
use crate::app::{Absent, FieldFault, Language, NotFound, Refusal};
use crate::store::StoreError;

/// Why an import does not go on.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// Not for this role.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// No such import or question of it, or the store failed.
    #[error(transparent)]
    Absent(#[from] Absent),
    /// The file was not read.
    #[error(transparent)]
    Read(#[from] ReadFault),
    /// The bank does not take them.
    #[error(transparent)]
    Bank(#[from] BankImportError),
    /// The question, as it was mended, can't be taken.
    #[error("{} faults in the question", .0.len())]
    Draft(Vec<FieldFault>),
    /// There is nothing to be taken back in: it was refused and never mended.
    #[error("a refused question")]
    Refused,
    /// Its questions went into the bank before.
    #[error("committed already")]
    Committed,
}

impl From<StoreError> for ImportError {
    fn from(error: StoreError) -> Self {
        Self::Absent(error.into())
    }
}

impl From<NotFound> for ImportError {
    fn from(absent: NotFound) -> Self {
        Self::Absent(absent.into())
    }
}

impl Refusal for ImportError {
    fn code(&self) -> &'static str {
        match self {
            Self::Forbidden(refusal) => refusal.code(),
            Self::Absent(refusal) => refusal.code(),
            Self::Bank(refusal) => refusal.code(),
            Self::Read(refusal) => refusal.code(),
            Self::Draft(_) => "question.invalid",
            Self::Refused => "import.item_refused",
            Self::Committed => "import.committed",
        }
    }

    fn detail(&self, language: Language) -> String {
        let (vi, en) = match self {
            Self::Forbidden(refusal) => return refusal.detail(language),
            Self::Absent(refusal) => return refusal.detail(language),
            Self::Bank(refusal) => return refusal.detail(language),
            Self::Read(refusal) => return refusal.detail(language),
            Self::Draft(_) => (
                "Câu hỏi có chỗ chưa đúng; hãy xem từng mục được đánh dấu.",
                "Parts of the question need another look; each is marked.",
            ),
            Self::Refused => (
                "Câu hỏi này chưa nhận được; hãy sửa nội dung trước.",
                "This question can't be taken as it is; please mend it first.",
            ),
            Self::Committed => (
                "Các câu hỏi của tệp này đã được đưa vào ngân hàng.",
                "The questions of this file went into the bank already.",
            ),
        };
        match language {
            Language::Vietnamese => vi,
            Language::English => en,
        }
        .to_owned()
    }

    fn fields(&self) -> Vec<FieldFault> {
        match self {
            Self::Draft(faults) => faults.clone(),
            _ => Vec::new(),
        }
    }

    fn retry_after_s(&self) -> Option<u32> {
        match self {
            Self::Read(refusal) => refusal.retry_after_s(),
            Self::Absent(refusal) => refusal.retry_after_s(),
            Self::Bank(refusal) => refusal.retry_after_s(),
            _ => None,
        }
    }
}
