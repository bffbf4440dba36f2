//! Limits: how often somebody may do something.

use super::LiveError;
use async_trait::async_trait;
use std::num::NonZeroU32;
use std::time::Duration;

/// So many at once, and no more than that in any `per` on the long run.
///
/// Tokens come back one by one, every `per / burst`, not all at the end of a window, so nobody can
/// have two bursts on either side of a boundary.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Quota {
    /// The most that pass at once.
    pub burst: NonZeroU32,
    /// Time in which an empty bucket fills up again; shorter than a microsecond a token counts as
    /// a microsecond a token.
    pub per: Duration,
}

impl Quota {
    /// Time after which one more may pass, in microseconds; the grain of both backends.
    pub fn interval_us(self) -> u64 {
        let per = u64::try_from(self.per.as_micros()).unwrap_or(u64::MAX);
        (per / u64::from(self.burst.get())).max(1)
    }
}

/// Whether it may be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Yes, and so many more at once.
    Allowed {
        /// Tokens left.
        remaining: u32,
    },
    /// Not before so many milliseconds, rounded up.
    RetryAfter(u64),
}

/// The generic cell rate algorithm (GCRA) by key.
///
/// Guarantee: over all callers of one backend, a key never passes more than its quota. Keys are the
/// caller's: a person, an attempt, a network; the same key under another quota is another bucket.
/// State can vanish, which lets a burst pass once more.
#[async_trait]
pub trait Limits: Send + Sync {
    /// Takes one token if there is one.
    async fn check(&self, key: &str, quota: Quota) -> Result<Verdict, LiveError>;

    /// Forgets full buckets, if they do not forget themselves.
    fn sweep(&self) {}
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_comes_back_after_its_share_of_the_period() {
        let quota = |burst, per| Quota {
            burst: NonZeroU32::new(burst).unwrap(),
            per,
        };
        assert_eq!(quota(10, Duration::from_mins(1)).interval_us(), 6_000_000);
        assert_eq!(quota(10, Duration::ZERO).interval_us(), 1);
    }
}
