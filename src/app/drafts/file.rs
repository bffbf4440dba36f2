//! A draft as a contest file, out and in.

use super::error::DraftError;
use super::keep::within_size;
use super::list::draft_of;
use super::view::DraftView;
use crate::app::contests::{file_document, to_toml};
use crate::app::staff::allowed;
use crate::app::{App, Language};
use crate::auth::{Action, Actor};
use crate::domain::{ContestDraft, DraftId};

/// The text of a draft: the author's own, comments and all, while the document says the same.
pub(super) fn text_of(draft: &ContestDraft) -> String {
    draft
        .source
        .clone()
        .unwrap_or_else(|| to_toml(&draft.document))
}

impl App {
    /// The contest file of a draft, whole or not.
    pub async fn draft_file(&self, actor: Actor, id: DraftId) -> Result<String, DraftError> {
        allowed(actor, Action::ApplyContests)?;
        let mut work = self.store.read().await?;
        Ok(text_of(&draft_of(&mut *work, actor, id).await?))
    }

    /// Takes a contest file, TOML or JSON, in the place of the document of that revision. Only what can't
    /// be read at all is refused, by its line.
    pub async fn put_draft_file(
        &self,
        actor: Actor,
        id: DraftId,
        revision: i64,
        text: String,
        language: Language,
    ) -> Result<DraftView, DraftError> {
        allowed(actor, Action::ApplyContests)?;
        let document = file_document(&text)?;
        within_size(&document)?;
        self.replace(actor, id, revision, document, Some(text), language)
            .await
    }
}
