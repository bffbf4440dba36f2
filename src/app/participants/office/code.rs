//! A new sign-in code for somebody whom the help desk found by himself.

use super::super::reissue::Reissued;
use super::{OfficeError, person_in_reach};
use crate::app::running::{Faults, reason};
use crate::app::staff::allowed;
use crate::app::{App, Revision};
use crate::auth::{Action, Actor};
use crate::domain::ParticipantId;

impl App {
    /// Gives a person a new code and ends every session of his. The code is told this once; that there was
    /// one, by whom and why, stands in the history of the person.
    pub async fn renew_code(
        &self,
        actor: Actor,
        slug: &str,
        id: ParticipantId,
        why: &str,
    ) -> Result<Reissued, OfficeError> {
        allowed(actor, Action::ReissueCodes)?;
        let mut work = self.store.begin().await?;
        let (contest, line) = person_in_reach(&mut *work, actor, slug, id).await?;
        let why = reason(why).map_err(|fault| Faults(vec![fault]))?;
        let change = self.change(actor, id, "sign_in_code", (None, None), &why);
        work.add_change(&change).await?;
        let reissued = self
            .reissue_to(&mut *work, actor, &contest, &line.person)
            .await?;
        work.commit().await?;
        self.forget_as_of(Revision::Sessions);
        Ok(reissued)
    }
}
