//! The unit tree.

use super::StoreError;
use crate::domain::{AreaType, Timestamp, Unit, UnitDraft, UnitId, UnitType};
use async_trait::async_trait;
use time::Date;

/// Which units a list to pick from asks for.
#[derive(Debug, Clone, Default)]
pub struct UnitFilter {
    /// Part of the folded name or of another name, or the start of the code.
    pub folded: String,
    /// Only children of this unit.
    pub parent: Option<String>,
    /// Only codes after this one.
    pub after: Option<String>,
    /// Units that have not ended before this day; none: only those that have no last day.
    pub on: Option<Date>,
    /// Greatest number of rows.
    pub limit: i64,
}

/// By what a list of units is ordered; then by code, in the same direction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum UnitOrder {
    /// The code alone.
    Code,
    /// The folded name.
    #[default]
    Name,
    /// The head-count; unknown ones before the smallest.
    Headcount,
}

/// Which units a list for staff asks for.
#[derive(Debug, Clone)]
pub struct UnitListing {
    /// Part of the folded name or of another name, or the start of the code.
    pub folded: String,
    /// That unit and all below it.
    pub within: Option<UnitId>,
    /// All below that unit.
    pub below: Option<UnitId>,
    /// Only children of this unit.
    pub parent: Option<UnitId>,
    /// Only this one.
    pub only: Option<UnitId>,
    /// Only units with none above them.
    pub tops: bool,
    /// Of this kind.
    pub kind: Option<UnitType>,
    /// Urban or rural.
    pub area: Option<AreaType>,
    /// Only those that ended before [`Self::on`], or only the others.
    pub past: Option<bool>,
    /// Today.
    pub on: Date,
    /// By what.
    pub order: UnitOrder,
    /// From the greatest down.
    pub descending: bool,
    /// Only what comes after the unit of this code.
    pub after: Option<String>,
    /// Greatest number of rows.
    pub limit: i64,
}

/// A unit to be written, with its place in the tree.
#[derive(Debug, Clone)]
pub struct PlacedUnit {
    /// Key of the row, if the code is new.
    pub id: UnitId,
    /// The unit above.
    pub parent: Option<UnitId>,
    /// What is known of it.
    pub draft: UnitDraft,
}

/// A unit above another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitAbove {
    /// The unit that was asked about.
    pub unit: UnitId,
    /// Code of the one above.
    pub code: String,
    /// Its name.
    pub name: String,
}

/// What names a unit, not counting what names those below it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnitUses {
    /// Members of staff.
    pub staff: i64,
    /// Contests.
    pub contests: i64,
    /// People who registered for it, in all contests.
    pub participants: i64,
}

/// The unit tree.
#[async_trait]
pub trait Units {
    /// Inserts a unit or updates the one with its code; the parent must exist already.
    async fn put_unit(&mut self, id: UnitId, draft: &UnitDraft) -> Result<(), StoreError>;
    /// Inserts units or updates those with their codes, many with one statement. A parent that is among
    /// them stands before its children.
    async fn put_units(&mut self, units: &[PlacedUnit], now: Timestamp) -> Result<(), StoreError>;
    /// The unit of that code.
    async fn unit_by_code(&mut self, code: &str) -> Result<Option<Unit>, StoreError>;
    /// The unit of that id.
    async fn unit(&mut self, id: UnitId) -> Result<Option<Unit>, StoreError>;
    /// Units by name or code: names that begin with the search text first, then by name.
    async fn find_units(&mut self, filter: &UnitFilter) -> Result<Vec<Unit>, StoreError>;
    /// Units that ended before the day of the filter and whose name holds its text, by code.
    async fn find_former_units(&mut self, filter: &UnitFilter) -> Result<Vec<Unit>, StoreError>;
    /// A page of the units that a list asks for.
    async fn list_units(&mut self, listing: &UnitListing) -> Result<Vec<Unit>, StoreError>;
    /// How many units a list asks for, on all its pages.
    async fn count_units(&mut self, listing: &UnitListing) -> Result<i64, StoreError>;
    /// The units above these, each from the top down.
    async fn units_above(&mut self, units: &[UnitId]) -> Result<Vec<UnitAbove>, StoreError>;
    /// How many children of these live on that day; those without are left out.
    async fn count_children(
        &mut self,
        units: &[UnitId],
        on: Date,
    ) -> Result<Vec<(UnitId, i64)>, StoreError>;
    /// Code and name of the units of those codes.
    async fn unit_names(&mut self, codes: &[String]) -> Result<Vec<(String, String)>, StoreError>;
    /// What names a unit.
    async fn unit_uses(&mut self, unit: UnitId) -> Result<UnitUses, StoreError>;
    /// Puts the children of a unit, but for `to` itself, below another one. Gives how many.
    async fn move_children(
        &mut self,
        from: UnitId,
        to: UnitId,
        now: Timestamp,
    ) -> Result<u64, StoreError>;
    /// Whether a unit is that one or stands anywhere below it.
    async fn is_within(&mut self, unit: UnitId, top: UnitId) -> Result<bool, StoreError>;
    /// Every unit, by code.
    async fn all_units(&mut self) -> Result<Vec<Unit>, StoreError>;
}
