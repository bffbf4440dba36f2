//! Limits in Redis: one key a bucket, the server's clock for everybody.

use super::link::Link;
use crate::live::{Limits, LiveError, Quota, Verdict};
use async_trait::async_trait;
use redis::Script;

/// Limits in Redis.
pub(super) struct RedisLimits {
    link: Link,
    check: Script,
}

impl RedisLimits {
    pub(super) fn new(link: Link) -> Self {
        Self {
            link,
            check: Script::new(include_str!("lua/limit_check.lua")),
        }
    }
}

#[async_trait]
impl Limits for RedisLimits {
    async fn check(&self, key: &str, quota: Quota) -> Result<Verdict, LiveError> {
        let (burst, interval) = (quota.burst.get(), quota.interval_us());
        let mut step = self
            .check
            .key(self.link.key(&format!("limit:{burst}:{interval}:{key}")));
        step.arg(burst).arg(interval);
        let (allowed, number): (bool, u64) = self.link.run(&step).await?;
        Ok(if allowed {
            Verdict::Allowed {
                remaining: u32::try_from(number).unwrap_or(u32::MAX),
            }
        } else {
            Verdict::RetryAfter(number)
        })
    }
}
