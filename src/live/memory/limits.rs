//! Limits in the process: a keyed governor a quota.

use super::hold;
use crate::clock::Clock;
use crate::live::{Limits, LiveError, Quota, Verdict};
use async_trait::async_trait;
use governor::RateLimiter;
use governor::clock::Clock as GovernorClock;
use governor::middleware::StateInformationMiddleware;
use governor::state::keyed::DashMapStateStore;
use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// Keys that are kept apart: about 100 bytes each, so 20 MiB at the most.
pub const MOST_LIMIT_KEYS: usize = 200_000;

/// Buckets that further keys share once there are too many.
const SHARED_BUCKETS: u64 = 4096;

/// New keys are counted exactly only once in so many checks: counting walks the whole map's shards.
const CHECKS_BETWEEN_COUNTS: u64 = 256;

/// Time as governor wants it, told by our clock.
#[derive(Clone)]
struct Told(Arc<dyn Clock>);

impl GovernorClock for Told {
    type Instant = Duration;

    fn now(&self) -> Duration {
        Duration::from_micros(u64::try_from(self.0.now().micros()).unwrap_or(0))
    }
}

type Buckets = RateLimiter<String, DashMapStateStore<String>, Told, StateInformationMiddleware>;

/// Limits in the process.
///
/// A flood of ever new keys must not fill the memory: beyond `most_keys`, keys share
/// `SHARED_BUCKETS` buckets, which is stricter for them and forgets nobody who is at the limit.
pub struct MemoryLimits {
    clock: Arc<dyn Clock>,
    most_keys: usize,
    quotas: Mutex<HashMap<Quota, Arc<Guarded>>>,
    hasher: RandomState,
}

struct Guarded {
    buckets: Buckets,
    checks: AtomicU64,
    keys: AtomicU64,
}

impl MemoryLimits {
    /// No keys yet; at most `most_keys` of each quota are kept apart.
    pub fn new(clock: Arc<dyn Clock>, most_keys: usize) -> Self {
        Self {
            clock,
            most_keys,
            quotas: Mutex::new(HashMap::new()),
            hasher: RandomState::new(),
        }
    }

    /// Keys that are held now, over all quotas.
    pub fn keys(&self) -> usize {
        hold(&self.quotas)
            .values()
            .map(|guarded| guarded.buckets.len())
            .sum()
    }

    fn of(&self, quota: Quota) -> Arc<Guarded> {
        hold(&self.quotas)
            .entry(quota)
            .or_insert_with(|| {
                let interval = Duration::from_micros(quota.interval_us());
                let governed = governor::Quota::with_period(interval)
                    .expect("an interval is at least a microsecond")
                    .allow_burst(quota.burst);
                Arc::new(Guarded {
                    buckets: RateLimiter::dashmap_with_clock(governed, Told(self.clock.clone()))
                        .with_middleware(),
                    checks: AtomicU64::new(0),
                    keys: AtomicU64::new(0),
                })
            })
            .clone()
    }
}

impl Guarded {
    fn is_full(&self, most_keys: usize) -> bool {
        let exact = CHECKS_BETWEEN_COUNTS.min(most_keys as u64).max(1);
        if self
            .checks
            .fetch_add(1, Ordering::Relaxed)
            .is_multiple_of(exact)
        {
            self.keys
                .store(self.buckets.len() as u64, Ordering::Relaxed);
        }
        self.keys.load(Ordering::Relaxed) >= most_keys as u64
    }
}

#[async_trait]
impl Limits for MemoryLimits {
    async fn check(&self, key: &str, quota: Quota) -> Result<Verdict, LiveError> {
        let guarded = self.of(quota);
        let key = if guarded.is_full(self.most_keys) {
            format!("shared:{}", self.hasher.hash_one(key) % SHARED_BUCKETS)
        } else {
            format!("own:{key}")
        };
        Ok(match guarded.buckets.check_key(&key) {
            Ok(state) => Verdict::Allowed {
                remaining: state.remaining_burst_capacity(),
            },
            Err(refusal) => {
                let wait = refusal.wait_time_from(Told(self.clock.clone()).now());
                Verdict::RetryAfter(
                    u64::try_from(wait.as_micros().div_ceil(1000)).unwrap_or(u64::MAX),
                )
            }
        })
    }

    fn sweep(&self) {
        let quotas: Vec<Arc<Guarded>> = hold(&self.quotas).values().cloned().collect();
        for guarded in quotas {
            guarded.buckets.retain_recent();
            guarded.buckets.shrink_to_fit();
            guarded
                .keys
                .store(guarded.buckets.len() as u64, Ordering::Relaxed);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::ManualClock;
    use crate::domain::Timestamp;
    use std::num::NonZeroU32;

    #[tokio::test]
    async fn a_flood_of_new_keys_has_an_end_and_full_buckets_are_forgotten() {
        let clock = Arc::new(ManualClock::at(Timestamp::from_millis(1_796_000_000_000)));
        let limits = MemoryLimits::new(clock.clone(), 100);
        let quota = Quota {
            burst: NonZeroU32::new(2).unwrap(),
            per: Duration::from_mins(1),
        };
        for number in 0..20_000 {
            limits.check(&number.to_string(), quota).await.unwrap();
        }
        let most = 100 + 100 + usize::try_from(SHARED_BUCKETS).unwrap();
        assert!(limits.keys() <= most, "{}", limits.keys());

        clock.advance(120_000);
        limits.sweep();
        assert_eq!(limits.keys(), 0);
        let verdict = limits.check("0", quota).await.unwrap();
        assert_eq!(verdict, Verdict::Allowed { remaining: 1 });
    }
}
