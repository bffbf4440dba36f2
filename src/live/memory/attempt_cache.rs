//! The attempt cache in the process.

use super::micros;
use crate::clock::Clock;
use crate::domain::AttemptId;
use crate::live::{AttemptCache, LiveError};
use async_trait::async_trait;
use bytes::Bytes;
use dashmap::DashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

/// Attempts that are kept at most; a snapshot is a few hundred bytes.
pub const MOST_CACHED_ATTEMPTS: usize = 200_000;

/// The attempt cache in the process. When it is full it takes no more until something runs out.
pub struct MemoryAttemptCache {
    snapshots: DashMap<AttemptId, (i64, Bytes)>,
    /// Beside the map, whose own count visits every shard.
    count: AtomicUsize,
    most: usize,
    clock: Arc<dyn Clock>,
}

impl MemoryAttemptCache {
    /// An empty cache for `most` snapshots.
    pub fn new(clock: Arc<dyn Clock>, most: usize) -> Self {
        Self {
            snapshots: DashMap::new(),
            count: AtomicUsize::new(0),
            most,
            clock,
        }
    }
}

#[async_trait]
impl AttemptCache for MemoryAttemptCache {
    async fn get(&self, attempt: AttemptId) -> Result<Option<Bytes>, LiveError> {
        let now = self.clock.now().micros();
        Ok(self
            .snapshots
            .get(&attempt)
            .filter(|kept| kept.0 > now)
            .map(|kept| kept.1.clone()))
    }

    async fn put(
        &self,
        attempt: AttemptId,
        snapshot: Bytes,
        ttl: Duration,
    ) -> Result<(), LiveError> {
        let until = self.clock.now().micros().saturating_add(micros(ttl));
        if let Some(mut kept) = self.snapshots.get_mut(&attempt) {
            *kept = (until, snapshot);
            return Ok(());
        }
        if self.count.load(Ordering::Relaxed) >= self.most {
            return Ok(());
        }
        if self.snapshots.insert(attempt, (until, snapshot)).is_none() {
            self.count.fetch_add(1, Ordering::Relaxed);
        }
        Ok(())
    }

    async fn remove(&self, attempt: AttemptId) -> Result<(), LiveError> {
        if self.snapshots.remove(&attempt).is_some() {
            self.count.fetch_sub(1, Ordering::Relaxed);
        }
        Ok(())
    }

    fn sweep(&self) {
        let now = self.clock.now().micros();
        self.snapshots.retain(|_, (until, _)| *until > now);
        self.count.store(self.snapshots.len(), Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::ManualClock;
    use crate::domain::Timestamp;

    #[tokio::test]
    async fn a_full_cache_takes_no_more_until_something_ran_out() {
        let start = Timestamp::from_millis(1_796_000_000_000);
        let clock = Arc::new(ManualClock::at(start));
        let cache = MemoryAttemptCache::new(clock.clone(), 2);
        let id = |number| AttemptId::new(start, [number; 10]);
        for number in 1..=3 {
            let ttl = Duration::from_secs(u64::from(number) * 10);
            cache.put(id(number), Bytes::new(), ttl).await.unwrap();
        }
        assert_eq!(cache.get(id(3)).await.unwrap(), None);
        clock.advance(10_000);
        cache.sweep();
        let ttl = Duration::from_secs(10);
        cache.put(id(3), Bytes::new(), ttl).await.unwrap();
        assert!(cache.get(id(3)).await.unwrap().is_some());
        assert_eq!(cache.get(id(1)).await.unwrap(), None);
    }
}
