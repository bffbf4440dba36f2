//! Question files: read, looked through beside their text, mended in place, and then taken into a bank
//! or not at all.

mod commit;
mod error;
mod files;
mod look;
mod mend;
mod read_fault;
mod start;
mod view;

pub use commit::{CommitAs, Committed};
pub use error::ImportError;
pub use files::{FileRead, FileToRead, NoFiles, OwnField, QuestionFiles, ReadFault};
pub use mend::Mending;
pub use start::StartImport;
pub use view::{ImportView, ItemPage, ItemView};
