//! One socket, from its first frame to its close.

use super::close::Closing;
use super::hub::{Feed, Hub, TopicRefusal};
use super::protocol::{ClientMessage, ServerMessage};
use axum::extract::ws::{Message, Utf8Bytes};
use futures_util::future::select_all;
use futures_util::{Sink, SinkExt as _, Stream, StreamExt as _};
use std::sync::Arc;
use std::time::Duration;
use tokio::time::{Instant, MissedTickBehavior, interval_at, sleep, sleep_until, timeout};
use tokio_util::sync::CancellationToken;

/// Topics that one socket follows at most.
pub const MOST_TOPICS: usize = 8;

/// Bytes of a topic's name at most.
const LONGEST_TOPIC: usize = 128;

/// Time for the other side to read the close frame and to close in its turn.
const LINGER: Duration = Duration::from_secs(1);

/// How patient a session is (security.md, threat 26).
#[derive(Debug, Clone, Copy)]
pub struct Pace {
    /// A ping this often.
    pub ping_every: Duration,
    /// Dead when nothing was heard for so long; more than two pings.
    pub dead_after: Duration,
    /// The longest that one frame may take to leave.
    pub send_within: Duration,
    /// Messages of the client in one second, of whatever kind.
    pub messages_per_second: u32,
}

impl Default for Pace {
    fn default() -> Self {
        Self {
            ping_every: Duration::from_secs(20),
            dead_after: Duration::from_secs(45),
            send_within: Duration::from_secs(5),
            messages_per_second: 20,
        }
    }
}

/// What a session needs from around it.
#[derive(Clone)]
pub struct Session {
    /// The node's topics.
    pub hub: Arc<Hub>,
    /// Ends all sockets when the node is restarted.
    pub drain: CancellationToken,
    /// How patient it is.
    pub pace: Pace,
    /// Whether the client did not say where it comes from: then only public topics.
    pub public_only: bool,
}

enum Event {
    Drain,
    Silence,
    Ping,
    News(usize),
    Received(Option<Result<Message, axum::Error>>),
}

impl Session {
    /// Serves a socket to its end and says why it ended. The close frame has been sent then.
    ///
    /// One task does it all, one frame at a time, so a slow reader holds one frame and delays
    /// nobody.
    pub async fn run<S>(&self, mut socket: S) -> Closing
    where
        S: Stream<Item = Result<Message, axum::Error>> + Sink<Message, Error = axum::Error> + Unpin,
    {
        let closing = self.serve(&mut socket).await;
        if let Some(frame) = closing.frame() {
            let leaving = socket.send(Message::Close(Some(frame)));
            if !matches!(timeout(LINGER, leaving).await, Ok(Ok(()))) {
                return closing;
            }
        }
        linger(&mut socket, closing).await;
        closing
    }

    async fn serve<S>(&self, socket: &mut S) -> Closing
    where
        S: Stream<Item = Result<Message, axum::Error>> + Sink<Message, Error = axum::Error> + Unpin,
    {
        let mut feeds: Vec<Feed> = Vec::new();
        let mut rate = Rate::new(self.pace.messages_per_second);
        let mut heard = Instant::now();
        let mut ping = interval_at(heard + self.pace.ping_every, self.pace.ping_every);
        ping.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            let event = tokio::select! {
                () = self.drain.cancelled() => Event::Drain,
                () = sleep_until(heard + self.pace.dead_after) => Event::Silence,
                _ = ping.tick() => Event::Ping,
                index = any_changed(&mut feeds) => Event::News(index),
                received = socket.next() => Event::Received(received),
            };
            let done = match event {
                Event::Drain => Err(Closing::Draining),
                Event::Silence => Err(Closing::Silent),
                Event::Ping => self.send(socket, Message::Ping(Vec::new().into())).await,
                Event::News(index) => match feeds[index].take() {
                    Some(frame) => self.send(socket, Message::Text(frame)).await,
                    None => Ok(()),
                },
                Event::Received(received) => {
                    heard = Instant::now();
                    match read(received, &mut rate, heard) {
                        Ok(Some(text)) => self.obey(socket, &mut feeds, &text).await,
                        Ok(None) => Ok(()),
                        Err(closing) => Err(closing),
                    }
                }
            };
            if let Err(closing) = done {
                return closing;
            }
        }
    }

    /// Does what a text message asks for.
    async fn obey<S>(
        &self,
        socket: &mut S,
        feeds: &mut Vec<Feed>,
        text: &Utf8Bytes,
    ) -> Result<(), Closing>
    where
        S: Sink<Message, Error = axum::Error> + Unpin,
    {
        match ClientMessage::read(text.as_str()) {
            Ok(ClientMessage::Subscribe(topics)) => {
                for topic in topics {
                    let others = feeds.iter().filter(|feed| feed.name() != topic).count();
                    let refused = if others >= MOST_TOPICS {
                        Some("ws.too_many_topics")
                    } else {
                        match self.follow(&topic).await {
                            Ok(feed) => {
                                // A second subscription begins anew, with a snapshot.
                                feeds.retain(|feed| feed.name() != topic);
                                feeds.push(feed);
                                None
                            }
                            Err(refusal) => Some(refusal.code()),
                        }
                    };
                    if let Some(code) = refused {
                        self.complain(socket, code, Some(&topic)).await?;
                        if code == "ws.too_many_topics" {
                            break;
                        }
                    }
                }
                Ok(())
            }
            Ok(ClientMessage::Unsubscribe(topics)) => {
                feeds.retain(|feed| !topics.iter().any(|topic| topic == feed.name()));
                Ok(())
            }
            Err(fault) => self.complain(socket, fault.code(), None).await,
        }
    }

    async fn follow(&self, topic: &str) -> Result<Feed, TopicRefusal> {
        if topic.len() > LONGEST_TOPIC {
            return Err(TopicRefusal::Unknown);
        }
        let following = self.hub.follow(topic, self.public_only);
        timeout(self.pace.send_within, following)
            .await
            .unwrap_or(Err(TopicRefusal::Unavailable))
    }

    async fn complain<S>(
        &self,
        socket: &mut S,
        code: &str,
        topic: Option<&str>,
    ) -> Result<(), Closing>
    where
        S: Sink<Message, Error = axum::Error> + Unpin,
    {
        // A name that is too long is not worth sending back.
        let topic = topic.filter(|name| name.len() <= LONGEST_TOPIC);
        let text = ServerMessage::Error { code, topic }.to_text();
        self.send(socket, Message::Text(text.into())).await
    }

    async fn send<S>(&self, socket: &mut S, message: Message) -> Result<(), Closing>
    where
        S: Sink<Message, Error = axum::Error> + Unpin,
    {
        match timeout(self.pace.send_within, socket.send(message)).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(_)) => Err(Closing::Gone),
            Err(_) => Err(Closing::Slow),
        }
    }
}

/// The text of what was received, if it was a text; pings are answered by the protocol's own layer.
fn read(
    received: Option<Result<Message, axum::Error>>,
    rate: &mut Rate,
    now: Instant,
) -> Result<Option<Utf8Bytes>, Closing> {
    let message = match received {
        None => return Err(Closing::Gone),
        Some(Err(error)) => return Err(Closing::of_read(&error)),
        Some(Ok(message)) => message,
    };
    if !rate.allows(now) {
        return Err(Closing::Flood);
    }
    match message {
        Message::Text(text) => Ok(Some(text)),
        Message::Binary(_) => Err(Closing::Binary),
        Message::Close(_) => Err(Closing::Gone),
        Message::Ping(_) | Message::Pong(_) => Ok(None),
    }
}

/// Index of a feed that has news; never returns while there are no feeds.
async fn any_changed(feeds: &mut [Feed]) -> usize {
    if feeds.is_empty() {
        std::future::pending::<()>().await;
    }
    select_all(feeds.iter_mut().map(|feed| Box::pin(feed.changed())))
        .await
        .1
}

/// Keeps the connection until the other side has closed it, for a moment at the most.
///
/// Closing a connection with unread bytes resets it, and on some systems a reset throws away the
/// close frame that is still on its way.
async fn linger<S>(socket: &mut S, closing: Closing)
where
    S: Stream<Item = Result<Message, axum::Error>> + Unpin,
{
    match closing {
        Closing::Silent => {}
        // After a failed read nothing more can be read, so the other side's close is not seen.
        Closing::TooBig | Closing::BadText | Closing::Protocol => sleep(LINGER).await,
        _ => {
            let until_closed = async { while let Some(Ok(_)) = socket.next().await {} };
            let _ = timeout(LINGER, until_closed).await;
        }
    }
}

/// Counts messages by the second.
struct Rate {
    most: u32,
    window: Option<Instant>,
    count: u32,
}

impl Rate {
    fn new(most: u32) -> Self {
        Self {
            most,
            window: None,
            count: 0,
        }
    }

    fn allows(&mut self, now: Instant) -> bool {
        match self.window {
            Some(start) if now < start + Duration::from_secs(1) => self.count += 1,
            _ => {
                self.window = Some(now);
                self.count = 1;
            }
        }
        self.count <= self.most
    }
}
