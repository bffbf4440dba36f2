//! The attempt cache: a running attempt as it was last read or written.

use super::LiveError;
use crate::domain::AttemptId;
use async_trait::async_trait;
use bytes::Bytes;
use std::time::Duration;

/// Snapshots of attempts, opaque to this room.
///
/// Guarantee: best effort. A snapshot is what was last put or nothing, but it may be older than the
/// store, since the node that wrote last may not have reached the cache: a reader that must be
/// right reads the store. `remove` before a change that must be seen.
#[async_trait]
pub trait AttemptCache: Send + Sync {
    /// The snapshot, if there is one that has not run out.
    async fn get(&self, attempt: AttemptId) -> Result<Option<Bytes>, LiveError>;

    /// Keeps a snapshot for `ttl`.
    async fn put(
        &self,
        attempt: AttemptId,
        snapshot: Bytes,
        ttl: Duration,
    ) -> Result<(), LiveError>;

    /// Forgets it.
    async fn remove(&self, attempt: AttemptId) -> Result<(), LiveError>;

    /// Lets go of snapshots that have run out, if they do not go by themselves.
    fn sweep(&self) {}
}
