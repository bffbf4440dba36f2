//! Connections of a node, and who may take how many of them.

use super::StoreError;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Connections that a node keeps; the writer's own one is beside them.
#[derive(Debug, Clone, Copy)]
pub struct Pooling {
    /// How many.
    pub connections: u32,
    /// How long to wait for one of them.
    pub patience: Duration,
}

impl Default for Pooling {
    fn default() -> Self {
        Self {
            connections: 12,
            patience: Duration::from_secs(5),
        }
    }
}

/// Places for those who browse. There are fewer of them than connections, so that a flood of readers
/// never stops a start, a resume or a sign-in.
pub(super) struct Browsing {
    places: Arc<Semaphore>,
    patience: Duration,
}

impl Browsing {
    /// Leaves a third of the connections, at least one, to everybody else; of a single connection
    /// nothing can be kept back.
    pub(super) fn beside(pooling: Pooling) -> Self {
        let all = pooling.connections.max(1);
        let kept = (all / 3).max(1);
        let places = usize::try_from((all - kept).max(1)).unwrap_or(1);
        Self {
            places: Arc::new(Semaphore::new(places)),
            patience: pooling.patience,
        }
    }

    /// Waits for a place, not for long.
    pub(super) async fn place(&self) -> Result<OwnedSemaphorePermit, StoreError> {
        tokio::time::timeout(self.patience, Arc::clone(&self.places).acquire_owned())
            .await
            .map_err(|_| StoreError::Unavailable("too many are reading".into()))?
            .map_err(|closed| StoreError::Unavailable(closed.to_string()))
    }
}
