//! Figures of a round that is under way: what nodes counted by the minute, and what is counted from
//! people and attempts.

use super::StoreError;
use crate::domain::{ContestId, RoundId, Timestamp, UnitId};
use async_trait::async_trait;

/// What happened in a round in a minute, or in all of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// Attempts begun.
    pub started: i64,
    /// Attempts handed in, by people and by the clock.
    pub handed_in: i64,
    /// Answers saved.
    pub saved: i64,
    /// Answers among them that came after the deadline, within the grace for the network.
    pub late: i64,
    /// Answers refused because the attempt had ended.
    pub refused: i64,
    /// Answers not saved because the store failed; the device sends them again.
    pub failed: i64,
}

/// People of a unit in a round.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct UnitFigures {
    /// The unit; none: people without one.
    pub unit: Option<UnitId>,
    /// Distinct people who began an attempt that is not void.
    pub people: i64,
    /// Those of them who sit one.
    pub sitting: i64,
    /// Those of them who handed one in.
    pub handed_in: i64,
    /// Attempts that are not void.
    pub attempts: i64,
}

/// A unit that may take part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitBrief {
    /// Key of the row.
    pub id: UnitId,
    /// Code.
    pub code: String,
    /// Name.
    pub name: String,
    /// People who could take part.
    pub headcount: Option<i64>,
}

/// Figures of a round that is under way.
#[async_trait]
pub trait Figures {
    /// Writes what a node counted in minutes, in place of what it wrote for them before.
    async fn put_tallies(
        &mut self,
        node: &str,
        tallies: &[(RoundId, Timestamp, Tally)],
    ) -> Result<(), StoreError>;
    /// What all nodes but that one counted in the minutes that begin at that instant or later, by minute.
    async fn tallies_since(
        &mut self,
        round: RoundId,
        from: Timestamp,
        without: &str,
    ) -> Result<Vec<(Timestamp, Tally)>, StoreError>;
    /// What all nodes but that one counted in all minutes that are kept.
    async fn tally_of(&mut self, round: RoundId, without: &str) -> Result<Tally, StoreError>;
    /// Removes what was counted before; gives how many rows that were.
    async fn forget_tallies(&mut self, before: Timestamp) -> Result<u64, StoreError>;
    /// Running attempts of a round, and those of them whose deadline lies before that instant.
    async fn sitting(
        &mut self,
        round: RoundId,
        before: Timestamp,
    ) -> Result<(i64, i64), StoreError>;
    /// People of a round by unit.
    async fn figures_by_unit(&mut self, round: RoundId) -> Result<Vec<UnitFigures>, StoreError>;
    /// How many registered, by unit; those without one are left out.
    async fn registered_by_unit(
        &mut self,
        contest: ContestId,
    ) -> Result<Vec<(UnitId, i64)>, StoreError>;
    /// Units that exist today at or below that one (none: all), by code.
    async fn living_units(
        &mut self,
        top: Option<UnitId>,
        today: &str,
    ) -> Result<Vec<UnitBrief>, StoreError>;
}
