//! The cache: what one node has read from the store and others will want to know.

use super::LiveError;
use crate::domain::AttemptId;
use async_trait::async_trait;
use bytes::Bytes;
use std::time::Duration;

/// What is known of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CacheKey {
    /// An attempt.
    Attempt(AttemptId),
    /// A session, by the hash of its token.
    Session([u8; 32]),
}

/// Something that is known for a while.
#[derive(Debug, Clone)]
pub struct Known {
    /// Of what.
    pub key: CacheKey,
    /// In a form that this room does not read.
    pub value: Bytes,
    /// For how long.
    pub ttl: Duration,
}

/// Opaque values by key.
///
/// Guarantee: best effort. A value is what was last put or nothing, but it may be older than the
/// store, since the node that wrote last may not have reached the cache. So what is put is true for
/// ever, or says by what a reader can tell that it has become stale.
#[async_trait]
pub trait Cache: Send + Sync {
    /// The value, if there is one that has not run out.
    async fn get(&self, key: CacheKey) -> Result<Option<Bytes>, LiveError>;

    /// Keeps all of these.
    async fn put(&self, known: Vec<Known>) -> Result<(), LiveError>;

    /// Forgets it.
    async fn remove(&self, key: CacheKey) -> Result<(), LiveError>;

    /// Lets go of values that have run out, if they do not go by themselves.
    fn sweep(&self) {}
}
