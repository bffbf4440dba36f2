//! Attempts and the response log, as they are read. What many people write at once goes through
//! the [batch writer](super::writer).

use super::StoreError;
use crate::domain::{
    Attempt, AttemptId, ContestId, ParticipantId, Response, RoundId, Timestamp, UnitId,
};
use async_trait::async_trait;
use std::collections::HashMap;

/// A finished attempt with what ranking and boards need of its person.
#[derive(Debug, Clone)]
pub struct Finished {
    /// The attempt; its outcome is present unless it is void.
    pub attempt: Attempt,
    /// The person's number.
    pub number: i64,
    /// The person's group (bảng).
    pub group: Option<String>,
    /// The person's unit.
    pub unit: Option<UnitId>,
}

/// A handed-in attempt with what a proof tells of its person.
#[derive(Debug, Clone)]
pub struct HandedIn {
    /// The attempt; its outcome is present, also where it was voided afterwards.
    pub attempt: Attempt,
    /// The person's number.
    pub number: i64,
    /// The person's public pseudonym.
    pub alias: String,
    /// The person's group (bảng).
    pub group: Option<String>,
}

/// A handed-in attempt as its receipt tells it.
#[derive(Debug, Clone)]
pub struct ReceiptRow {
    /// The attempt.
    pub attempt: Attempt,
    /// The person's number.
    pub number: i64,
    /// The contest.
    pub contest: ContestId,
}

/// A round whose attempts are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counted {
    /// The round.
    pub round: RoundId,
    /// Only attempts that were begun by then; none: all.
    pub until: Option<Timestamp>,
}

/// People and attempts of a unit in a contest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnitCount {
    /// The unit.
    pub unit: UnitId,
    /// Distinct people who began an attempt.
    pub people: i64,
    /// Their attempts, void ones left out.
    pub attempts: i64,
}

/// Attempts and the response log.
#[async_trait]
pub trait Attempts {
    /// The attempt of that id.
    async fn attempt(&mut self, id: AttemptId) -> Result<Option<Attempt>, StoreError>;
    /// All attempts of a person, oldest first.
    async fn attempts_of(&mut self, participant: ParticipantId)
    -> Result<Vec<Attempt>, StoreError>;
    /// The response log of an attempt, by epoch and sequence.
    async fn responses(&mut self, attempt: AttemptId) -> Result<Vec<Response>, StoreError>;
    /// At least the newest response of each question, in no order; older ones may be among them.
    async fn newest_responses(&mut self, attempt: AttemptId) -> Result<Vec<Response>, StoreError>;
    /// The attempt whose receipt has that code.
    async fn attempt_by_receipt(&mut self, code: &str) -> Result<Option<ReceiptRow>, StoreError>;
    /// Active attempts whose deadline lies before that instant, the oldest deadline first.
    async fn overdue(&mut self, before: Timestamp, limit: i64) -> Result<Vec<Attempt>, StoreError>;
    /// Active attempts of a round.
    async fn active_in(&mut self, round: RoundId) -> Result<Vec<Attempt>, StoreError>;
    /// Finished attempts of a round, by person's number and ordinal.
    async fn finished_in(&mut self, round: RoundId) -> Result<Vec<Finished>, StoreError>;
    /// Attempts of a round that were handed in, voided ones too, by person's number and ordinal: the
    /// next `limit` after that number and ordinal.
    async fn handed_in(
        &mut self,
        round: RoundId,
        after: (i64, i64),
        limit: i64,
    ) -> Result<Vec<HandedIn>, StoreError>;
    /// The response logs of attempts, each by epoch and sequence; an attempt without one is left out.
    async fn logs_of(
        &mut self,
        attempts: &[AttemptId],
    ) -> Result<HashMap<AttemptId, Vec<Response>>, StoreError>;
    /// How many attempts of a round are finished: the length of [`Attempts::finished_in`]. With a
    /// cut-off only those that were handed in by then.
    async fn count_finished(
        &mut self,
        round: RoundId,
        until: Option<Timestamp>,
    ) -> Result<i64, StoreError>;
    /// Whether anybody has begun an attempt of the round.
    async fn has_attempts(&mut self, round: RoundId) -> Result<bool, StoreError>;
    /// Distinct people and attempts, void ones left out.
    async fn count_attempts(&mut self, counted: Counted) -> Result<(i64, i64), StoreError>;
    /// Distinct people who began an attempt of any of these rounds, void ones left out.
    async fn count_people(&mut self, counted: &[Counted]) -> Result<i64, StoreError>;
    /// People and attempts of these rounds by unit; people without a unit are left out.
    async fn count_by_unit(&mut self, counted: &[Counted]) -> Result<Vec<UnitCount>, StoreError>;
}
