//! Question files that are looked through before their questions go into a bank.

use super::StoreError;
use crate::domain::import::{Import, ImportItem, ItemFilter};
use crate::domain::{ImportId, Timestamp, UnitId};
use async_trait::async_trait;

/// How many questions of a file there are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ImportCounts {
    /// All.
    pub questions: i64,
    /// That go into the bank, mended ones among them.
    pub taken: i64,
    /// That can't be taken as they are.
    pub refused: i64,
    /// That a person leaves out.
    pub skipped: i64,
    /// That a person should look at.
    pub doubtful: i64,
}

/// Question files that are looked through.
#[async_trait]
pub trait Imports {
    /// Keeps a file and its questions.
    async fn add_import(&mut self, import: &Import, items: &[ImportItem])
    -> Result<(), StoreError>;
    /// The file of that id.
    async fn import(&mut self, id: ImportId) -> Result<Option<Import>, StoreError>;
    /// The newest files, at most so many: all, or those of a unit and of all units below it.
    async fn imports(
        &mut self,
        within: Option<UnitId>,
        limit: i64,
    ) -> Result<Vec<Import>, StoreError>;
    /// How many questions it has.
    async fn import_counts(&mut self, id: ImportId) -> Result<ImportCounts, StoreError>;
    /// Its questions behind that position, in the order of the file, at most so many; pictures are left
    /// out of drafts.
    async fn import_items(
        &mut self,
        id: ImportId,
        filter: ItemFilter,
        after: i64,
        limit: i64,
    ) -> Result<Vec<ImportItem>, StoreError>;
    /// The question at that position.
    async fn import_item(
        &mut self,
        id: ImportId,
        position: i64,
    ) -> Result<Option<ImportItem>, StoreError>;
    /// Replaces state, draft, warnings and refusal of a question.
    async fn put_import_item(&mut self, id: ImportId, item: &ImportItem) -> Result<(), StoreError>;
    /// Counts a change, so that whoever takes the questions into a bank knows that what he read has
    /// changed; nobody takes them before this transaction ends. False if they are in the bank already.
    async fn change_import(&mut self, id: ImportId) -> Result<bool, StoreError>;
    /// Notes that its questions went into the bank as they were after so many changes; false if they
    /// changed since, or went in before.
    async fn commit_import(
        &mut self,
        id: ImportId,
        changes: i64,
        now: Timestamp,
    ) -> Result<bool, StoreError>;
    /// Removes a file.
    async fn remove_import(&mut self, id: ImportId) -> Result<(), StoreError>;
    /// Removes files older than that; gives how many.
    async fn forget_imports(&mut self, before: Timestamp) -> Result<u64, StoreError>;
}
