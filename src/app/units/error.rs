//! Why something about a unit was not done.

use crate::app::imports::ReadFault;
use crate::app::limited::Limited;
use crate::app::staff::Forbidden;
use crate::app::{Absent, FieldFault, Language, NotFound, Refusal};
use crate::store::StoreError;
use serde_json::{Map, Value};

/// Why something about a unit was not done.
#[derive(Debug, thiserror::Error)]
pub enum UnitError {
    /// Not for this role.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// No such unit within the actor's, or the store failed.
    #[error(transparent)]
    Absent(#[from] Absent),
    /// Parts of it can't be taken.
    #[error("{} faults in the unit", .0.len())]
    Fields(Vec<FieldFault>),
    /// There is a unit of that code.
    #[error("the code is taken")]
    Exists,
    /// It was replaced by others before.
    #[error("replaced already")]
    Replaced,
    /// Somebody decided on the registration before.
    #[error("decided already")]
    Decided,
    /// Too many registrations from one address.
    #[error(transparent)]
    Limited(#[from] Limited),
    /// The file was not read.
    #[error(transparent)]
    Read(#[from] ReadFault),
}

impl UnitError {
    /// A fault of one field.
    pub fn field(
        pointer: &str,
        code: &'static str,
        vietnamese: impl Into<String>,
        english: impl Into<String>,
    ) -> Self {
        Self::Fields(vec![FieldFault {
            pointer: pointer.to_owned(),
            code,
            vietnamese: vietnamese.into(),
            english: english.into(),
        }])
    }

    fn cause(&self) -> Option<&dyn Refusal> {
        match self {
            Self::Forbidden(refusal) => Some(refusal),
            Self::Absent(refusal) => Some(refusal),
            Self::Limited(refusal) => Some(refusal),
            Self::Read(refusal) => Some(refusal),
            _ => None,
        }
    }
}

impl From<StoreError> for UnitError {
    fn from(error: StoreError) -> Self {
        Self::Absent(error.into())
    }
}

impl From<NotFound> for UnitError {
    fn from(absent: NotFound) -> Self {
        Self::Absent(absent.into())
    }
}

impl Refusal for UnitError {
    fn code(&self) -> &'static str {
        match self {
            Self::Fields(_) => "unit.invalid",
            Self::Exists => "unit.exists",
            Self::Replaced => "unit.replaced",
            Self::Decided => "registration.decided",
            _ => self.cause().map_or("internal", Refusal::code),
        }
    }

    fn detail(&self, language: Language) -> String {
        let (vi, en) = match self {
            Self::Fields(_) => (
                "Thông tin đơn vị có chỗ chưa đúng; hãy xem từng mục được đánh dấu.",
                "Parts of the unit need another look; each is marked.",
            ),
            Self::Exists => (
                "Đã có đơn vị mang mã này; hãy chọn mã khác.",
                "There is a unit of this code; please choose another one.",
            ),
            Self::Replaced => (
                "Đơn vị này đã được thay bằng đơn vị khác.",
                "This unit was replaced by another one before.",
            ),
            Self::Decided => (
                "Đăng ký này đã được xử lý.",
                "This registration was decided on before.",
            ),
            _ => {
                return self
                    .cause()
                    .map_or_else(String::new, |c| c.detail(language));
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
            Self::Fields(faults) => faults.clone(),
            _ => Vec::new(),
        }
    }

    fn facts(&self) -> Map<String, Value> {
        self.cause().map_or_else(Map::new, Refusal::facts)
    }

    fn retry_after_s(&self) -> Option<u32> {
        self.cause().and_then(Refusal::retry_after_s)
    }
}
