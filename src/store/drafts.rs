//! Contests that are still being written.

use super::StoreError;
use crate::domain::{ContestDraft, DraftId, UnitId};
use async_trait::async_trait;

/// Contests that are still being written.
#[async_trait]
pub trait Drafts {
    /// Keeps a new draft.
    async fn add_draft(&mut self, draft: &ContestDraft) -> Result<(), StoreError>;
    /// The draft of that id.
    async fn draft(&mut self, id: DraftId) -> Result<Option<ContestDraft>, StoreError>;
    /// Drafts of a unit and of all units below it, those changed last first, at most so many; without a
    /// unit, of the whole platform.
    async fn drafts_within(
        &mut self,
        top: Option<UnitId>,
        limit: i64,
    ) -> Result<Vec<ContestDraft>, StoreError>;
    /// Replaces what the draft of this id and of revision `before` says; false: it has another revision
    /// by now, and nothing was changed.
    async fn put_draft(&mut self, draft: &ContestDraft, before: i64) -> Result<bool, StoreError>;
    /// Notes what of a draft was tried out, whatever its revision.
    async fn rehearsed_draft(&mut self, id: DraftId, what: &str) -> Result<(), StoreError>;
    /// Removes a draft; with a revision, only the draft of that one. False: it was not there so.
    async fn remove_draft(
        &mut self,
        id: DraftId,
        revision: Option<i64>,
    ) -> Result<bool, StoreError>;
}
