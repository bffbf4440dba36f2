//! Units by the names people write, and what became of units that ended.

mod index;
mod name;
mod succession;

#[cfg(test)]
mod tests;

pub use index::{Found, NameIndex};
pub use name::{UnitName, nearly};
pub use succession::{leads_back, successors};
