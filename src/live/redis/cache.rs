//! The cache in Redis: one string a value.

use super::link::Link;
use crate::live::{Cache, CacheKey, Known, LiveError};
use async_trait::async_trait;
use bytes::Bytes;
use futures_util::future::try_join_all;
use redis::Pipeline;
use std::fmt::Write as _;

/// Values that are under way at once.
const AT_ONCE: usize = 128;

/// The cache in Redis.
pub(super) struct RedisCache(Link);

impl RedisCache {
    pub(super) fn new(link: Link) -> Self {
        Self(link)
    }

    fn key(&self, key: CacheKey) -> String {
        match key {
            CacheKey::Attempt(attempt) => self.0.key(&format!("attempt:{attempt}")),
            CacheKey::Session(hash) => {
                let mut name = String::from("session:");
                for byte in hash {
                    write!(name, "{byte:02x}").expect("a String takes all");
                }
                self.0.key(&name)
            }
        }
    }

    async fn set(&self, known: &Known) -> Result<(), LiveError> {
        let millis = u64::try_from(known.ttl.as_millis())
            .unwrap_or(u64::MAX)
            .max(1);
        let mut commands = Pipeline::new();
        commands
            .pset_ex(self.key(known.key), &known.value[..], millis)
            .ignore();
        self.0.send(&commands).await
    }
}

#[async_trait]
impl Cache for RedisCache {
    async fn get(&self, key: CacheKey) -> Result<Option<Bytes>, LiveError> {
        let mut commands = Pipeline::new();
        commands.get(self.key(key));
        let (found,): (Option<Vec<u8>>,) = self.0.send(&commands).await?;
        Ok(found.map(Bytes::from))
    }

    /// Each by itself, since in a cluster they are on different servers; the connection sends what
    /// is under way at once in one go.
    async fn put(&self, known: Vec<Known>) -> Result<(), LiveError> {
        for some in known.chunks(AT_ONCE) {
            try_join_all(some.iter().map(|one| self.set(one))).await?;
        }
        Ok(())
    }

    async fn remove(&self, key: CacheKey) -> Result<(), LiveError> {
        let mut commands = Pipeline::new();
        commands.del(self.key(key)).ignore();
        self.0.send(&commands).await
    }
}
