//! The only place that reads the machine's clock.
//!
//! Everything else takes time as a parameter, so that tests decide what time it is.

use crate::domain::Timestamp;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// Tells the time, in whole milliseconds, never backwards.
pub trait Clock: Send + Sync {
    /// The present instant, truncated to milliseconds.
    fn now(&self) -> Timestamp;

    /// How far the wall clock has run away from the time told here. Beyond two seconds nothing may
    /// be closed until an operator has looked: a forward jump must not end exams (security.md 2.1).
    fn disagreement(&self) -> Duration {
        Duration::ZERO
    }
}

/// Wall time read once at start plus monotonic time since, never below a persisted high-water mark.
pub struct SystemClock {
    started_wall: i64,
    started: Instant,
    high_water: AtomicI64,
}

impl SystemClock {
    /// Starts from the wall clock; `high_water` is the latest instant that earlier runs persisted.
    #[expect(
        clippy::disallowed_methods,
        reason = "this file is where the ambient clock is read"
    )]
    pub fn starting_at(high_water: Timestamp) -> Self {
        Self {
            started_wall: wall_micros(),
            started: Instant::now(),
            high_water: AtomicI64::new(high_water.micros()),
        }
    }
}

impl SystemClock {
    /// Raises the high-water mark once the store could be asked for it.
    pub fn raise(&self, high_water: Timestamp) {
        self.high_water
            .fetch_max(high_water.micros(), Ordering::AcqRel);
    }

    /// How far the wall clock lies behind the high-water mark: it was set back while nothing ran.
    pub fn behind(&self) -> Duration {
        let told = self.high_water.load(Ordering::Acquire);
        Duration::from_micros(u64::try_from(told - wall_micros()).unwrap_or(0))
    }
}

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        let elapsed = i64::try_from(self.started.elapsed().as_micros()).unwrap_or(i64::MAX);
        let told = self.started_wall.saturating_add(elapsed);
        let before = self.high_water.fetch_max(told, Ordering::AcqRel);
        Timestamp::from_micros(told.max(before)).truncated_to_millis()
    }

    fn disagreement(&self) -> Duration {
        let elapsed = i64::try_from(self.started.elapsed().as_micros()).unwrap_or(i64::MAX);
        let told = self.started_wall.saturating_add(elapsed);
        Duration::from_micros(wall_micros().abs_diff(told))
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "this file is where the ambient clock is read"
)]
fn wall_micros() -> i64 {
    let since = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    i64::try_from(since.as_micros()).unwrap_or(i64::MAX)
}

/// A clock that stands still until it is told to move: for tests and for making demonstration data.
pub struct ManualClock(AtomicI64);

impl ManualClock {
    /// Stands at `now`.
    pub fn at(now: Timestamp) -> Self {
        Self(AtomicI64::new(now.micros()))
    }

    /// Moves to `now`; an earlier instant is ignored, as no clock here runs backwards.
    pub fn set(&self, now: Timestamp) {
        self.0.fetch_max(now.micros(), Ordering::AcqRel);
    }

    /// Moves on by so many milliseconds.
    pub fn advance(&self, millis: i64) {
        self.0.fetch_add(millis * 1000, Ordering::AcqRel);
    }
}

impl Clock for ManualClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_micros(self.0.load(Ordering::Acquire)).truncated_to_millis()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn never_tells_a_time_below_the_high_water_mark() {
        let ahead = Timestamp::from_micros(wall_micros()) + crate::domain::Millis::seconds(3600);
        let clock = SystemClock::starting_at(ahead);
        assert!(clock.now() >= ahead.truncated_to_millis());
        assert_eq!(clock.now().micros() % 1000, 0);
    }
}
