//! The register of laws.

use super::StoreError;
use crate::domain::{LawDocument, Timestamp};
use async_trait::async_trait;

/// Documents of law.
#[async_trait]
pub trait Laws {
    /// All documents, by number.
    async fn laws(&mut self) -> Result<Vec<LawDocument>, StoreError>;
    /// The document of that number.
    async fn law(&mut self, number: &str) -> Result<Option<LawDocument>, StoreError>;
    /// Adds a document, or takes the place of the one with its number.
    async fn put_law(&mut self, law: &LawDocument, now: Timestamp) -> Result<(), StoreError>;
    /// Takes a document out of the register; whether there was one.
    async fn remove_law(&mut self, number: &str) -> Result<bool, StoreError>;
}
