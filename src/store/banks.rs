//! Question banks and their questions.

use super::StoreError;
use crate::domain::{Bank, BankId, QuestionId, QuestionVersion, StaffId, Timestamp};
use async_trait::async_trait;

/// A question to be added, as version 1.
#[derive(Debug, Clone)]
pub struct NewQuestion {
    /// The question whole.
    pub version: QuestionVersion,
    /// SHA-256 over stem, set of options and media: what a duplicate is told by.
    pub fingerprint: [u8; 32],
    /// Who brought it in; none: a command did.
    pub author: Option<StaffId>,
    /// When it was added.
    pub created_at: Timestamp,
}

/// Question banks.
#[async_trait]
pub trait Banks {
    /// The bank of that code.
    async fn bank_by_code(&mut self, code: &str) -> Result<Option<Bank>, StoreError>;
    /// The bank of that id.
    async fn bank(&mut self, id: BankId) -> Result<Option<Bank>, StoreError>;
    /// Every bank, by code.
    async fn banks(&mut self) -> Result<Vec<Bank>, StoreError>;
    /// Adds a bank, or gives the one with this code a new title.
    async fn put_bank(&mut self, bank: &Bank, now: Timestamp) -> Result<(), StoreError>;
    /// Fingerprints of all questions of a bank.
    async fn fingerprints(&mut self, bank: BankId) -> Result<Vec<[u8; 32]>, StoreError>;
    /// Adds a question. A fingerprint that the bank holds already is a [`StoreError::Conflict`].
    async fn add_question(&mut self, question: &NewQuestion) -> Result<(), StoreError> {
        self.add_questions(std::slice::from_ref(question)).await
    }
    /// Adds many questions, hundreds in a statement. A fingerprint that the bank holds already is a
    /// [`StoreError::Conflict`], after which the transaction has to be dropped.
    async fn add_questions(&mut self, questions: &[NewQuestion]) -> Result<(), StoreError>;
    /// The newest version of every question of a bank, in order of their making.
    async fn questions(&mut self, bank: BankId) -> Result<Vec<QuestionVersion>, StoreError>;
    /// All versions of these questions, in no order.
    async fn versions_of(&mut self, ids: &[QuestionId])
    -> Result<Vec<QuestionVersion>, StoreError>;
    /// A stored version.
    async fn question_version(
        &mut self,
        id: QuestionId,
        version: i64,
    ) -> Result<Option<QuestionVersion>, StoreError>;
}
