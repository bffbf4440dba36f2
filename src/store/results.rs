//! Results: numbered, immutable snapshots of a round's standings.

use super::StoreError;
use crate::domain::{AttemptId, ParticipantId, RoundId, Timestamp};
use async_trait::async_trait;

/// A result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResultRow {
    /// The round.
    pub round: RoundId,
    /// 1, 2, …
    pub version: i64,
    /// When it was made.
    pub created_at: Timestamp,
    /// What the prediction question turned out to be.
    pub actual_prediction: Option<i64>,
    /// People ranked.
    pub people: i64,
    /// Attempts counted.
    pub attempts: i64,
    /// Root over the receipts of all that were handed in, hex; none in results of older versions.
    pub receipts_root: Option<String>,
    /// Who made it, and with it froze the value of the prediction.
    pub made_by: String,
    /// What the prediction asked for, JSON: target, scope and what was counted; none where there is
    /// no such question.
    pub prediction_asked: Option<String>,
}

/// A place within a group (bảng).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupPlace {
    /// Code of the group.
    pub group: String,
    /// 1, 2, 2, 4, …
    pub place: i64,
    /// What separates it from the next place of the group, JSON.
    pub reason: String,
}

/// A place of a result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StandingRow {
    /// 1, 2, 2, 4, …
    pub place: i64,
    /// The person.
    pub participant: ParticipantId,
    /// The recognised attempt.
    pub attempt: AttemptId,
    /// Values in the order of the round's comparators.
    pub values: Vec<Option<i64>>,
    /// What separates this place from the next, JSON.
    pub reason: String,
    /// The place within the person's group.
    pub group: Option<GroupPlace>,
}

/// Results.
#[async_trait]
pub trait Results {
    /// Writes the next result with all its places, once.
    async fn put_result(
        &mut self,
        result: &ResultRow,
        standings: &[StandingRow],
    ) -> Result<(), StoreError>;
    /// The newest result of a round.
    async fn latest_result(&mut self, round: RoundId) -> Result<Option<ResultRow>, StoreError>;
    /// All places of a result, first place first.
    async fn standings(
        &mut self,
        round: RoundId,
        version: i64,
    ) -> Result<Vec<StandingRow>, StoreError>;
    /// A result of a round.
    async fn result_of(
        &mut self,
        round: RoundId,
        version: i64,
    ) -> Result<Option<ResultRow>, StoreError>;
    /// The next places of a result, first place first, after so many.
    async fn standings_page(
        &mut self,
        round: RoundId,
        version: i64,
        after: i64,
        limit: i64,
    ) -> Result<Vec<StandingRow>, StoreError>;
    /// The place of a person in a result.
    async fn standing_of(
        &mut self,
        round: RoundId,
        version: i64,
        participant: ParticipantId,
    ) -> Result<Option<StandingRow>, StoreError>;
}
