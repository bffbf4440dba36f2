//! Leases in the process.

use super::{hold, micros};
use crate::clock::Clock;
use crate::live::{Lease, Leases, LiveError};
use async_trait::async_trait;
use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

struct Held {
    holder: String,
    epoch: u64,
    until: i64,
}

/// Leases in the process.
pub struct MemoryLeases {
    held: Mutex<HashMap<String, Held>>,
    clock: Arc<dyn Clock>,
}

impl MemoryLeases {
    /// Nothing is held.
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        Self {
            held: Mutex::new(HashMap::new()),
            clock,
        }
    }

    /// Changes a lease that is still this holder's.
    fn if_held(&self, lease: &Lease, change: impl FnOnce(&mut Held, i64)) -> bool {
        let now = self.clock.now().micros();
        match hold(&self.held).get_mut(&lease.name) {
            Some(held)
                if held.until > now && held.holder == lease.holder && held.epoch == lease.epoch =>
            {
                change(held, now);
                true
            }
            _ => false,
        }
    }
}

#[async_trait]
impl Leases for MemoryLeases {
    async fn acquire(
        &self,
        name: &str,
        holder: &str,
        ttl: Duration,
    ) -> Result<Option<Lease>, LiveError> {
        let now = self.clock.now().micros();
        let mut all = hold(&self.held);
        let before = all.get(name);
        let epoch = match before {
            Some(held) if held.until > now && held.holder != holder => return Ok(None),
            Some(held) if held.until > now => held.epoch,
            // Above every epoch of before, also of an earlier process.
            _ => before
                .map_or(0, |held| held.epoch + 1)
                .max(u64::try_from(now).unwrap_or(0)),
        };
        all.insert(
            name.to_owned(),
            Held {
                holder: holder.to_owned(),
                epoch,
                until: now.saturating_add(micros(ttl)),
            },
        );
        Ok(Some(Lease {
            name: name.to_owned(),
            holder: holder.to_owned(),
            epoch,
        }))
    }

    async fn renew(&self, lease: &Lease, ttl: Duration) -> Result<bool, LiveError> {
        Ok(self.if_held(lease, |held, now| {
            held.until = now.saturating_add(micros(ttl));
        }))
    }

    async fn release(&self, lease: &Lease) -> Result<bool, LiveError> {
        // The row stays with its epoch, run out, so that the next epoch is greater.
        Ok(self.if_held(lease, |held, now| held.until = now))
    }
}
