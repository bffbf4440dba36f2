//! The one place of the load generator that reads the machine's clock: it measures real time.

use std::time::{Duration, Instant};

/// Runs from the moment it was started; copies run from the same moment.
#[derive(Clone, Copy, Debug)]
pub struct Stopwatch(Instant);

impl Stopwatch {
    /// Starts now.
    #[expect(
        clippy::disallowed_methods,
        reason = "a load generator measures real time; this file is where it does"
    )]
    pub fn start() -> Self {
        Self(Instant::now())
    }

    /// Time since the start.
    pub fn elapsed(self) -> Duration {
        self.0.elapsed()
    }

    /// The instant that lies so far after the start, for a timer to wait for.
    pub fn instant_at(self, after: Duration) -> tokio::time::Instant {
        tokio::time::Instant::from_std(self.0 + after)
    }
}
