//! Many sockets that wait for the same frame, and when the first and the last one had it.

use crate::stopwatch::Stopwatch;
use anyhow::{Context, Result, bail};
use futures_util::{SinkExt, StreamExt};
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::Duration;
use tokio::net::{TcpSocket, TcpStream};
use tokio::sync::Notify;
use tokio_tungstenite::client_async_with_config;
use tokio_tungstenite::tungstenite::ClientRequestBuilder;
use tokio_tungstenite::tungstenite::protocol::{Message, WebSocketConfig};

/// How long the last client may take.
const PATIENCE: Duration = Duration::from_secs(10);
/// Sockets that connect at the same time.
const AT_ONCE: usize = 64;

/// Bytes that a narrow socket has room for.
const NARROW: u32 = 4096;

/// Where the sockets go and what they say first.
#[derive(Clone, Debug)]
pub struct Topic {
    /// The server.
    pub address: SocketAddr,
    /// Path of the WebSocket.
    pub path: &'static str,
    /// Subprotocol to ask for, if any.
    pub protocol: Option<&'static str>,
    /// First frame to send, if any; the server then answers with a frame at once.
    pub subscribe: Option<String>,
}

/// Open sockets.
pub struct Audience {
    gate: Arc<Gate>,
    sockets: usize,
    tasks: tokio::task::JoinSet<()>,
    /// Length of the frame that came last.
    pub frame_bytes: Arc<AtomicUsize>,
}

/// When a publication reached the sockets, counted from the moment it was asked for.
#[derive(Clone, Copy, Debug)]
pub struct Arrival {
    /// The first socket had it.
    pub first: Duration,
    /// The last socket had it.
    pub last: Duration,
}

impl Arrival {
    /// Time from the first socket to the last one.
    pub fn spread(self) -> Duration {
        self.last.saturating_sub(self.first)
    }
}

/// What the sockets report to. Each counts once a publication.
struct Gate {
    watch: Stopwatch,
    publication: AtomicUsize,
    seen: AtomicUsize,
    first: AtomicU64,
    last: AtomicU64,
    /// When anything came last, whatever it was.
    latest: AtomicU64,
    everyone: Notify,
    sockets: usize,
}

impl Gate {
    fn micros(&self) -> u64 {
        u64::try_from(self.watch.elapsed().as_micros()).unwrap_or(u64::MAX)
    }

    fn arrived(&self, counted: &mut usize) {
        let now = self.micros();
        self.latest.fetch_max(now, Ordering::AcqRel);
        let publication = self.publication.load(Ordering::Acquire);
        if *counted == publication {
            return;
        }
        *counted = publication;
        self.first.fetch_min(now, Ordering::AcqRel);
        self.last.fetch_max(now, Ordering::AcqRel);
        if self.seen.fetch_add(1, Ordering::AcqRel) + 1 == self.sockets {
            self.everyone.notify_one();
        }
    }
}

impl Audience {
    /// Opens so many sockets; each has had its first frame if it asked for one.
    pub async fn seated(topic: &Topic, sockets: usize) -> Result<Self> {
        let gate = Arc::new(Gate {
            watch: Stopwatch::start(),
            publication: AtomicUsize::new(0),
            seen: AtomicUsize::new(0),
            first: AtomicU64::new(u64::MAX),
            last: AtomicU64::new(0),
            latest: AtomicU64::new(0),
            everyone: Notify::new(),
            sockets,
        });
        let frame_bytes = Arc::new(AtomicUsize::new(0));
        let connecting = (0..sockets).map(|_| connect(topic.clone(), false));
        let mut open = futures_util::stream::iter(connecting).buffer_unordered(AT_ONCE);
        let mut tasks = tokio::task::JoinSet::new();
        while let Some(socket) = open.next().await {
            let mut socket = socket?;
            let gate = Arc::clone(&gate);
            let frame_bytes = Arc::clone(&frame_bytes);
            tasks.spawn(async move {
                let mut counted = 0;
                while let Some(Ok(message)) = socket.next().await {
                    if let Message::Text(frame) = message {
                        gate.arrived(&mut counted);
                        frame_bytes.store(frame.len(), Ordering::Relaxed);
                    }
                }
            });
        }
        drop(open);
        Ok(Self {
            gate,
            sockets,
            tasks,
            frame_bytes,
        })
    }

    /// Has `publish` bring about one frame, and waits until every socket has it.
    pub async fn hears(&mut self, publish: impl Future<Output = Result<()>>) -> Result<Arrival> {
        let gate = &self.gate;
        gate.seen.store(0, Ordering::Release);
        gate.first.store(u64::MAX, Ordering::Release);
        gate.last.store(0, Ordering::Release);
        gate.publication.fetch_add(1, Ordering::AcqRel);
        let asked = gate.micros();
        publish.await?;
        if tokio::time::timeout(PATIENCE, gate.everyone.notified())
            .await
            .is_err()
        {
            bail!(
                "{} of {} sockets had the frame after {PATIENCE:?}; {} are still open",
                gate.seen.load(Ordering::Acquire),
                self.sockets,
                self.tasks.len()
            );
        }
        let since = |micros: &AtomicU64| {
            Duration::from_micros(micros.load(Ordering::Acquire).saturating_sub(asked))
        };
        Ok(Arrival {
            first: since(&gate.first),
            last: since(&gate.last),
        })
    }

    /// Waits until nothing has come for that long, so that no late frame is taken for the next.
    pub async fn quiet(&self, silence: Duration) {
        loop {
            let latest = Duration::from_micros(self.gate.latest.load(Ordering::Acquire));
            let silent = self.gate.watch.elapsed().saturating_sub(latest);
            let left = silence.saturating_sub(silent);
            if left.is_zero() {
                return;
            }
            tokio::time::sleep(left).await;
        }
    }
}

/// An open socket.
pub type Socket = tokio_tungstenite::WebSocketStream<TcpStream>;

/// Opens one socket and, if the topic asks for it, waits for its first frame; a narrow one has room
/// for little that it has not read.
pub async fn connect(topic: Topic, narrow: bool) -> Result<Socket> {
    let Topic { address, path, .. } = topic;
    let socket = TcpSocket::new_v4()?;
    if narrow {
        socket.set_recv_buffer_size(NARROW)?;
    }
    let stream = socket
        .connect(address)
        .await
        .with_context(|| format!("cannot connect to {address}"))?;
    stream.set_nodelay(true)?;
    let uri = format!("ws://{address}{path}").parse()?;
    let mut request = ClientRequestBuilder::new(uri);
    if let Some(protocol) = topic.protocol {
        request = request.with_sub_protocol(protocol);
    }
    // Small buffers: thousands of sockets live in this one process (performance.md 2.8).
    let config = WebSocketConfig::default().read_buffer_size(4096);
    let (mut socket, _) = client_async_with_config(request, stream, Some(config)).await?;
    if let Some(subscribe) = topic.subscribe {
        socket.send(Message::text(subscribe)).await?;
        let first = tokio::time::timeout(PATIENCE, socket.next()).await;
        let first = first.context("no frame after subscribing")?;
        let first = first.context("closed after subscribing")??;
        let text = first.to_text().unwrap_or_default();
        anyhow::ensure!(
            text.contains("\"snapshot\""),
            "the first frame after subscribing was: {text:.300}"
        );
    }
    Ok(socket)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::client::{Client, path};
    use crate::floor::server::{listen, router};
    use hyper::Method;

    #[tokio::test]
    async fn every_socket_is_waited_for_and_counted_once() {
        let listener = listen().unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(async move { axum::serve(listener, router()).await });
        let topic = Topic {
            address,
            path: "/live",
            protocol: None,
            subscribe: None,
        };
        let mut audience = Audience::seated(&topic, 20).await.unwrap();
        let mut client = Client::new(address);
        for bytes in [500, 4000] {
            let to = path(&format!("/publish/{bytes}")).unwrap();
            let publish = async {
                client.send(Method::POST, &to, None, "").await?;
                Ok(())
            };
            let arrival = audience.hears(publish).await.unwrap();
            assert!(arrival.first <= arrival.last);
            assert_eq!(audience.gate.seen.load(Ordering::Acquire), 20);
            assert_eq!(audience.frame_bytes.load(Ordering::Relaxed), bytes);
            audience.quiet(Duration::from_millis(1)).await;
        }
    }
}
