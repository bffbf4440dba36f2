//! Taking an address, and saying what to do when it can't be had.

use std::io::ErrorKind;
use std::net::SocketAddr;
use tokio::net::{TcpListener, TcpSocket};

/// Connections that may wait to be accepted. With the customary 128, ten thousand people who come
/// at the bell need 51 s to connect instead of 0.2 s (performance.md 2.7).
const BACKLOG: u32 = 4096;

/// Bytes that the system takes for a connection before the node has to wait (Linux doubles it). Left
/// to itself it takes four megabytes, so that a client which never reads would cost that much, and be
/// noticed only after that much. A page of the interface and a round trip of a tenth of a second at
/// ten megabits fit well.
const SEND_BUFFER: u32 = 128 * 1024;

/// The address can't be had.
#[derive(Debug, thiserror::Error)]
pub enum BindError {
    /// Another program has it.
    #[error(
        "{0} is in use by another program (perhaps this platform runs already): stop that one, or choose another address with --listen or http.listen"
    )]
    InUse(SocketAddr),
    /// Not for this user.
    #[error(
        "not allowed to listen on {0}: ports below 1024 need privileges; choose another one with --listen or http.listen"
    )]
    Forbidden(SocketAddr),
    /// Not an address of this machine.
    #[error(
        "{0} is no address of this machine: set --listen or http.listen to one of its own, or to 0.0.0.0"
    )]
    NotHere(SocketAddr),
    /// Anything else.
    #[error("can't listen on {0}: {1}")]
    Other(SocketAddr, std::io::Error),
}

/// Listens on `address`; port 0 takes a free one, which `local_addr` tells.
pub fn bind(address: SocketAddr) -> Result<TcpListener, BindError> {
    let listen = || {
        let socket = match address {
            SocketAddr::V4(_) => TcpSocket::new_v4()?,
            SocketAddr::V6(_) => TcpSocket::new_v6()?,
        };
        // A restart must not wait for the last connections of its predecessor to be forgotten.
        socket.set_reuseaddr(true)?;
        // Connections take it over from the listener.
        socket.set_send_buffer_size(SEND_BUFFER)?;
        socket.bind(address)?;
        socket.listen(BACKLOG)
    };
    listen().map_err(|error: std::io::Error| match error.kind() {
        ErrorKind::AddrInUse => BindError::InUse(address),
        ErrorKind::PermissionDenied => BindError::Forbidden(address),
        ErrorKind::AddrNotAvailable => BindError::NotHere(address),
        _ => BindError::Other(address, error),
    })
}

/// How many files and sockets this process may have open, where the system tells it.
///
/// Each connection needs one: a start-up that wants more than it may have says so.
pub fn descriptor_limit() -> Option<u64> {
    let limits = std::fs::read_to_string("/proc/self/limits").ok()?;
    let line = limits
        .lines()
        .find(|line| line.starts_with("Max open files"))?;
    line.split_whitespace().nth(3)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_taken_port_is_said_with_what_to_do() {
        let first = bind("127.0.0.1:0".parse().unwrap()).unwrap();
        let address = first.local_addr().unwrap();
        let error = bind(address).unwrap_err().to_string();
        assert!(
            error.contains(&address.to_string()) && error.contains("--listen"),
            "{error}"
        );
        // TEST-NET-1 belongs to no machine.
        let error = bind("192.0.2.1:0".parse().unwrap())
            .unwrap_err()
            .to_string();
        assert!(error.contains("no address of this machine"), "{error}");
    }

    #[test]
    fn the_descriptor_limit_is_known_on_linux() {
        if cfg!(target_os = "linux") {
            assert!(descriptor_limit().unwrap() > 0);
        }
    }
}
