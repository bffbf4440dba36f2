//! The register of laws: documents, from when to when they are in force, and what takes their place.

mod import;
mod list;
mod put;

pub use import::{LawImported, PlacedLaw};
pub use list::{LawLine, LawList, LawQuery};
pub use put::LawChange;
