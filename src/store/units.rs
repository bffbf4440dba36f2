//! The unit tree.

use super::StoreError;
use crate::domain::{Unit, UnitDraft, UnitId};
use async_trait::async_trait;

/// Which units a list asks for.
#[derive(Debug, Clone, Default)]
pub struct UnitFilter {
    /// Part of the folded name or the start of the code.
    pub folded: String,
    /// Only children of this unit.
    pub parent: Option<String>,
    /// Only codes after this one.
    pub after: Option<String>,
    /// Greatest number of rows.
    pub limit: i64,
}

/// The unit tree.
#[async_trait]
pub trait Units {
    /// Inserts a unit or updates the one with its code; the parent must exist already.
    async fn put_unit(&mut self, id: UnitId, draft: &UnitDraft) -> Result<(), StoreError>;
    /// The unit of that code.
    async fn unit_by_code(&mut self, code: &str) -> Result<Option<Unit>, StoreError>;
    /// The unit of that id.
    async fn unit(&mut self, id: UnitId) -> Result<Option<Unit>, StoreError>;
    /// Units by name or code: names that begin with the search text first, then by name.
    async fn find_units(&mut self, filter: &UnitFilter) -> Result<Vec<Unit>, StoreError>;
    /// Whether a unit is that one or stands anywhere below it.
    async fn is_within(&mut self, unit: UnitId, top: UnitId) -> Result<bool, StoreError>;
    /// Every unit, by code.
    async fn all_units(&mut self) -> Result<Vec<Unit>, StoreError>;
}
