//! A TCP proxy between a node and what it leans on, whose line can be made bad.

use anyhow::Result;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::Handle;
use tokio::sync::watch;

/// Bytes that are taken from a line at a time.
const BLOCK: usize = 16 << 10;

/// The state of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weather {
    /// Everything passes.
    Fair,
    /// Everything passes, so much later each way.
    Slow(Duration),
    /// Nothing passes; connections stay, bytes wait.
    Dead,
    /// What the node says does not arrive; what it is told does.
    Mute,
    /// The node hears nothing; what it says arrives.
    Deaf,
    /// Bytes arrive one by one.
    Dribble,
    /// Connections are reset, new ones too.
    Reset,
    /// The node's side of every connection is closed for writing, as after a FIN that was passed on.
    HalfClosed,
}

/// A proxy with a weather of its own.
pub struct Proxy {
    /// Where the node connects.
    pub address: SocketAddr,
    target: Arc<Mutex<SocketAddr>>,
    weather: watch::Sender<Weather>,
    accepting: tokio::task::JoinHandle<()>,
}

/// Which way bytes flow.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    FromNode,
    ToNode,
}

impl Proxy {
    /// A proxy to `target` in fair weather.
    pub async fn to(target: SocketAddr) -> Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let address = listener.local_addr()?;
        let (weather, seen) = watch::channel(Weather::Fair);
        let target = Arc::new(Mutex::new(target));
        let towards = Arc::clone(&target);
        let accepting = Handle::current().spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let target = *towards.lock().unwrap_or_else(PoisonError::into_inner);
                tokio::spawn(connect(stream, target, seen.clone()));
            }
        });
        Ok(Self {
            address,
            target,
            weather,
            accepting,
        })
    }

    /// Makes the weather.
    pub fn make(&self, weather: Weather) {
        self.weather.send_replace(weather);
    }

    /// New connections go there; those that are open end.
    pub fn points_to(&self, target: SocketAddr) {
        *self.target.lock().unwrap_or_else(PoisonError::into_inner) = target;
        self.make(Weather::Reset);
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

async fn connect(node: TcpStream, target: SocketAddr, weather: watch::Receiver<Weather>) {
    let _ = node.set_nodelay(true);
    if *weather.borrow() == Weather::Reset {
        let _ = node.set_zero_linger();
        return;
    }
    let Ok(other) = TcpStream::connect(target).await else {
        let _ = node.set_zero_linger();
        return;
    };
    let _ = other.set_nodelay(true);
    let (node_in, node_out) = node.into_split();
    let (other_in, other_out) = other.into_split();
    let from_node = pump(node_in, other_out, Way::FromNode, weather.clone());
    let to_node = pump(other_in, node_out, Way::ToNode, weather);
    // Either end closes both, but for a half-closed one, which waits for the other's last words.
    tokio::join!(from_node, to_node);
}

async fn pump(
    mut from: OwnedReadHalf,
    mut to: OwnedWriteHalf,
    way: Way,
    mut weather: watch::Receiver<Weather>,
) {
    let mut block = vec![0; BLOCK];
    loop {
        let now = *weather.borrow_and_update();
        if now == Weather::Reset {
            let _ = to.as_ref().set_zero_linger();
            let _ = from.as_ref().set_zero_linger();
            return;
        }
        if now == Weather::HalfClosed && way == Way::FromNode {
            let _ = to.shutdown().await;
            return;
        }
        if holds(now, way) {
            if weather.changed().await.is_err() {
                return;
            }
            continue;
        }
        let count = tokio::select! {
            changed = weather.changed() => match changed {
                Ok(()) => continue,
                Err(_) => return,
            },
            read = from.read(&mut block) => match read {
                Ok(count) if count > 0 => count,
                _ => return,
            },
        };
        if let Weather::Slow(late) = now {
            tokio::time::sleep(late).await;
        }
        let step = if now == Weather::Dribble { 1 } else { count };
        for bytes in block[..count].chunks(step) {
            if to.write_all(bytes).await.is_err() {
                return;
            }
        }
    }
}

fn holds(weather: Weather, way: Way) -> bool {
    matches!(
        (weather, way),
        (Weather::Dead, _) | (Weather::Mute, Way::FromNode) | (Weather::Deaf, Way::ToNode)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An echo server, a proxy to it, and a connection through it that has echoed once.
    async fn line() -> (Proxy, TcpStream) {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let proxy = Proxy::to(listener.local_addr().unwrap()).await.unwrap();
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                tokio::spawn(async move {
                    let (mut from, mut to) = stream.split();
                    let _ = tokio::io::copy(&mut from, &mut to).await;
                });
            }
        });
        let mut stream = TcpStream::connect(proxy.address).await.unwrap();
        assert!(echoes(&mut stream).await);
        (proxy, stream)
    }

    async fn echoes(stream: &mut TcpStream) -> bool {
        let mut word = [0; 5];
        if stream.write_all(b"hello").await.is_err() {
            return false;
        }
        let back = tokio::time::timeout(Duration::from_millis(300), stream.read_exact(&mut word));
        matches!(back.await, Ok(Ok(_))) && &word == b"hello"
    }

    #[tokio::test]
    async fn what_was_held_back_arrives_when_the_weather_is_fair_again() {
        for weather in [Weather::Dead, Weather::Mute, Weather::Deaf] {
            let (proxy, mut stream) = line().await;
            proxy.make(weather);
            assert!(!echoes(&mut stream).await, "{weather:?}");
            proxy.make(Weather::Fair);
            let mut word = [0; 5];
            stream.read_exact(&mut word).await.unwrap();
            assert_eq!(&word, b"hello");
        }
    }

    #[tokio::test]
    async fn slow_and_torn_lines_carry_everything() {
        let (proxy, mut stream) = line().await;
        for weather in [Weather::Slow(Duration::from_millis(5)), Weather::Dribble] {
            proxy.make(weather);
            assert!(echoes(&mut stream).await, "{weather:?}");
        }
    }

    #[tokio::test]
    async fn reset_and_half_closed_lines_end() {
        for weather in [Weather::Reset, Weather::HalfClosed] {
            let (proxy, mut stream) = line().await;
            proxy.make(weather);
            let mut rest = Vec::new();
            let ended = tokio::time::timeout(Duration::from_secs(5), stream.read_to_end(&mut rest));
            assert!(ended.await.is_ok(), "{weather:?}");
            proxy.make(Weather::Fair);
            let mut again = TcpStream::connect(proxy.address).await.unwrap();
            assert!(echoes(&mut again).await);
        }
    }
}
