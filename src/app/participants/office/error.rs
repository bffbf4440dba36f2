//! Why the office says no.

use super::super::register::{Exists, FormFaults};
use crate::app::desk::DeskError;
use crate::app::refusal::refuses_through_its_cause;
use crate::app::rounds::CloseError;
use crate::app::running::Faults;
use crate::app::staff::{Forbidden, StepUp};
use crate::app::{Absent, Language, NotFound, Refusal};
use crate::store::StoreError;

/// Why nothing was done or told.
#[derive(Debug, thiserror::Error)]
pub enum OfficeError {
    /// Not for this member of staff.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// He has to prove anew who he is.
    #[error(transparent)]
    StepUp(#[from] StepUp),
    /// No such contest, round or person, or the store failed.
    #[error(transparent)]
    Absent(#[from] Absent),
    /// Fields of a person that can't be taken.
    #[error(transparent)]
    Form(#[from] FormFaults),
    /// A query or a reason that can't be taken.
    #[error(transparent)]
    Faults(#[from] Faults),
    /// Another person of the contest has that identity.
    #[error(transparent)]
    Exists(#[from] Exists),
    /// A result could not be counted anew, or it takes another person.
    #[error(transparent)]
    Desk(#[from] DeskError),
    /// The person is excluded already, or is not.
    #[error(transparent)]
    Standing(#[from] Standing),
}

/// The person does not stand as the request takes him to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Standing {
    /// He was taken out of the contest before.
    #[error("excluded already")]
    Excluded,
    /// He takes part.
    #[error("not excluded")]
    NotExcluded,
    /// The desk decided on an objection to it, and that stands.
    #[error("decided at the desk")]
    Decided,
}

impl Refusal for Standing {
    fn code(&self) -> &'static str {
        match self {
            Self::Excluded => "exclusion.exists",
            Self::NotExcluded => "exclusion.none",
            Self::Decided => "exclusion.decided",
        }
    }

    fn detail(&self, language: Language) -> String {
        let (vietnamese, english) = match self {
            Self::Excluded => (
                "Thí sinh này đã bị đưa ra khỏi cuộc thi từ trước.",
                "This person was taken out of the contest before.",
            ),
            Self::NotExcluded => (
                "Thí sinh này không bị đưa ra khỏi cuộc thi.",
                "This person was not taken out of the contest.",
            ),
            Self::Decided => (
                "Khiếu nại về việc này đã được giải quyết ở bàn xử lý kết quả; quyết định đó giữ nguyên.",
                "An objection to this was decided at the desk, and that decision stands.",
            ),
        };
        match language {
            Language::Vietnamese => vietnamese,
            Language::English => english,
        }
        .to_owned()
    }
}

impl OfficeError {
    fn refusal(&self) -> &dyn Refusal {
        match self {
            Self::Forbidden(refusal) => refusal,
            Self::StepUp(refusal) => refusal,
            Self::Absent(refusal) => refusal,
            Self::Form(refusal) => refusal,
            Self::Faults(refusal) => refusal,
            Self::Exists(refusal) => refusal,
            Self::Desk(refusal) => refusal,
            Self::Standing(refusal) => refusal,
        }
    }
}

refuses_through_its_cause!(OfficeError);

impl From<StoreError> for OfficeError {
    fn from(error: StoreError) -> Self {
        Self::Absent(error.into())
    }
}

impl From<NotFound> for OfficeError {
    fn from(error: NotFound) -> Self {
        Self::Absent(error.into())
    }
}

impl From<CloseError> for OfficeError {
    fn from(error: CloseError) -> Self {
        Self::Desk(error.into())
    }
}
