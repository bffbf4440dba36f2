//! The contest file, as it was given.

use crate::app::refusal::refuses_through_its_cause;
use crate::app::staff::{Forbidden, allowed};
use crate::app::tenancy::contest_of;
use crate::app::{Absent, App, NotFound, Refusal};
use crate::auth::{Action, Actor};
use crate::store::StoreError;

/// Why a contest file is not shown.
#[derive(Debug, thiserror::Error)]
pub enum ShowError {
    /// Not for this member of staff.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// No such contest.
    #[error(transparent)]
    NotFound(#[from] NotFound),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<Absent> for ShowError {
    fn from(absent: Absent) -> Self {
        match absent {
            Absent::NotFound(absent) => absent.into(),
            Absent::Store(error) => error.into(),
        }
    }
}

impl ShowError {
    fn refusal(&self) -> &dyn Refusal {
        match self {
            Self::Forbidden(refusal) => refusal,
            Self::NotFound(refusal) => refusal,
            Self::Store(refusal) => refusal,
        }
    }
}

refuses_through_its_cause!(ShowError);

impl App {
    /// The file that was applied last, byte for byte: TOML stays TOML, JSON stays JSON.
    pub async fn contest_source(&self, actor: Actor, slug: &str) -> Result<String, ShowError> {
        allowed(actor, Action::ReadContests)?;
        let mut work = self.store.read().await?;
        Ok(contest_of(&mut *work, actor, slug).await?.source)
    }
}
