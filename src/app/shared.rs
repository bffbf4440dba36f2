//! What this node has read from the store and tells the others, behind the requests that read it.

use super::App;
use crate::live::{CacheKey, Known};
use bytes::Bytes;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

/// Values that may wait. Beyond it they are not told: other nodes read the store.
const MOST: usize = 50_000;

/// What waits to be told.
#[derive(Default)]
pub(super) struct Untold {
    waiting: Mutex<Vec<Known>>,
    arrived: Notify,
}

impl App {
    /// Tells other nodes something that stays true for `ttl`, soon, if there are any.
    pub(super) fn tell_others(&self, key: CacheKey, value: &impl Serialize, ttl: Duration) {
        if !self.live.is_shared {
            return;
        }
        let Ok(value) = serde_json::to_vec(value) else {
            return;
        };
        let known = Known {
            key,
            value: Bytes::from(value),
            ttl,
        };
        let untold = &self.untold;
        let mut waiting = untold
            .waiting
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if waiting.len() < MOST {
            waiting.push(known);
            drop(waiting);
            untold.arrived.notify_one();
        }
    }

    /// What another node told; none if it can't be had or read.
    pub(super) async fn told<T: DeserializeOwned>(&self, key: CacheKey) -> Option<T> {
        if !self.live.is_shared {
            return None;
        }
        let value = self.live.cache.get(key).await.ok().flatten()?;
        serde_json::from_slice(&value).ok()
    }

    /// Tells other nodes what waits, until told to stop.
    pub async fn tell_waiting(&self, stop: CancellationToken) {
        loop {
            tokio::select! {
                () = self.untold.arrived.notified() => {}
                () = stop.cancelled() => return,
            }
            let waiting = {
                let mut waiting = self
                    .untold
                    .waiting
                    .lock()
                    .unwrap_or_else(PoisonError::into_inner);
                std::mem::take(&mut *waiting)
            };
            if let Err(error) = self.live.cache.put(waiting).await {
                tracing::debug!(%error, "other nodes were not told what was read");
            }
        }
    }
}
