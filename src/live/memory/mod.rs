//! Live state inside the process: the unit profile, and the fastest there is.

mod board;
mod cache;
mod fan_out;
mod leases;
mod limits;
mod scoreboards;

pub use board::Board;
pub use cache::{MOST_CACHED, MemoryCache};
pub use fan_out::MemoryFanOut;
pub use leases::MemoryLeases;
pub use limits::{MOST_LIMIT_KEYS, MemoryLimits};
pub use scoreboards::MemoryScoreboards;

use std::sync::{Mutex, MutexGuard, PoisonError};

/// Locks, also after a panic of another holder: whatever it left is live state, which may be lost
/// but must not take the node down.
fn hold<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Microseconds that a duration adds to an instant.
fn micros(duration: std::time::Duration) -> i64 {
    i64::try_from(duration.as_micros()).unwrap_or(i64::MAX)
}
