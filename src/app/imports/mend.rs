//! A question of an import is mended in place, left out, or taken back in.

use super::error::ImportError;
use super::view::ItemView;
use crate::app::staff::allowed;
use crate::app::tenancy::import_of;
use crate::app::{App, FieldFault, NotFound};
use crate::auth::{Action, Actor};
use crate::domain::import::ItemState;
use crate::domain::{ImportId, QuestionDraft};

/// What becomes of a question of an import.
#[derive(Debug, Clone)]
pub enum Mending {
    /// It is to read like this, or just so: somebody looked at it.
    Draft(Box<QuestionDraft>),
    /// It is left out (true), or no longer (false).
    Skip(bool),
}

impl App {
    /// Mends a question of an import that is not in the bank yet.
    pub async fn mend_import(
        &self,
        actor: Actor,
        id: ImportId,
        position: i64,
        mending: Mending,
    ) -> Result<ItemView, ImportError> {
        allowed(actor, Action::ImportQuestions)?;
        let mut work = self.store.begin().await?;
        let import = import_of(&mut *work, actor, id).await?;
        if import.committed_at.is_some() || !work.change_import(id).await? {
            return Err(ImportError::Committed);
        }
        let item = work.import_item(id, position).await?;
        let mut item = item.ok_or(NotFound)?;
        match mending {
            Mending::Draft(draft) => {
                let known = item.draft.as_ref().map(QuestionDraft::shown_media);
                let known = known.unwrap_or_default();
                if draft.shown_media().iter().any(|name| !known.contains(name)) {
                    return Err(ImportError::Draft(vec![other_picture()]));
                }
                item.draft = Some(*draft);
                item.warnings = Vec::new();
                item.refusal = None;
                item.state = ItemState::Fixed;
            }
            Mending::Skip(true) => item.state = ItemState::Skipped,
            // What was refused stays refused until somebody mends it.
            Mending::Skip(false) if item.refusal.is_some() => item.state = ItemState::Refused,
            Mending::Skip(false) if item.draft.is_none() => return Err(ImportError::Refused),
            Mending::Skip(false) => item.state = ItemState::Taken,
        }
        work.put_import_item(id, &item).await?;
        work.commit().await?;
        Ok(item.into())
    }

    /// Throws an import away; what went into a bank stays there.
    pub async fn drop_import(&self, actor: Actor, id: ImportId) -> Result<(), ImportError> {
        allowed(actor, Action::ImportQuestions)?;
        let mut work = self.store.begin().await?;
        import_of(&mut *work, actor, id).await?;
        work.remove_import(id).await?;
        work.commit().await?;
        Ok(())
    }
}

/// A picture comes in with a file: a name of another one would show nothing, or what is not this one's.
fn other_picture() -> FieldFault {
    FieldFault {
        pointer: "/draft/media".to_owned(),
        code: "question.media",
        vietnamese: "Câu hỏi chưa có hình này.".to_owned(),
        english: "The question holds no such medium.".to_owned(),
    }
}
