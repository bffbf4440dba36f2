//! Time and attempts that staff gave in a round.

use super::StoreError;
use crate::domain::running::Grant;
use crate::domain::{ContestId, RoundId, UnitId};
use async_trait::async_trait;
use std::collections::HashSet;

/// Time and attempts that staff gave.
#[async_trait]
pub trait Grants {
    /// Writes a grant down, and that the round has one more: a start that does not know it yet waits for
    /// the end of this transaction and looks again.
    async fn add_grant(&mut self, grant: &Grant) -> Result<(), StoreError>;
    /// Grants of a round, oldest first.
    async fn grants_of(&mut self, round: RoundId) -> Result<Vec<Grant>, StoreError>;
    /// Grants of all rounds of a contest, oldest first.
    async fn grants_of_contest(&mut self, contest: ContestId) -> Result<Vec<Grant>, StoreError>;
    /// A unit and all units below it.
    async fn units_below(&mut self, top: UnitId) -> Result<HashSet<UnitId>, StoreError>;
}
