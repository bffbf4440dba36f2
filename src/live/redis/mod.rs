//! Live state shared between nodes, in Redis.
//!
//! Every key is in `docs/redis-keys.md`; every change that needs more than one command is one Lua
//! file under `lua/`, run atomically by the server. Types of the client library stay in this room.

mod address;
mod breaker;
mod cache;
mod fan_out;
mod leases;
mod limits;
mod link;
mod members;
mod scoreboards;

use super::{LiveError, LiveState};
use address::Address;
use cache::RedisCache;
use fan_out::RedisFanOut;
use leases::RedisLeases;
use limits::RedisLimits;
use link::Link;
use scoreboards::RedisScoreboards;
use std::sync::Arc;
use std::time::Duration;

/// Live state in Redis alone, without anything to stand in for it: [`LiveState::shared`] is what a
/// node uses.
///
/// Redis is at `url` (`redis://…`, `rediss://…`, `redis-cluster://…`); every key
/// begins with `prefix`. A step that takes longer than `patience` counts as failed.
///
/// Connects when it is first needed, so a node starts while Redis is down. Needs a Tokio runtime.
///
/// # Errors
/// If the address can't be read. A Redis that does not answer is found out by the calls.
pub fn connect(url: &str, prefix: &str, patience: Duration) -> Result<LiveState, LiveError> {
    let address = Address::read(url)?;
    let link = Link::new(&address, prefix, patience)?;
    let limits = Arc::new(RedisLimits::new(link.clone()));
    Ok(LiveState {
        scoreboards: Arc::new(RedisScoreboards::new(link.clone())),
        fan_out: Arc::new(RedisFanOut::new(&address, link.clone())?),
        limits: limits.clone(),
        node_limits: limits,
        leases: Arc::new(RedisLeases::new(link.clone())),
        cache: Arc::new(RedisCache::new(link)),
        is_shared: true,
    })
}
