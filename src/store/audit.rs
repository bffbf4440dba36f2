//! The audit log: who did what, when.

use super::StoreError;
use crate::domain::Timestamp;
use async_trait::async_trait;

/// An entry; it holds ids, never names, codes or answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditEntry {
    /// When.
    pub at: Timestamp,
    /// `staff:ID`, `participant:ID`, `command` or `job`.
    pub actor: String,
    /// Dotted, such as `round.closed`.
    pub action: String,
    /// What it was done to, such as `round:ID`.
    pub subject: String,
    /// JSON.
    pub detail: String,
}

/// The audit log.
#[async_trait]
pub trait Audit {
    /// Appends an entry, in the transaction of what it tells.
    async fn audit(&mut self, entry: &AuditEntry) -> Result<(), StoreError>;
    /// The newest entries, newest first.
    async fn audit_log(&mut self, limit: i64) -> Result<Vec<AuditEntry>, StoreError>;
}
