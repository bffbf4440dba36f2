//! Free loopback ports for servers that have to be told one.

use anyhow::{Context, Result};
use std::net::{Ipv4Addr, TcpListener};
use std::sync::atomic::{AtomicU32, Ordering};

/// Below the range from which the system hands out ports to clients, so that none of them takes
/// the port of a server that is down for a moment.
const FIRST: u32 = 20_000;
const MANY: u32 = 12_000;

static TURN: AtomicU32 = AtomicU32::new(0);

/// A port that nobody listens on; within one program never the same twice, and programs begin at
/// different ones.
pub fn free() -> Result<u16> {
    // Steps that share no factor with their number come by every port once.
    let start = std::process::id().wrapping_mul(7_919) % MANY;
    (0..MANY)
        .map(|_| TURN.fetch_add(1, Ordering::Relaxed) % MANY)
        .map(|turn| FIRST + (start + turn * 37) % MANY)
        .filter_map(|port| u16::try_from(port).ok())
        .find(|port| TcpListener::bind((Ipv4Addr::LOCALHOST, *port)).is_ok())
        .context("no free port between 20000 and 32000")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ports_differ_and_can_be_taken() {
        let (one, other) = (free().unwrap(), free().unwrap());
        assert_ne!(one, other);
        assert!((20_000..32_000).contains(&one));
    }
}
