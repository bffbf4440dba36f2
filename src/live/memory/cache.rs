//! The cache in the process.

use super::micros;
use crate::clock::Clock;
use crate::live::{Cache, CacheKey, Known, LiveError};
use async_trait::async_trait;
use bytes::Bytes;
use dashmap::DashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Values that are kept at most; each is a few hundred bytes.
pub const MOST_CACHED: usize = 200_000;

/// The cache in the process. When it is full it takes no more until something runs out.
pub struct MemoryCache {
    values: DashMap<CacheKey, (i64, Bytes)>,
    /// Beside the map, whose own count visits every shard.
    count: AtomicUsize,
    most: usize,
    clock: Arc<dyn Clock>,
}

impl MemoryCache {
    /// An empty cache for `most` values.
    pub fn new(clock: Arc<dyn Clock>, most: usize) -> Self {
        Self {
            values: DashMap::new(),
            count: AtomicUsize::new(0),
            most,
            clock,
        }
    }
}

#[async_trait]
impl Cache for MemoryCache {
    async fn get(&self, key: CacheKey) -> Result<Option<Bytes>, LiveError> {
        let now = self.clock.now().micros();
        Ok(self
            .values
            .get(&key)
            .filter(|kept| kept.0 > now)
            .map(|kept| kept.1.clone()))
    }

    async fn put(&self, known: Vec<Known>) -> Result<(), LiveError> {
        let now = self.clock.now().micros();
        for Known { key, value, ttl } in known {
            let until = now.saturating_add(micros(ttl));
            if let Some(mut kept) = self.values.get_mut(&key) {
                *kept = (until, value);
            } else if self.count.load(Ordering::Relaxed) < self.most
                && self.values.insert(key, (until, value)).is_none()
            {
                self.count.fetch_add(1, Ordering::Relaxed);
            }
        }
        Ok(())
    }

    async fn remove(&self, key: CacheKey) -> Result<(), LiveError> {
        if self.values.remove(&key).is_some() {
            self.count.fetch_sub(1, Ordering::Relaxed);
        }
        Ok(())
    }

    fn sweep(&self) {
        let now = self.clock.now().micros();
        self.values.retain(|_, (until, _)| *until > now);
        self.count.store(self.values.len(), Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::ManualClock;
    use crate::domain::Timestamp;
    use std::time::Duration;

    #[tokio::test]
    async fn a_full_cache_takes_no_more_until_something_ran_out() {
        let start = Timestamp::from_millis(1_796_000_000_000);
        let clock = Arc::new(ManualClock::at(start));
        let cache = MemoryCache::new(clock.clone(), 2);
        let key = |number| CacheKey::Session([number; 32]);
        let known = |number: u8, seconds| Known {
            key: key(number),
            value: Bytes::new(),
            ttl: Duration::from_secs(seconds),
        };
        let three = [1, 2, 3].map(|number| known(number, u64::from(number) * 10));
        cache.put(three.to_vec()).await.unwrap();
        assert_eq!(cache.get(key(3)).await.unwrap(), None);
        clock.advance(10_000);
        cache.sweep();
        cache.put(vec![known(3, 10)]).await.unwrap();
        assert!(cache.get(key(3)).await.unwrap().is_some());
        assert_eq!(cache.get(key(1)).await.unwrap(), None);
        assert!(cache.get(key(2)).await.unwrap().is_some());
    }
}
