//! The audit log: who did what, when. Its rows form a chain, whose hashes the application makes
//! (`engine::audit`); the store keeps them in order.

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

/// The place of an entry in the chain.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AuditLink {
    /// 1, 2, … without gaps; 0: before the first one.
    pub number: i64,
    /// SHA-256 over the entry and the hash before it; empty before the first one.
    pub hash: Vec<u8>,
}

/// An entry as it stands in the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditRow {
    /// Its place in the log.
    pub seq: i64,
    /// Its place in the chain; none: never linked.
    pub link: Option<AuditLink>,
    /// The entry.
    pub entry: AuditEntry,
}

/// Which entries a reader asks for.
#[derive(Debug, Clone, Default)]
pub struct AuditFilter {
    /// Only by this one: `staff:ID`, `command` or `job`.
    pub actor: Option<String>,
    /// Only by one of these; none: by anybody.
    pub actors: Option<Vec<String>>,
    /// Only actions that begin so.
    pub action: String,
    /// Only of this subject.
    pub subject: Option<String>,
    /// Only before this place of the log.
    pub before: Option<i64>,
    /// Greatest number of rows.
    pub limit: i64,
}

/// A signed end of the chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditCheckpoint {
    /// Number of the row.
    pub number: i64,
    /// What was signed: canonical JSON.
    pub payload: String,
    /// Ed25519, hex.
    pub signature: String,
    /// Names the key.
    pub key_id: String,
}

/// The audit log.
#[async_trait]
pub trait Audit {
    /// The end of the chain. Until this transaction ends nobody else can append.
    async fn audit_end(&mut self) -> Result<AuditLink, StoreError>;
    /// Appends an entry, in the transaction of what it tells, after [`Audit::audit_end`].
    async fn audit(&mut self, entry: &AuditEntry, link: &AuditLink) -> Result<(), StoreError>;
    /// Gives a place in the chain to an entry that has none, and moves the end there.
    async fn link_audit(&mut self, seq: i64, link: &AuditLink) -> Result<(), StoreError>;
    /// The newest entries, newest first.
    async fn audit_log(&mut self, limit: i64) -> Result<Vec<AuditEntry>, StoreError>;
    /// When that was done last; none: never.
    async fn last_audited(&mut self, action: &str) -> Result<Option<Timestamp>, StoreError>;
    /// The next `limit` rows after that place, in the order of the log.
    async fn audit_rows(&mut self, after: i64, limit: i64) -> Result<Vec<AuditRow>, StoreError>;
    /// The newest rows that fit, newest first.
    async fn find_audit(&mut self, filter: &AuditFilter) -> Result<Vec<AuditRow>, StoreError>;
    /// Keeps a checkpoint, unless there is one of that row already.
    async fn put_checkpoint(&mut self, checkpoint: &AuditCheckpoint) -> Result<(), StoreError>;
    /// All checkpoints, oldest first.
    async fn checkpoints(&mut self) -> Result<Vec<AuditCheckpoint>, StoreError>;
}
