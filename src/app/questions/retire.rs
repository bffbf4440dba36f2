//! A question is taken out of use, and back in.

use super::write::{after, by_name, taken};
use super::{QuestionError, QuestionView, passage};
use crate::app::App;
use crate::app::staff::allowed;
use crate::auth::{Action, Actor};
use crate::domain::{QuestionId, QuestionStatus};
use crate::entropy;
use crate::store::Comment;
use serde_json::json;

impl App {
    /// Takes a question out of use; the reason stands among its comments. Papers and manifests that
    /// hold it keep it.
    pub async fn retire_question(
        &self,
        actor: Actor,
        id: QuestionId,
        reason: &str,
    ) -> Result<QuestionView, QuestionError> {
        allowed(actor, Action::ApproveQuestions)?;
        let author = by_name(actor)?;
        let text = passage(reason, super::review::COMMENT, "/reason")?;
        let mut work = self.store.begin().await?;
        let held = taken(self, &mut *work, actor, id).await?;
        if held.newest.status == QuestionStatus::Retired {
            return Err(QuestionError::Retired);
        }
        let before = work.comments_of(id).await?;
        let now = after(before.last().map(|comment| comment.at), self.now());
        let detail = json!({ "version": held.newest.version, "reason": text });
        work.add_comment(&Comment {
            id: entropy::id(&*self.entropy, now, QuestionId::new).0,
            question: id,
            version: held.newest.version,
            author,
            text,
            at: now,
        })
        .await?;
        work.set_retired(id, true, now).await?;
        self.audit_question(&mut *work, actor, "question.retired", id, &detail)
            .await?;
        work.commit().await?;
        self.question(actor, id).await
    }

    /// Takes a question back into use, as its newest version stands.
    pub async fn restore_question(
        &self,
        actor: Actor,
        id: QuestionId,
    ) -> Result<QuestionView, QuestionError> {
        allowed(actor, Action::ApproveQuestions)?;
        by_name(actor)?;
        let mut work = self.store.begin().await?;
        let held = taken(self, &mut *work, actor, id).await?;
        if held.newest.status != QuestionStatus::Retired {
            return Err(QuestionError::NotRetired);
        }
        work.set_retired(id, false, self.now()).await?;
        let detail = json!({ "version": held.newest.version });
        self.audit_question(&mut *work, actor, "question.restored", id, &detail)
            .await?;
        work.commit().await?;
        self.question(actor, id).await
    }
}
