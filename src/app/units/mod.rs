//! Units: the tree, bringing it in, searching it, and what becomes of units that end.

mod change;
mod error;
mod export;
mod import;
mod list;
mod merge;
mod order;
mod put;
mod reach;
pub mod registration;
mod resolve;
mod search;
mod view;

pub use change::{NewUnit, UnitChange};
pub use error::UnitError;
pub use import::{RowAction, UnitImportError, UnitRowTold, UnitsImported};
pub use list::{UnitDetail, UnitPage, UnitSort, UnitState, UnitsAsked};
pub use merge::UnitMerged;
pub use resolve::{Former, UnitsResolved};
pub use search::{UnitLine, UnitList, UnitParent, UnitQuery};
pub use view::{UnitRef, UnitView};
