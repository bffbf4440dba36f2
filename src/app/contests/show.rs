//! The contest file, as it was given.

use crate::app::refusal::refuses_through_its_cause;
use crate::app::staff::{Forbidden, StepUp, allowed};
use crate::app::{App, NotFound, Refusal};
use crate::auth::{Action, Actor};
use crate::store::StoreError;

/// Why a contest file is not shown.
#[derive(Debug, thiserror::Error)]
pub enum ShowError {
    /// Not for this member of staff.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// He has to prove anew who he is.
    #[error(transparent)]
    StepUp(#[from] StepUp),
    /// No such contest.
    #[error(transparent)]
    NotFound(#[from] NotFound),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl ShowError {
    fn refusal(&self) -> &dyn Refusal {
        match self {
            Self::Forbidden(refusal) => refusal,
            Self::StepUp(refusal) => refusal,
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
        let contest = self.store.read().await?.contest_by_slug(slug).await?;
        Ok(contest.ok_or(NotFound)?.source)
    }
}
