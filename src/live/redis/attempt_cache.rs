//! The attempt cache in Redis: one string a snapshot.

use super::link::Link;
use crate::domain::AttemptId;
use crate::live::{AttemptCache, LiveError};
use async_trait::async_trait;
use bytes::Bytes;
use redis::Pipeline;
use std::time::Duration;

/// The attempt cache in Redis.
pub(super) struct RedisAttemptCache(Link);

impl RedisAttemptCache {
    pub(super) fn new(link: Link) -> Self {
        Self(link)
    }

    fn key(&self, attempt: AttemptId) -> String {
        self.0.key(&format!("attempt:{attempt}"))
    }
}

#[async_trait]
impl AttemptCache for RedisAttemptCache {
    async fn get(&self, attempt: AttemptId) -> Result<Option<Bytes>, LiveError> {
        let mut commands = Pipeline::new();
        commands.get(self.key(attempt));
        let (found,): (Option<Vec<u8>>,) = self.0.send(&commands).await?;
        Ok(found.map(Bytes::from))
    }

    async fn put(
        &self,
        attempt: AttemptId,
        snapshot: Bytes,
        ttl: Duration,
    ) -> Result<(), LiveError> {
        let millis = u64::try_from(ttl.as_millis()).unwrap_or(u64::MAX).max(1);
        let mut commands = Pipeline::new();
        commands
            .pset_ex(self.key(attempt), &snapshot[..], millis)
            .ignore();
        self.0.send(&commands).await
    }

    async fn remove(&self, attempt: AttemptId) -> Result<(), LiveError> {
        let mut commands = Pipeline::new();
        commands.del(self.key(attempt)).ignore();
        self.0.send(&commands).await
    }
}
