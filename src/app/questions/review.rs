//! A second person, and a third one, say what they think of a version.

use super::write::{after, by_name, taken};
use super::{QuestionError, QuestionView, passage};
use crate::app::App;
use crate::app::staff::allowed;
use crate::auth::{Action, Actor};
use crate::domain::{QuestionId, QuestionStatus, Verdict};
use crate::engine::review::{Given, approvers};
use crate::entropy;
use crate::store::{Held, Review, UnitOfWork};
use serde_json::json;

/// Longest comment, in characters.
pub(super) const COMMENT: usize = 4_000;

/// What somebody says of a version.
#[derive(Debug, Clone)]
pub struct NewReview {
    /// The version that he had before him.
    pub version: i64,
    /// What.
    pub verdict: Verdict,
    /// Why.
    pub comment: Option<String>,
}

impl App {
    /// Reviews the newest version of a question.
    ///
    /// A check makes a draft checked. An approval counts once for a person, and a question is approved
    /// when as many people as its bank asks for approved it; further ones count for rounds that ask for
    /// two. A rejection makes it a draft again and takes back the approvals before it. Nobody reviews a
    /// text of his own.
    pub async fn review_question(
        &self,
        actor: Actor,
        id: QuestionId,
        review: NewReview,
    ) -> Result<QuestionView, QuestionError> {
        allowed(actor, Action::ApproveQuestions)?;
        let reviewer = by_name(actor)?;
        let comment = match review.comment.as_deref().map(str::trim) {
            None | Some("") if review.verdict == Verdict::Reject => {
                return Err(QuestionError::CommentRequired);
            }
            None | Some("") => String::new(),
            Some(comment) => passage(comment, COMMENT, "/comment")?,
        };
        let mut work = self.store.begin().await?;
        let held = taken(self, &mut *work, actor, id).await?;
        let newest = &held.newest;
        match newest.status {
            _ if newest.version != review.version => {
                return Err(QuestionError::Stale {
                    newest: newest.version,
                });
            }
            QuestionStatus::Retired => return Err(QuestionError::Retired),
            QuestionStatus::Draft if review.verdict == Verdict::Approve => {
                return Err(QuestionError::NotChecked);
            }
            QuestionStatus::Checked | QuestionStatus::Approved
                if review.verdict == Verdict::Check =>
            {
                return Err(QuestionError::Checked);
            }
            _ => {}
        }
        self.not_by_author(&mut *work, &held, reviewer).await?;
        let before = work.reviews_of(id).await?;
        let now = after(before.last().map(|review| review.at), self.now());
        work.add_review(&Review {
            id: entropy::id(&*self.entropy, now, QuestionId::new).0,
            question: id,
            version: newest.version,
            reviewer,
            verdict: review.verdict,
            comment,
            at: now,
        })
        .await?;
        let status = status_after(&mut *work, &held, review.verdict).await?;
        work.set_version_status(id, newest.version, status, now)
            .await?;
        let detail = json!({
            "version": newest.version, "verdict": review.verdict, "status": status,
        });
        self.audit_question(&mut *work, actor, "question.reviewed", id, &detail)
            .await?;
        work.commit().await?;
        self.question(actor, id).await
    }

    /// Refuses who wrote this version, or one that says the same and was only sorted anew.
    async fn not_by_author(
        &self,
        work: &mut dyn UnitOfWork,
        held: &Held,
        reviewer: crate::domain::StaffId,
    ) -> Result<(), QuestionError> {
        let same_text = held.head.reviewed_as..=held.head.version;
        let heads = work.version_heads(held.newest.id).await?;
        let own = heads
            .iter()
            .any(|head| same_text.contains(&head.version) && head.author == Some(reviewer));
        if own { Err(QuestionError::Own) } else { Ok(()) }
    }
}

/// Where the version stands after a verdict that was written down.
async fn status_after(
    work: &mut dyn UnitOfWork,
    held: &Held,
    verdict: Verdict,
) -> Result<QuestionStatus, QuestionError> {
    Ok(match verdict {
        Verdict::Reject => QuestionStatus::Draft,
        Verdict::Check => QuestionStatus::Checked,
        Verdict::Approve if held.newest.status == QuestionStatus::Approved => {
            QuestionStatus::Approved
        }
        Verdict::Approve => {
            let given: Vec<Given> = work
                .reviews_of(held.newest.id)
                .await?
                .iter()
                .map(|review| Given {
                    version: review.version,
                    by: review.reviewer,
                    verdict: review.verdict,
                })
                .collect();
            let approved = approvers(held.head.reviewed_as, held.head.version, &given).len();
            let needed = work.approvals_needed(held.newest.bank).await?;
            if i64::try_from(approved).is_ok_and(|approved| approved >= needed) {
                QuestionStatus::Approved
            } else {
                QuestionStatus::Checked
            }
        }
    })
}
