//! Real servers as processes of a run's own: each in a temporary folder, on a free loopback port,
//! ended when its value is dropped and, should this program be killed, by the kernel.
//!
//! All of them can be stopped, killed outright, paused, resumed and started again on the same port
//! and data ([`Service`]); whatever they are told, they are told by their process id.

pub mod daemon;
pub mod family;
pub mod folder;
pub mod nginx;
pub mod page;
pub mod port;
pub mod postgres;
pub mod redis;
pub mod redis_cluster;
pub mod slow_flush;
pub mod standby;
pub mod starter;
#[cfg(test)]
mod tests;
pub mod word;

use anyhow::Result;
use daemon::Daemon;

/// Environment variables for one process, such as `LD_PRELOAD` for a slower disk or another clock.
pub type Environment = Vec<(String, String)>;

/// A server that runs under this program.
pub trait Service {
    /// Its process.
    fn daemon(&mut self) -> &mut Daemon;

    /// Waits until it answers; fails when it is gone or does not answer in time.
    fn await_ready(&mut self) -> Result<()>;

    /// Asks it to end as its administrator would, and waits until it is gone.
    fn stop(&mut self) -> Result<()> {
        self.daemon().stop()
    }

    /// Kills it and all its children outright (SIGKILL), as the loss of power would.
    fn kill(&mut self) -> Result<()> {
        self.daemon().kill()
    }

    /// Freezes it and all its children (SIGSTOP): connections stay open, nothing answers.
    fn pause(&mut self) -> Result<()> {
        self.daemon().pause()
    }

    /// Lets it go on after [`Service::pause`].
    fn resume(&mut self) -> Result<()> {
        self.daemon().resume()
    }

    /// Starts it after it was stopped or killed, on the same port and data.
    fn start_again(&mut self) -> Result<()> {
        self.daemon().start()?;
        self.await_ready()
    }

    /// Stops it and starts it again.
    fn restart(&mut self) -> Result<()> {
        self.stop()?;
        self.start_again()
    }
}
