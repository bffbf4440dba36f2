//! Units that ask to be taken into the tree.

use super::StoreError;
use crate::domain::{RegistrationId, Timestamp, UnitId, UnitRegistration, WaitState};
use async_trait::async_trait;

/// Units that ask to be taken into the tree.
#[async_trait]
pub trait UnitRegistrations {
    /// Keeps a registration.
    async fn add_unit_registration(&mut self, new: &UnitRegistration) -> Result<(), StoreError>;
    /// The registration of that id.
    async fn unit_registration(
        &mut self,
        id: RegistrationId,
    ) -> Result<Option<UnitRegistration>, StoreError>;
    /// Registrations in that state for a unit and all below it (none: for all), the latest first, at most
    /// so many.
    async fn unit_registrations(
        &mut self,
        within: Option<UnitId>,
        state: Option<WaitState>,
        limit: i64,
    ) -> Result<Vec<UnitRegistration>, StoreError>;
    /// How many wait for that unit.
    async fn count_waiting(&mut self, parent: UnitId) -> Result<i64, StoreError>;
    /// Writes the decision on one that waits; gives whether it did wait.
    async fn decide_unit_registration(
        &mut self,
        decided: &UnitRegistration,
        at: Timestamp,
    ) -> Result<bool, StoreError>;
}
