//! Time that is given: to a person, and to everybody who sat through an outage.

use super::StoreError;
use crate::domain::{AttemptId, ParticipantId, RoundId, Timestamp};
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
    /// Records an outage of a round.
    async fn add_outage(&mut self, round: RoundId, outage: &Outage) -> Result<(), StoreError>;
    /// Outages of a round that were given back, oldest first.
    async fn outages(&mut self, round: RoundId) -> Result<Vec<Outage>, StoreError>;
}
