//! Leases in Redis: one hash a lease, the server's clock for everybody.

use super::link::Link;
use crate::live::{Lease, Leases, LiveError};
use async_trait::async_trait;
use redis::Script;
use std::time::Duration;

/// How long the last epoch of a lease is remembered, so that the next one is greater even if the
/// server's clock was set back.
const KEEP_S: i64 = 30 * 86_400;

/// Leases in Redis.
pub(super) struct RedisLeases {
    link: Link,
    acquire: Script,
    renew: Script,
}

impl RedisLeases {
    pub(super) fn new(link: Link) -> Self {
        Self {
            link,
            acquire: Script::new(include_str!("lua/lease_acquire.lua")),
            renew: Script::new(include_str!("lua/lease_renew.lua")),
        }
    }

    fn key(&self, name: &str) -> String {
        self.link.key(&format!("lease:{name}"))
    }

    /// Sets the end of a lease that is still this holder's.
    async fn set_end(&self, lease: &Lease, ttl: Duration) -> Result<bool, LiveError> {
        let mut step = self.renew.key(self.key(&lease.name));
        step.arg(&lease.holder).arg(lease.epoch).arg(micros(ttl));
        self.link.run(&step).await
    }
}

fn micros(ttl: Duration) -> i64 {
    i64::try_from(ttl.as_micros()).unwrap_or(i64::MAX)
}

#[async_trait]
impl Leases for RedisLeases {
    async fn acquire(
        &self,
        name: &str,
        holder: &str,
        ttl: Duration,
    ) -> Result<Option<Lease>, LiveError> {
        let mut step = self.acquire.key(self.key(name));
        step.arg(holder).arg(micros(ttl)).arg(KEEP_S);
        let epoch: Option<u64> = self.link.run(&step).await?;
        Ok(epoch.map(|epoch| Lease {
            name: name.to_owned(),
            holder: holder.to_owned(),
            epoch,
        }))
    }

    async fn renew(&self, lease: &Lease, ttl: Duration) -> Result<bool, LiveError> {
        self.set_end(lease, ttl).await
    }

    async fn release(&self, lease: &Lease) -> Result<bool, LiveError> {
        self.set_end(lease, Duration::ZERO).await
    }
}
