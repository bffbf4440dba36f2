//! A whole bank, for a file.

use super::BankContents;
use crate::app::refusal::refuses_through_its_cause;
use crate::app::staff::{Asker, Forbidden, StepUp, allowed, fresh};
use crate::app::tenancy::bank_of;
use crate::app::{Absent, App, Refusal};
use crate::auth::{Action, Actor};
use crate::store::StoreError;

/// Why a bank was not given out.
#[derive(Debug, thiserror::Error)]
pub enum BankExportError {
    /// Not for this member of staff.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// He has to prove anew who he is.
    #[error(transparent)]
    StepUp(#[from] StepUp),
    /// No bank of that code, or the store failed.
    #[error(transparent)]
    Absent(#[from] Absent),
}

impl From<StoreError> for BankExportError {
    fn from(error: StoreError) -> Self {
        Self::Absent(error.into())
    }
}

impl BankExportError {
    fn refusal(&self) -> &dyn Refusal {
        match self {
            Self::Forbidden(refusal) => refusal,
            Self::StepUp(refusal) => refusal,
            Self::Absent(refusal) => refusal,
        }
    }
}

refuses_through_its_cause!(BankExportError);

impl App {
    /// A bank whole, keys included, to look at.
    pub async fn bank_contents(
        &self,
        actor: Actor,
        code: &str,
    ) -> Result<BankContents, BankExportError> {
        allowed(actor, Action::ReadQuestions)?;
        let mut work = self.store.read().await?;
        let bank = bank_of(&mut *work, actor, code).await?;
        Ok(BankContents::of(bank, &mut *work).await?)
    }

    /// A bank whole, keys included, for whoever takes it away; that is written down. Asks for a fresh
    /// proof of identity.
    pub async fn export_bank(
        &self,
        asker: impl Into<Asker> + Send,
        code: &str,
    ) -> Result<BankContents, BankExportError> {
        let asker = asker.into();
        allowed(asker.actor(), Action::ReadQuestions)?;
        let actor = fresh(asker, self.now())?;
        self.taken_away(actor, code, true).await
    }

    /// The same for a form of the bank that shows no keys; the caller leaves them out.
    pub async fn export_bank_without_keys(
        &self,
        actor: Actor,
        code: &str,
    ) -> Result<BankContents, BankExportError> {
        self.taken_away(actor, code, false).await
    }

    async fn taken_away(
        &self,
        actor: Actor,
        code: &str,
        with_keys: bool,
    ) -> Result<BankContents, BankExportError> {
        let contents = self.bank_contents(actor, code).await?;
        let detail = serde_json::json!({
            "questions": contents.questions.len(), "keys": with_keys,
        });
        let mut work = self.store.begin().await?;
        let subject = format!("bank:{}", contents.bank.id);
        self.audit(
            &mut *work,
            &actor.to_string(),
            "bank.exported",
            subject,
            &detail,
        )
        .await?;
        work.commit().await?;
        Ok(contents)
    }
}
