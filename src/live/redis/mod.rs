//! Live state shared between nodes, in Redis.
//!
//! Every key is in `docs/redis-keys.md`; every change that needs more than one command is one Lua
//! file under `lua/`, run atomically by the server. Types of the client library stay in this room.

mod attempt_cache;
mod fan_out;
mod leases;
mod limits;
mod link;
mod members;
mod scoreboards;

use super::{LiveError, LiveState};
use attempt_cache::RedisAttemptCache;
use fan_out::RedisFanOut;
use leases::RedisLeases;
use limits::RedisLimits;
use link::Link;
use scoreboards::RedisScoreboards;
use std::sync::Arc;

/// Live state in the Redis at `url` (`redis://…`, `rediss://…`), every key beginning with `prefix`.
///
/// Connects when it is first needed, so a node starts while Redis is down. Needs a Tokio runtime.
///
/// # Errors
/// If the address can't be read. A Redis that does not answer is found out by the calls.
pub fn connect(url: &str, prefix: &str) -> Result<LiveState, LiveError> {
    let client = link::client(url)?;
    let link = Link::new(client.clone(), prefix)?;
    Ok(LiveState {
        scoreboards: Arc::new(RedisScoreboards::new(link.clone())),
        fan_out: Arc::new(RedisFanOut::new(client, link.clone())?),
        limits: Arc::new(RedisLimits::new(link.clone())),
        leases: Arc::new(RedisLeases::new(link.clone())),
        attempts: Arc::new(RedisAttemptCache::new(link)),
    })
}
