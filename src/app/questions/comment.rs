//! People talk about a question beside it.

use super::write::{after, by_name, taken};
use super::{QuestionError, StaffName, passage};
use crate::app::App;
use crate::app::staff::allowed;
use crate::auth::{Action, Actor};
use crate::domain::{QuestionId, Timestamp};
use crate::entropy;
use crate::store::Comment;
use serde::Serialize;
use serde_json::json;
use utoipa::ToSchema;

/// A comment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct CommentView {
    /// Opaque.
    pub id: String,
    /// Who wrote it.
    pub author: StaffName,
    /// The newest version when it was written.
    pub version: i64,
    /// What; plain text.
    pub text: String,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
}

impl App {
    /// Adds a comment to a question.
    pub async fn comment_on_question(
        &self,
        actor: Actor,
        id: QuestionId,
        text: &str,
    ) -> Result<CommentView, QuestionError> {
        allowed(actor, Action::ReadQuestions)?;
        let author = by_name(actor)?;
        let text = passage(text, super::review::COMMENT, "/text")?;
        let mut work = self.store.begin().await?;
        let held = taken(self, &mut *work, actor, id).await?;
        let before = work.comments_of(id).await?;
        let now = after(before.last().map(|comment| comment.at), self.now());
        let comment = Comment {
            id: entropy::id(&*self.entropy, now, QuestionId::new).0,
            question: id,
            version: held.newest.version,
            author,
            text,
            at: now,
        };
        work.add_comment(&comment).await?;
        work.touch_question(id, now).await?;
        let detail = json!({ "version": comment.version });
        self.audit_question(&mut *work, actor, "question.commented", id, &detail)
            .await?;
        let name = work.staff_member(author).await?;
        work.commit().await?;
        Ok(CommentView {
            id: comment.id.simple().to_string(),
            author: StaffName {
                id: author,
                name: name.map_or_else(String::new, |staff| staff.name),
            },
            version: comment.version,
            text: comment.text,
            at: comment.at,
        })
    }
}
