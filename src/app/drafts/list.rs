//! Drafts are listed, read and removed.

use super::error::DraftError;
use super::look::staff_name;
use super::view::{DraftLine, DraftView};
use crate::app::staff::allowed;
use crate::app::tenancy::within_reach;
use crate::app::{App, Language, NotFound};
use crate::auth::{Action, Actor};
use crate::domain::{ContestDraft, DraftId};
use crate::store::UnitOfWork;

/// Drafts that a list shows.
const SHOWN: i64 = 100;

/// The draft of that id, if it is there and the actor's.
pub(super) async fn draft_of(
    work: &mut dyn UnitOfWork,
    actor: Actor,
    id: DraftId,
) -> Result<ContestDraft, DraftError> {
    let draft = work.draft(id).await?.ok_or(NotFound)?;
    within_reach(work, actor, draft.owner).await?;
    Ok(draft)
}

impl App {
    /// Drafts of the actor's unit and of those below it, the ones changed last first; at most a hundred.
    pub async fn drafts(&self, actor: Actor) -> Result<Vec<DraftLine>, DraftError> {
        allowed(actor, Action::ApplyContests)?;
        let mut work = self.store.read().await?;
        let mut lines = Vec::new();
        for draft in work.drafts_within(actor.unit(), SHOWN).await? {
            lines.push(DraftLine {
                by: staff_name(&mut *work, draft.changed_by).await?,
                id: draft.id,
                title: draft.title,
                slug: draft.slug,
                revision: draft.revision,
                updated_at: draft.updated_at,
                complete: draft.complete,
            });
        }
        Ok(lines)
    }

    /// A draft, and what there is to say of it now.
    pub async fn draft(
        &self,
        actor: Actor,
        id: DraftId,
        language: Language,
    ) -> Result<DraftView, DraftError> {
        allowed(actor, Action::ApplyContests)?;
        let mut work = self.store.read().await?;
        let draft = draft_of(&mut *work, actor, id).await?;
        Ok(self.draft_view(&mut *work, actor, draft, language).await?)
    }

    /// Removes a draft.
    pub async fn remove_draft(&self, actor: Actor, id: DraftId) -> Result<(), DraftError> {
        allowed(actor, Action::ApplyContests)?;
        let mut work = self.store.begin().await?;
        draft_of(&mut *work, actor, id).await?;
        work.remove_draft(id, None).await?;
        work.commit().await?;
        Ok(())
    }
}
