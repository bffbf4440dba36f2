//! Other sites that may show a contest, and whom the links of units brought.

use super::StoreError;
use crate::domain::{ContestId, RoundId, Timestamp, UnitId};
use async_trait::async_trait;
use time::Date;

/// What the link of a unit brought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Referral {
    /// Code of the unit.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Browsers that followed the link, each once a day.
    pub visits: i64,
    /// People who registered after following it.
    pub registered: i64,
    /// Those of them who have handed in an attempt that is not void.
    pub valid: i64,
}

/// Other sites and links.
#[async_trait]
pub trait Sites {
    /// Origins that may show the contest, in alphabetical order.
    async fn sites_of(&mut self, contest: ContestId) -> Result<Vec<String>, StoreError>;
    /// Allows an origin; whether it was not allowed before.
    async fn add_site(
        &mut self,
        contest: ContestId,
        origin: &str,
        now: Timestamp,
    ) -> Result<bool, StoreError>;
    /// Takes an origin off the list; whether it stood there.
    async fn remove_site(&mut self, contest: ContestId, origin: &str) -> Result<bool, StoreError>;
    /// Adds visits of a day to those of the link of a unit.
    async fn add_visits(
        &mut self,
        contest: ContestId,
        unit: UnitId,
        day: Date,
        visits: i64,
    ) -> Result<(), StoreError>;
    /// What the links of a contest brought, by unit: most valid entrants first. `counting` are the
    /// rounds whose attempts make an entrant valid.
    async fn referrals(
        &mut self,
        contest: ContestId,
        counting: &[RoundId],
    ) -> Result<Vec<Referral>, StoreError>;
}
