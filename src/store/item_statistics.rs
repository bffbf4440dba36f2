//! What closed rounds tell about questions.

use super::StoreError;
use crate::domain::{BankId, QuestionId, RoundId, Timestamp};
use async_trait::async_trait;

/// Sums over the finished attempts of a round that held a question version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemSums {
    /// The question.
    pub question: QuestionId,
    /// Its version.
    pub version: i64,
    /// The round.
    pub round: RoundId,
    /// The sums as JSON; `engine::statistics` reads them.
    pub sums: String,
}

/// Statistics of items.
#[async_trait]
pub trait ItemStatistics {
    /// Rounds that are over and whose newest result was not measured yet, with its version.
    async fn rounds_to_measure(&mut self) -> Result<Vec<(RoundId, i64)>, StoreError>;
    /// Puts the sums of a round in the place of those before, and remembers which result they are of.
    /// The banks of the questions were touched before.
    async fn put_item_sums(
        &mut self,
        round: RoundId,
        result_version: i64,
        sums: &[ItemSums],
        now: Timestamp,
    ) -> Result<(), StoreError>;
    /// The sums of a question, over all rounds.
    async fn item_sums_of(&mut self, question: QuestionId) -> Result<Vec<ItemSums>, StoreError>;
    /// The sums of the questions of a bank that changed after that change; of all, if none is named.
    async fn item_sums_in(
        &mut self,
        bank: BankId,
        after: Option<i64>,
    ) -> Result<Vec<ItemSums>, StoreError>;
}
