//! A new sign-in code for somebody who lost his.

use super::Card;
use super::register::FormFaults;
use crate::app::refusal::refuses_through_its_cause;
use crate::app::staff::{Forbidden, allowed};
use crate::app::tenancy::contest_of;
use crate::app::{Absent, App, NotFound, Refusal, Revision};
use crate::auth::{Action, Actor, codes};
use crate::domain::{Contest, Participant};
use crate::store::{StoreError, UnitOfWork};
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// Why no code was issued.
#[derive(Debug, thiserror::Error)]
pub enum ReissueError {
    /// Not for this member of staff.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// No such contest, or nobody of that identity, or the store failed.
    #[error(transparent)]
    Absent(#[from] Absent),
    /// The contest knows people by other fields.
    #[error(transparent)]
    Form(#[from] FormFaults),
}

impl From<StoreError> for ReissueError {
    fn from(error: StoreError) -> Self {
        Self::Absent(error.into())
    }
}

impl From<NotFound> for ReissueError {
    fn from(error: NotFound) -> Self {
        Self::Absent(error.into())
    }
}

impl ReissueError {
    fn refusal(&self) -> &dyn Refusal {
        match self {
            Self::Forbidden(refusal) => refusal,
            Self::Absent(refusal) => refusal,
            Self::Form(refusal) => refusal,
        }
    }
}

refuses_through_its_cause!(ReissueError);

/// A new code, shown this once.
#[derive(Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Reissued {
    /// The person.
    pub participant: Card,
    /// The new code; the old one no longer works.
    pub sign_in_code: String,
}

impl App {
    /// Gives the person of that identity a new code and ends every session of his.
    pub async fn reissue(
        &self,
        actor: Actor,
        slug: &str,
        identity: &BTreeMap<String, String>,
    ) -> Result<Reissued, ReissueError> {
        allowed(actor, Action::ReissueCodes)?;
        let mut work = self.store.begin().await?;
        let contest = contest_of(&mut *work, actor, slug).await?;
        let identity = self
            .identity_typed(&contest, identity)
            .map_err(FormFaults)?;
        let found = work.participant_by_identity(contest.id, &identity).await?;
        let (person, _) = found.ok_or(NotFound)?;
        let reissued = self
            .reissue_to(&mut *work, actor, &contest, &person)
            .await?;
        work.commit().await?;
        self.forget_as_of(Revision::Sessions);
        Ok(reissued)
    }

    /// Gives a person a new code and ends every session of his, within a transaction.
    pub(super) async fn reissue_to(
        &self,
        work: &mut dyn UnitOfWork,
        actor: Actor,
        contest: &Contest,
        person: &Participant,
    ) -> Result<Reissued, StoreError> {
        let sign_in_code = codes::fresh(&*self.entropy);
        let mac = self.keys.code_mac(&person.id.to_string(), &sign_in_code);
        work.set_sign_in_code(person.id, &mac).await?;
        work.end_sessions_of(person.id).await?;
        self.audit(
            work,
            &actor.to_string(),
            "participant.reissued",
            format!("participant:{}", person.id),
            &serde_json::json!({ "contest": contest.id }),
        )
        .await?;
        self.raise(work, Revision::Sessions).await?;
        Ok(Reissued {
            participant: Card::from(person),
            sign_in_code,
        })
    }
}
