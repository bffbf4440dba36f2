//! Time that is given: to a person, and to everybody who sat through an outage.

use super::StoreError;
use crate::domain::{AttemptId, ParticipantId, RoundId, Timestamp, UnitId};
use async_trait::async_trait;

/// An outage that was given back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outage {
    /// First instant of it.
    pub from: Timestamp,
    /// First instant after it.
    pub to: Timestamp,
    /// What happened.
    pub reason: String,
    /// Who gave it back.
    pub made_by: String,
    /// When.
    pub at: Timestamp,
}

/// A running attempt with what its end depends on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Running {
    /// The attempt.
    pub attempt: AttemptId,
    /// The person.
    pub participant: ParticipantId,
    /// The person's unit.
    pub unit: Option<UnitId>,
    /// Seconds that he has on top of every time limit.
    pub extra_time_s: u32,
    /// When it began.
    pub started_at: Timestamp,
    /// When it ends.
    pub deadline_at: Timestamp,
}

/// Time that is given.
#[async_trait]
pub trait Allowances {
    /// Gives a person so many seconds on top of the time limit, in place of what he had.
    async fn set_extra_time(
        &mut self,
        participant: ParticipantId,
        seconds: u32,
    ) -> Result<(), StoreError>;
    /// Moves the end of a running attempt; it never moves earlier. Gives whether it moved.
    async fn move_deadline(
        &mut self,
        attempt: AttemptId,
        deadline: Timestamp,
    ) -> Result<bool, StoreError>;
    /// Running attempts of a round by id. Until this transaction ends nothing is saved into them and none
    /// is handed in, so that two nodes never wait for each other.
    async fn running_in(&mut self, round: RoundId) -> Result<Vec<Running>, StoreError>;
    /// Moves the ends of running attempts; none moves earlier. Gives how many moved.
    async fn move_deadlines(
        &mut self,
        ends: &[(AttemptId, Timestamp)],
    ) -> Result<usize, StoreError>;
    /// Records an outage of a round.
    async fn add_outage(&mut self, round: RoundId, outage: &Outage) -> Result<(), StoreError>;
    /// Outages of a round that were given back, oldest first.
    async fn outages(&mut self, round: RoundId) -> Result<Vec<Outage>, StoreError>;
}
