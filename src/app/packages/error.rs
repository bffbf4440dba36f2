//! Why a package is not written or not taken.

use crate::app::banks::BankImportError;
use crate::app::contests::{ApplyError, BankBeyond, Invalid};
use crate::app::imports::{ImportError, ReadFault};
use crate::app::staff::{Forbidden, StepUp};
use crate::app::{Absent, FieldFault, Language, NotFound, Refusal};
use crate::auth::password::Busy;
use crate::store::StoreError;

/// Why a package is not written or not taken. Nothing of it was kept.
#[derive(Debug, thiserror::Error)]
pub enum PackageError {
    /// Not for this member of staff.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// He has to prove anew who he is.
    #[error(transparent)]
    StepUp(#[from] StepUp),
    /// No such contest, or the store failed.
    #[error(transparent)]
    Absent(#[from] Absent),
    /// It draws from a bank that is not the reader's to give away.
    #[error(transparent)]
    Beyond(#[from] BankBeyond),
    /// The archive or a bank in it can't be read.
    #[error(transparent)]
    Read(#[from] ImportError),
    /// A bank can't be taken.
    #[error(transparent)]
    Bank(#[from] BankImportError),
    /// Its contest file can't be read.
    #[error(transparent)]
    Invalid(#[from] Invalid),
    /// Its contest can't be applied.
    #[error(transparent)]
    Apply(#[from] Box<ApplyError>),
    /// Questions in it can't be taken, each with its bank and place.
    #[error("{} questions of the package can't be taken", .0.len())]
    Questions(Vec<FieldFault>),
    /// One value of the request.
    #[error("{}: {}", .0.pointer, .0.code)]
    Field(FieldFault),
    /// Its banks are sealed by a passphrase, and none was given.
    #[error("sealed by a passphrase")]
    PassphraseNeeded,
    /// It was sealed by another one.
    #[error("not the passphrase")]
    PassphraseWrong,
    /// A passphrase that can be guessed.
    #[error("a weak passphrase")]
    PassphraseWeak,
    /// Its banks are sealed for another installation.
    #[error("sealed for another installation")]
    SealedElsewhere,
    /// What is sealed was changed since.
    #[error("the sealed part is damaged")]
    Damaged,
    /// Too many passphrases are being tried at once.
    #[error("busy")]
    Busy,
}

impl PackageError {
    pub(super) fn field(pointer: &str, code: &'static str, vi: String, en: String) -> Self {
        Self::Field(FieldFault {
            pointer: pointer.to_owned(),
            code,
            vietnamese: vi,
            english: en,
        })
    }

    fn cause(&self) -> Option<&dyn Refusal> {
        match self {
            Self::Forbidden(refusal) => Some(refusal),
            Self::StepUp(refusal) => Some(refusal),
            Self::Absent(refusal) => Some(refusal),
            Self::Beyond(refusal) => Some(refusal),
            Self::Read(refusal) => Some(refusal),
            Self::Bank(refusal) => Some(refusal),
            Self::Invalid(refusal) => Some(refusal),
            Self::Apply(refusal) => Some(&**refusal),
            _ => None,
        }
    }
}

impl From<StoreError> for PackageError {
    fn from(error: StoreError) -> Self {
        Self::Absent(error.into())
    }
}

impl From<NotFound> for PackageError {
    fn from(absent: NotFound) -> Self {
        Self::Absent(absent.into())
    }
}

impl From<ReadFault> for PackageError {
    fn from(fault: ReadFault) -> Self {
        Self::Read(fault.into())
    }
}

impl From<ApplyError> for PackageError {
    fn from(error: ApplyError) -> Self {
        Self::Apply(Box::new(error))
    }
}

impl From<Busy> for PackageError {
    fn from(_: Busy) -> Self {
        Self::Busy
    }
}

impl Refusal for PackageError {
    fn code(&self) -> &'static str {
        match self {
            Self::Questions(_) => "package.questions",
            Self::Field(fault) => fault.code,
            Self::PassphraseNeeded => "package.passphrase_needed",
            Self::PassphraseWrong => "package.passphrase_wrong",
            Self::PassphraseWeak => "package.passphrase_weak",
            Self::SealedElsewhere => "package.sealed_elsewhere",
            Self::Damaged => "package.damaged",
            Self::Busy => "import.busy",
            other => other.cause().map_or("internal", Refusal::code),
        }
    }

    fn detail(&self, language: Language) -> String {
        let (vi, en) = match self {
            Self::Questions(faults) => {
                let count = faults.len();
                return match language {
                    Language::Vietnamese => {
                        format!("Gói có {count} câu hỏi không nhận được; chưa nhập gì.")
                    }
                    Language::English => {
                        format!("{count} questions of the package can't be taken; nothing was.")
                    }
                };
            }
            Self::Field(fault) => return fault.detail(language).to_owned(),
            Self::PassphraseNeeded => (
                "Ngân hàng câu hỏi trong gói được niêm phong bằng mật khẩu; hãy nhập mật khẩu của gói.",
                "The question banks of the package are sealed by a passphrase; please give it.",
            ),
            Self::PassphraseWrong => (
                "Mật khẩu của gói không đúng; chưa nhập gì. Hãy hỏi lại đơn vị đã gửi gói.",
                "That is not the passphrase of the package; nothing was taken. Please ask whoever sent it.",
            ),
            Self::PassphraseWeak => (
                "Mật khẩu niêm phong cần ít nhất 12 ký tự.",
                "A passphrase that seals a package has at least 12 characters.",
            ),
            Self::SealedElsewhere => (
                "Gói được niêm phong cho riêng hệ thống đã xuất nó. Hãy xin gói niêm phong bằng mật khẩu.",
                "The package is sealed for the installation that made it. Please ask for one that is sealed by a passphrase.",
            ),
            Self::Damaged => (
                "Phần niêm phong của gói bị hỏng hoặc đã bị sửa; chưa nhập gì.",
                "The sealed part of the package is damaged or was changed; nothing was taken.",
            ),
            Self::Busy => (
                "Máy chủ đang bận; hãy thử lại sau ít giây.",
                "The server is busy; please try again in a few seconds.",
            ),
            other => {
                return other
                    .cause()
                    .map_or_else(String::new, |cause| cause.detail(language));
            }
        };
        match language {
            Language::Vietnamese => vi,
            Language::English => en,
        }
        .to_owned()
    }

    fn fields(&self) -> Vec<FieldFault> {
        match self {
            Self::Questions(faults) => faults.clone(),
            Self::Field(fault) => vec![fault.clone()],
            other => other.cause().map_or_else(Vec::new, Refusal::fields),
        }
    }

    fn facts(&self) -> serde_json::Map<String, serde_json::Value> {
        self.cause()
            .map_or_else(serde_json::Map::new, Refusal::facts)
    }

    fn retry_after_s(&self) -> Option<u32> {
        match self {
            Self::Busy => Some(5),
            other => other.cause().and_then(Refusal::retry_after_s),
        }
    }
}
