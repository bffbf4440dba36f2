//! Question banks: questions in and out.

mod contents;
mod export;
mod import;
mod stored;

pub use contents::BankContents;
pub use export::BankExportError;
pub(in crate::app) use import::{BadBank, is_bank_code};
pub use import::{BankImport, BankImportError, BankImported, PlacedDraft};
