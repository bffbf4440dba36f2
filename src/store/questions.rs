//! Questions as people work on them: versions, their state, and what changed in a bank.

use super::StoreError;
use crate::domain::{
    Bank, BankId, QuestionId, QuestionStatus, QuestionVersion, StaffId, Timestamp, UnitId,
};
use async_trait::async_trait;

/// A bank with what lists say of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BankHead {
    /// The bank.
    pub bank: Bank,
    /// How many people have to approve a question: 1 or 2.
    pub approvals: i64,
    /// Number of its last change; 0 if nothing changed since an older version of the program.
    pub revision: i64,
    /// How many questions it holds, retired ones too.
    pub questions: i64,
    /// When something in it changed last.
    pub updated_at: Timestamp,
}

/// A further version of a question.
#[derive(Debug, Clone)]
pub struct NewVersion {
    /// The version whole; its status becomes that of the question.
    pub version: QuestionVersion,
    /// SHA-256 over stem, set of options and media.
    pub fingerprint: [u8; 32],
    /// Who wrote it.
    pub author: Option<StaffId>,
    /// What was changed, in the author's words.
    pub note: String,
    /// The version on whose reviews it stands, if it only sorts the question anew.
    pub reviewed_as: Option<i64>,
    /// When.
    pub at: Timestamp,
}

/// A version in a list of versions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VersionHead {
    /// 1, 2, …
    pub version: i64,
    /// Draft, checked or approved, whatever became of the question afterwards.
    pub status: QuestionStatus,
    /// Who wrote it; none: brought in by command.
    pub author: Option<StaffId>,
    /// What was changed.
    pub note: Option<String>,
    /// The first version whose reviews count for it: itself, unless it only sorts anew.
    pub reviewed_as: i64,
    /// When it was made.
    pub at: Timestamp,
}

/// A question with all that its bank has to know of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// The newest version. Retired questions say so, whatever their version is.
    pub newest: QuestionVersion,
    /// Its circumstances.
    pub head: VersionHead,
    /// The newest approved version, where that is not the newest one.
    pub approved: Option<(QuestionVersion, VersionHead)>,
    /// When the question was made.
    pub created_at: Timestamp,
    /// When something about it changed last.
    pub updated_at: Timestamp,
}

/// Questions as people work on them.
#[async_trait]
pub trait Questions {
    /// Every bank by code, or those of a unit and of all units below it.
    async fn bank_heads(&mut self, within: Option<UnitId>) -> Result<Vec<BankHead>, StoreError>;
    /// The bank of that code.
    async fn bank_head(&mut self, code: &str) -> Result<Option<BankHead>, StoreError>;
    /// Says that something in the bank changes, keeps others from changing it until this transaction
    /// ends, and gives the number of the change. Comes before all that follows.
    async fn touch_bank(&mut self, bank: BankId, now: Timestamp) -> Result<i64, StoreError>;
    /// How many people have to approve its questions: 1 or 2.
    async fn approvals_needed(&mut self, bank: BankId) -> Result<i64, StoreError>;
    /// Sets how many people have to approve its questions.
    async fn set_approvals(&mut self, bank: BankId, approvals: i64) -> Result<(), StoreError>;
    /// The questions of a bank that changed after that change, in order of their making; all, if none
    /// is named.
    async fn held(&mut self, bank: BankId, after: Option<i64>) -> Result<Vec<Held>, StoreError>;
    /// A question.
    async fn held_question(&mut self, id: QuestionId) -> Result<Option<Held>, StoreError>;
    /// The versions of a question, oldest first.
    async fn version_heads(&mut self, id: QuestionId) -> Result<Vec<VersionHead>, StoreError>;
    /// The question of a bank with that fingerprint.
    async fn question_of_print(
        &mut self,
        bank: BankId,
        fingerprint: &[u8; 32],
    ) -> Result<Option<QuestionId>, StoreError>;
    /// Adds the next version of a question. The fingerprint of another question of the bank is a
    /// [`StoreError::Conflict`], after which the transaction has to be dropped.
    async fn add_version(&mut self, version: &NewVersion) -> Result<(), StoreError>;
    /// Sets where the newest version of a question stands: draft, checked or approved.
    async fn set_version_status(
        &mut self,
        id: QuestionId,
        version: i64,
        status: QuestionStatus,
        now: Timestamp,
    ) -> Result<(), StoreError>;
    /// Takes a question out of use, or back in as its newest version stands.
    async fn set_retired(
        &mut self,
        id: QuestionId,
        retired: bool,
        now: Timestamp,
    ) -> Result<(), StoreError>;
    /// Says that something about a question changed that is not in it: a review, a comment, a figure.
    async fn touch_question(&mut self, id: QuestionId, now: Timestamp) -> Result<(), StoreError>;
}
