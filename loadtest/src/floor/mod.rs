//! The floor: what a bare axum server reaches with bodies of the same size, measured in the same
//! run with the same client.

mod echo;
pub mod server;
pub mod writer;

use crate::drive::{self, Plan, Tally};
use crate::process::Server;
use anyhow::Result;
use echo::Echo;
use std::path::Path;
use std::time::Duration;

/// The bare server, in a process of its own, so that its processor time is its own.
pub struct Floor {
    /// Its process and address.
    pub server: Server,
    connections: usize,
}

impl Floor {
    /// Starts this very program as the bare server.
    pub fn start(connections: usize, log: &Path) -> Result<Self> {
        let server = Server::spawn(&std::env::current_exe()?, &["echo-server"], log)?;
        Ok(Self {
            server,
            connections,
        })
    }

    /// Parses a JSON body of `request` bytes and answers one of `reply` bytes, for that long.
    pub fn json(&self, request: usize, reply: usize, period: Duration) -> Result<Tally> {
        let echo = Echo::json(self.server.address, request, reply)?;
        Ok(self.drive(&echo, period))
    }

    /// Answers a fixed body of `bytes`, for that long.
    pub fn fixed(&self, bytes: usize, period: Duration) -> Result<Tally> {
        let echo = Echo::fixed(self.server.address, bytes)?;
        Ok(self.drive(&echo, period))
    }

    fn drive(&self, echo: &Echo, period: Duration) -> Tally {
        let workers = (0..self.connections).map(|_| echo.again()).collect();
        drive::run(workers, Plan::lasting(period)).1
    }
}
