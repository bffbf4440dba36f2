//! Why a list of people was not taken as a whole.

use crate::app::imports::ReadFault;
use crate::app::staff::Forbidden;
use crate::app::{Absent, FieldFault, Language, Refusal};

/// Why a list of people was not taken as a whole.
#[derive(Debug, thiserror::Error)]
pub enum RosterError {
    /// Not for this member of staff.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// No such contest of his, or the store failed.
    #[error(transparent)]
    Absent(#[from] Absent),
    /// The file was not read.
    #[error(transparent)]
    Read(#[from] ReadFault),
    /// The contest has no such list of eligible people.
    #[error("no such list")]
    List,
    /// There is no such unit below the organiser.
    #[error("no such unit")]
    Unit,
}

impl RosterError {
    fn cause(&self) -> Option<&dyn Refusal> {
        match self {
            Self::Forbidden(refusal) => Some(refusal),
            Self::Absent(refusal) => Some(refusal),
            Self::Read(refusal) => Some(refusal),
            Self::List | Self::Unit => None,
        }
    }

    fn words(&self) -> (&'static str, &'static str) {
        match self {
            Self::List => (
                "Thể lệ không có danh sách người được dự thi nào mang mã này.",
                "The contest has no list of eligible people of this code.",
            ),
            _ => (
                "Không có đơn vị này trong phạm vi của đơn vị tổ chức.",
                "There is no such unit below the organiser.",
            ),
        }
    }
}

impl Refusal for RosterError {
    fn code(&self) -> &'static str {
        self.cause().map_or("field.invalid", Refusal::code)
    }

    fn detail(&self, language: Language) -> String {
        match (self.cause(), language) {
            (Some(cause), language) => cause.detail(language),
            (None, Language::Vietnamese) => self.words().0.to_owned(),
            (None, Language::English) => self.words().1.to_owned(),
        }
    }

    fn fields(&self) -> Vec<FieldFault> {
        let pointer = match self {
            Self::List => "/list",
            Self::Unit => "/unit",
            _ => return self.cause().map_or_else(Vec::new, Refusal::fields),
        };
        let (vietnamese, english) = self.words();
        vec![FieldFault {
            pointer: pointer.to_owned(),
            code: "field.invalid",
            vietnamese: vietnamese.to_owned(),
            english: english.to_owned(),
        }]
    }

    fn retry_after_s(&self) -> Option<u32> {
        self.cause().and_then(Refusal::retry_after_s)
    }
}
