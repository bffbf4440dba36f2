//! What the use cases need of whoever reads uploaded files. It stands outside, because files come from
//! strangers: they are read apart from everything else, within limits (security.md 1, 32 to 34).

use crate::domain::import::{ImportItem, Remark};
use crate::domain::{Medium, RosterFile, UnitFile};
use async_trait::async_trait;
use bytes::Bytes;

/// A file to be read.
#[derive(Debug, Clone)]
pub struct FileToRead {
    /// Its name, which may decide what its content can't.
    pub name: String,
    /// Its content.
    pub bytes: Bytes,
    /// Name and content of a second file with the key.
    pub key: Option<(String, Bytes)>,
    /// Word of its format; none: found by itself.
    pub format: Option<String>,
}

/// A file that was read.
#[derive(Debug, Clone)]
pub struct FileRead {
    /// Word of its format.
    pub format: String,
    /// Code of the bank, if the file names one.
    pub code: Option<String>,
    /// Title of the bank, if the file has one.
    pub title: Option<String>,
    /// What meant to be questions, in the order of the file.
    pub items: Vec<ImportItem>,
    /// About the file as a whole.
    pub remarks: Vec<Remark>,
    /// The pictures that they show, each once.
    pub media: Vec<Medium>,
}

/// Why a file was not read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReadFault {
    /// Nothing in it can be taken as questions; the code is one of `exchange`'s.
    #[error("{1}")]
    Refused(&'static str, String, Option<String>),
    /// It took more time or memory than any file that people make.
    #[error("over its limits")]
    OverLimits,
    /// Too many are being read already.
    #[error("busy")]
    Busy,
    /// Reading does not work here.
    #[error("reading failed: {0}")]
    Failed(String),
}

/// A field that a contest has of its own: lists of people name it by its label.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnField {
    /// Its key.
    pub key: String,
    /// What people read.
    pub label: String,
}

/// Reads uploaded files.
#[async_trait]
pub trait QuestionFiles: Send + Sync {
    /// Reads a question file.
    async fn read(&self, file: FileToRead) -> Result<FileRead, ReadFault>;
    /// Reads a list of units.
    async fn read_units(&self, file: FileToRead) -> Result<UnitFile, ReadFault>;
    /// Reads a list of people who take part in a contest with those fields of its own.
    async fn read_roster(
        &self,
        file: FileToRead,
        own: Vec<OwnField>,
    ) -> Result<RosterFile, ReadFault>;
}

/// Reads nothing: for applications that are put together without.
pub struct NoFiles;

#[async_trait]
impl QuestionFiles for NoFiles {
    async fn read(&self, _: FileToRead) -> Result<FileRead, ReadFault> {
        Err(nothing_reads())
    }

    async fn read_units(&self, _: FileToRead) -> Result<UnitFile, ReadFault> {
        Err(nothing_reads())
    }

    async fn read_roster(&self, _: FileToRead, _: Vec<OwnField>) -> Result<RosterFile, ReadFault> {
        Err(nothing_reads())
    }
}

fn nothing_reads() -> ReadFault {
    ReadFault::Failed("nothing here reads files".into())
}
