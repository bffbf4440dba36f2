//! What somebody typed is kept, whatever it lacks.

use super::error::DraftError;
use super::list::draft_of;
use super::view::DraftView;
use crate::app::staff::allowed;
use crate::app::{App, Language};
use crate::auth::{Action, Actor};
use crate::domain::{ContestDraft, DraftId, text};
use serde_json::Value;

/// Greatest size of a document, in bytes of JSON.
const MOST_BYTES: usize = 256 << 10;
/// Longest name of a draft, in characters.
const LONGEST_TITLE: usize = 200;

/// The title that a document gives its contest; none: it gives none that can be shown.
pub(in crate::app) fn title_of(document: &Value) -> Option<String> {
    let title = document.pointer("/contest/title")?.as_str()?;
    let title = text::line(title, LONGEST_TITLE).ok()?;
    Some(title).filter(|title| !title.is_empty())
}

/// Refuses documents that are larger than any contest that people write.
pub(super) fn within_size(document: &Value) -> Result<(), DraftError> {
    if !document.is_object() {
        return Err(DraftError::field(
            "/document",
            "field.type",
            "Bản nháp phải là một bảng các khóa.",
            "A draft is an object of keys.",
        ));
    }
    if document.to_string().len() > MOST_BYTES {
        return Err(DraftError::TooLarge);
    }
    Ok(())
}

impl App {
    /// Keeps a document in the place of the one of that revision. Findings never refuse it: only its
    /// size and another revision do.
    pub async fn keep_draft(
        &self,
        actor: Actor,
        id: DraftId,
        revision: i64,
        document: Value,
        language: Language,
    ) -> Result<DraftView, DraftError> {
        allowed(actor, Action::ApplyContests)?;
        within_size(&document)?;
        self.replace(actor, id, revision, document, None, language)
            .await
    }

    /// Replaces the document, and the text it was read from, if it was read from one.
    pub(super) async fn replace(
        &self,
        actor: Actor,
        id: DraftId,
        revision: i64,
        document: Value,
        source: Option<String>,
        language: Language,
    ) -> Result<DraftView, DraftError> {
        let mut work = self.store.read().await?;
        let before = draft_of(&mut *work, actor, id).await?;
        if before.revision != revision {
            return Err(DraftError::Stale(Some(before.revision)));
        }
        let studied = self
            .studied(&mut *work, actor, &document, before.slug.as_deref())
            .await?;
        drop(work);
        let draft = ContestDraft {
            // The author's own text stays for as long as it says the same.
            source: source.or_else(|| {
                let same = before.document == document;
                before.source.clone().filter(|_| same)
            }),
            title: title_of(&document).unwrap_or_else(|| before.title.clone()),
            document,
            revision: before.revision + 1,
            complete: studied.is_complete(),
            changed_by: actor.staff(),
            updated_at: self.now(),
            ..before
        };
        let mut work = self.store.begin().await?;
        if !work.put_draft(&draft, revision).await? {
            return Err(DraftError::Stale(None));
        }
        work.commit().await?;
        let mut work = self.store.read().await?;
        Ok(self.draft_view(&mut *work, actor, draft, language).await?)
    }
}
