//! The contest file, as it was given.

use crate::app::refusal::refuses_through_its_cause;
use crate::app::staff::{Forbidden, StepUp, allowed};
use crate::app::tenancy::contest_of;
use crate::app::{Absent, App, Language, Refusal};
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
    /// No such contest, or the store failed.
    #[error(transparent)]
    Absent(#[from] Absent),
    /// It draws from a bank that is not the reader's to see.
    #[error(transparent)]
    Bank(#[from] BankBeyond),
}

impl From<StoreError> for ShowError {
    fn from(error: StoreError) -> Self {
        Self::Absent(error.into())
    }
}

/// A contest draws from a bank of another unit, whose keys its package would hold.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the bank {0} is not the reader's")]
pub struct BankBeyond(pub String);

impl Refusal for BankBeyond {
    fn code(&self) -> &'static str {
        "package.bank"
    }

    fn detail(&self, language: Language) -> String {
        let code = &self.0;
        match language {
            Language::Vietnamese => format!(
                "Cuộc thi rút câu hỏi từ ngân hàng «{code}», không thuộc đơn vị của bạn, nên bạn không xuất được cả gói. Hãy nhờ cán bộ quản lý ngân hàng đó."
            ),
            Language::English => format!(
                "The contest draws from the bank {code}, which is not your unit's, so that you can't take it out as a package. Please ask those whose bank it is."
            ),
        }
    }
}

impl ShowError {
    fn refusal(&self) -> &dyn Refusal {
        match self {
            Self::Forbidden(refusal) => refusal,
            Self::StepUp(refusal) => refusal,
            Self::Absent(refusal) => refusal,
            Self::Bank(refusal) => refusal,
        }
    }
}

refuses_through_its_cause!(ShowError);

impl App {
    /// The file that was applied last, byte for byte: TOML stays TOML, JSON stays JSON.
    pub async fn contest_source(&self, actor: Actor, slug: &str) -> Result<String, ShowError> {
        allowed(actor, Action::ReadContests)?;
        let contest = contest_of(&mut *self.store.read().await?, actor, slug).await?;
        Ok(contest.source)
    }
}
