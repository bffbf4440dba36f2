//! What people say about questions: verdicts and comments. Nothing is changed or taken away.

use super::StoreError;
use crate::domain::{BankId, QuestionId, StaffId, Timestamp, Verdict};
use async_trait::async_trait;
use uuid::Uuid;

/// A verdict.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Review {
    /// Key of the row; rises with time.
    pub id: Uuid,
    /// The question.
    pub question: QuestionId,
    /// The version it is about.
    pub version: i64,
    /// Who gave it.
    pub reviewer: StaffId,
    /// What.
    pub verdict: Verdict,
    /// Why; empty if nothing was said.
    pub comment: String,
    /// When.
    pub at: Timestamp,
}

/// A comment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comment {
    /// Key of the row; rises with time.
    pub id: Uuid,
    /// The question.
    pub question: QuestionId,
    /// The newest version when it was written.
    pub version: i64,
    /// Who wrote it.
    pub author: StaffId,
    /// What.
    pub text: String,
    /// When.
    pub at: Timestamp,
}

/// Verdicts and comments.
#[async_trait]
pub trait Reviews {
    /// Adds a verdict.
    async fn add_review(&mut self, review: &Review) -> Result<(), StoreError>;
    /// The verdicts on a question, oldest first.
    async fn reviews_of(&mut self, question: QuestionId) -> Result<Vec<Review>, StoreError>;
    /// The verdicts on questions of a bank that changed after that change, oldest first; on all, if
    /// none is named.
    async fn reviews_in(
        &mut self,
        bank: BankId,
        after: Option<i64>,
    ) -> Result<Vec<Review>, StoreError>;
    /// Adds a comment.
    async fn add_comment(&mut self, comment: &Comment) -> Result<(), StoreError>;
    /// The comments on a question, oldest first.
    async fn comments_of(&mut self, question: QuestionId) -> Result<Vec<Comment>, StoreError>;
}
