//! Why a draft does not go on.

use crate::app::attempts::{SaveError, SlotName};
use crate::app::contests::{ApplyError, Invalid};
use crate::app::packages::PackageError;
use crate::app::staff::Forbidden;
use crate::app::{Absent, FieldFault, Language, NotFound, Refusal};
use crate::store::StoreError;
use serde_json::{Map, Value};

/// Why a draft does not go on. Nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum DraftError {
    /// Not for this member of staff.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// No such draft, or the store failed.
    #[error(transparent)]
    Absent(#[from] Absent),
    /// The text is no contest file, or what is to be tried out can't be drawn.
    #[error(transparent)]
    Invalid(#[from] Invalid),
    /// It can't be published as it is.
    #[error(transparent)]
    Apply(#[from] ApplyError),
    /// What it begins from can't be taken.
    #[error(transparent)]
    Package(#[from] Box<PackageError>),
    /// Somebody changed it meanwhile; its revision now, where that is known.
    #[error("the draft was changed meanwhile")]
    Stale(Option<i64>),
    /// Larger than a contest file that people write.
    #[error("the draft is too large")]
    TooLarge,
    /// One value of the request.
    #[error("{}: {}", .0.pointer, .0.code)]
    Field(FieldFault),
    /// An answer to a paper that is tried out does not fit it.
    #[error("answer: {1}")]
    Answer(SlotName, SaveError),
}

impl DraftError {
    pub(in crate::app) fn field(pointer: &str, code: &'static str, vi: &str, en: &str) -> Self {
        Self::Field(FieldFault {
            pointer: pointer.to_owned(),
            code,
            vietnamese: vi.to_owned(),
            english: en.to_owned(),
        })
    }

    fn cause(&self) -> Option<&dyn Refusal> {
        match self {
            Self::Forbidden(refusal) => Some(refusal),
            Self::Absent(refusal) => Some(refusal),
            Self::Invalid(refusal) => Some(refusal),
            Self::Apply(refusal) => Some(refusal),
            Self::Package(refusal) => Some(&**refusal),
            Self::Answer(_, refusal) => Some(refusal),
            Self::Stale(_) | Self::TooLarge | Self::Field(_) => None,
        }
    }
}

impl From<StoreError> for DraftError {
    fn from(error: StoreError) -> Self {
        Self::Absent(error.into())
    }
}

impl From<NotFound> for DraftError {
    fn from(absent: NotFound) -> Self {
        Self::Absent(absent.into())
    }
}

impl From<PackageError> for DraftError {
    fn from(error: PackageError) -> Self {
        Self::Package(Box::new(error))
    }
}

impl Refusal for DraftError {
    fn code(&self) -> &'static str {
        match self {
            Self::Stale(_) => "draft.stale",
            Self::TooLarge => "draft.too_large",
            Self::Field(fault) => fault.code,
            other => other.cause().map_or("internal", Refusal::code),
        }
    }

    fn detail(&self, language: Language) -> String {
        let (vi, en) = match self {
            Self::Stale(_) => (
                "Bản nháp vừa được thay đổi ở nơi khác; hãy tải lại rồi sửa tiếp. Nội dung bạn vừa gửi chưa được lưu.",
                "The draft was changed elsewhere meanwhile; please load it again. What you sent was not kept.",
            ),
            Self::TooLarge => (
                "Bản nháp quá lớn: tối đa 256 KiB.",
                "The draft is too large: at most 256 KiB.",
            ),
            Self::Field(fault) => return fault.detail(language).to_owned(),
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
            Self::Field(fault) => vec![fault.clone()],
            Self::Answer(slot, why) => {
                let slot = serde_json::to_value(slot).unwrap_or_default();
                let name = slot
                    .as_str()
                    .map_or_else(|| slot.to_string(), str::to_owned);
                vec![FieldFault {
                    pointer: format!("/answers/{name}"),
                    code: why.code(),
                    vietnamese: why.detail(Language::Vietnamese),
                    english: why.detail(Language::English),
                }]
            }
            other => other.cause().map_or_else(Vec::new, Refusal::fields),
        }
    }

    fn facts(&self) -> Map<String, Value> {
        match self {
            Self::Stale(Some(revision)) => {
                Map::from_iter([("revision".to_owned(), Value::from(*revision))])
            }
            other => other.cause().map_or_else(Map::new, Refusal::facts),
        }
    }

    fn retry_after_s(&self) -> Option<u32> {
        self.cause().and_then(Refusal::retry_after_s)
    }
}
