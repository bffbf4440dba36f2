//! Question banks: questions in and out.

mod export;
mod import;
mod stored;

pub use export::BankExportError;
pub use import::{BankImport, BankImportError, BankImported, PlacedDraft};
