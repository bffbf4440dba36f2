//! Units: bringing the tree in, searching it.

mod import;
mod order;
mod reach;
mod search;

pub use import::{UnitImportError, UnitsImported};
pub use search::{UnitLine, UnitList, UnitParent, UnitQuery};
