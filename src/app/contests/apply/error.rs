//! Why a contest file was not applied.

use super::super::finding::Invalid;
use super::super::lock::Locked;
use crate::app::Refusal;
use crate::app::refusal::refuses_through_its_cause;
use crate::app::staff::Forbidden;
use crate::store::StoreError;

/// Why a contest file was not applied. Nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum ApplyError {
    /// Not for this member of staff.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// It can't be run.
    #[error(transparent)]
    Invalid(#[from] Invalid),
    /// People have begun and rely on what it changes.
    #[error(transparent)]
    Locked(#[from] Locked),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl ApplyError {
    fn refusal(&self) -> &dyn Refusal {
        match self {
            Self::Forbidden(refusal) => refusal,
            Self::Invalid(refusal) => refusal,
            Self::Locked(refusal) => refusal,
            Self::Store(refusal) => refusal,
        }
    }

    /// What is wrong with the file, key by key; empty if that is not the reason.
    pub fn findings(&self) -> &[super::Finding] {
        match self {
            Self::Invalid(invalid) => &invalid.0,
            _ => &[],
        }
    }
}

refuses_through_its_cause!(ApplyError);
