//! Live state: caches and fan-out that can be thrown away at any instant.
//!
//! Each trait states what it guarantees, and every guarantee is weaker than the durable store's:
//! whatever a person was told stands in the store first, and a board, a lease or a cached attempt
//! that vanishes is rebuilt from there. [`memory`] keeps all of it in this process, [`redis`]
//! shares it between nodes; the same contract tests run on both (`tests/it/live/`).

mod cache;
mod fan_out;
mod leases;
mod limits;
pub mod memory;
pub mod redis;
mod scoreboards;
mod stand_in;

pub use cache::{Cache, CacheKey, Known};
pub use fan_out::{FanOut, Message, Subscription};
pub use leases::{Lease, Leases};
pub use limits::{Limits, Quota, Verdict};
pub use scoreboards::{
    BoardEntry, BoardFilter, BoardRow, BoardView, Content, MOST_ROWS, Mark, Placed, Put, Replace,
    Scoreboards, Totals,
};

use crate::clock::Clock;
use std::sync::Arc;
use std::time::Duration;

/// Live state did not answer.
///
/// The caller goes on without it: boards say that they are late, saving never waits for it, and a
/// limit follows the rule of its caller. The reason is for the log and names no person.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LiveError {
    /// Dead, slow, flushed in the middle, or talking nonsense.
    #[error("live state is unavailable: {0}")]
    Unavailable(String),
}

/// All of the live state of one node.
#[derive(Clone)]
pub struct LiveState {
    /// Who stands where.
    pub scoreboards: Arc<dyn Scoreboards>,
    /// News to other parts of this node and to other nodes.
    pub fan_out: Arc<dyn FanOut>,
    /// How often somebody may do something.
    pub limits: Arc<dyn Limits>,
    /// The same where a hand-over to other nodes would cost more than it protects: each node by
    /// itself, without asking anybody.
    pub node_limits: Arc<dyn Limits>,
    /// Which node does a job.
    pub leases: Arc<dyn Leases>,
    /// What one node has read from the store and others will want to know.
    pub cache: Arc<dyn Cache>,
    /// Whether other nodes see any of it.
    pub is_shared: bool,
}

impl LiveState {
    /// Whether live state answers at all.
    pub async fn answers(&self) -> bool {
        self.cache.get(CacheKey::Session([0; 32])).await.is_ok()
    }

    /// Live state inside this process, for one node and for tests.
    pub fn memory(clock: Arc<dyn Clock>) -> Self {
        let limits = Arc::new(memory::MemoryLimits::new(
            clock.clone(),
            memory::MOST_LIMIT_KEYS,
        ));
        Self {
            scoreboards: Arc::new(memory::MemoryScoreboards::new(clock.clone())),
            fan_out: Arc::new(memory::MemoryFanOut::new(&*clock)),
            limits: limits.clone(),
            node_limits: limits,
            leases: Arc::new(memory::MemoryLeases::new(clock.clone())),
            cache: Arc::new(memory::MemoryCache::new(clock, memory::MOST_CACHED)),
            is_shared: false,
        }
    }

    /// Live state that nodes share, in the Redis at `url`; every key begins with `prefix`. A step
    /// that takes longer than `patience` counts as failed, and then the node goes on by itself
    /// until Redis is back.
    ///
    /// # Errors
    /// If the address can't be read; a Redis that is down is no error here.
    pub fn shared(
        url: &str,
        prefix: &str,
        patience: Duration,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, LiveError> {
        let shared = redis::connect(url, prefix, patience)?;
        let node = Arc::new(memory::MemoryLimits::new(
            clock.clone(),
            memory::MOST_LIMIT_KEYS,
        ));
        let own = memory::MemoryScoreboards::new(clock);
        Ok(Self {
            scoreboards: Arc::new(stand_in::StandInBoards::new(shared.scoreboards, own)),
            limits: Arc::new(stand_in::LayeredLimits::new(node.clone(), shared.limits)),
            node_limits: node,
            ..shared
        })
    }

    /// Lets go of what has run out. A job calls it about once a minute; nothing depends on when.
    pub fn sweep(&self) {
        self.limits.sweep();
        self.cache.sweep();
    }
}
