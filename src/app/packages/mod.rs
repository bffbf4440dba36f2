//! Contests with their banks, as units hand them to one another (docs/packages.md, docs/adr/0010).

mod banks;
mod error;
mod export;
mod files;
mod import;
mod install;
mod rewrite;
mod seal;

pub use banks::BankPlace;
pub(in crate::app) use banks::{BankIn, Home, rename_banks};
pub use error::PackageError;
pub use export::{PackageFile, Sealing};
pub use files::{BankFile, BankHead, Content, Lock, Opened, PackageFiles, Packing, Signed, Signer};
pub use import::{PackageImport, PackageImported, PackageWarning};
pub(in crate::app) use rewrite::without_dates;
