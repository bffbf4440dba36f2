//! Small things that belong to the installation, and replies kept for a retried request.

use super::StoreError;
use crate::domain::Timestamp;
use async_trait::async_trait;

/// The kept reply to a request that carried an idempotency key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replay {
    /// SHA-256 of who asked, which route and which key.
    pub key: [u8; 32],
    /// SHA-256 of the body.
    pub body: [u8; 32],
    /// The reply, sealed: it may hold a sign-in code.
    pub reply: Vec<u8>,
    /// When.
    pub at: Timestamp,
}

/// Settings and kept replies.
#[async_trait]
pub trait Settings {
    /// The value of a setting.
    async fn setting(&mut self, key: &str) -> Result<Option<String>, StoreError>;
    /// Sets it.
    async fn put_setting(&mut self, key: &str, value: &str) -> Result<(), StoreError>;
    /// The reply kept for that key.
    async fn replay(&mut self, key: &[u8; 32]) -> Result<Option<Replay>, StoreError>;
    /// Keeps a reply. A key that is kept already is a [`StoreError::Conflict`].
    async fn put_replay(&mut self, replay: &Replay) -> Result<(), StoreError>;
    /// Forgets replies older than that.
    async fn forget_replays(&mut self, before: Timestamp) -> Result<u64, StoreError>;
}
