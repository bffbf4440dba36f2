//! One socket over channels, with time standing still until the test moves it.

use super::topics::Topics;
use axum::extract::ws::{CloseFrame, Message};
use futures_util::{Sink, Stream};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;
use thiluat::ws::{Closing, Hub, Pace, Session};
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tokio::time::{Instant, advance};
use tokio_tungstenite::tungstenite;
use tokio_tungstenite::tungstenite::error::{CapacityError, ProtocolError};
use tokio_util::sync::CancellationToken;

const TOPIC: &str = "public:board";

/// The server's end of a socket.
struct Near {
    incoming: mpsc::UnboundedReceiver<Result<Message, axum::Error>>,
    outgoing: mpsc::UnboundedSender<Message>,
    /// Frames that still fit into the other side's buffers.
    room: usize,
}

impl Stream for Near {
    type Item = Result<Message, axum::Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.incoming.poll_recv(cx)
    }
}

impl Sink<Message> for Near {
    type Error = axum::Error;

    fn poll_ready(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Result<(), axum::Error>> {
        if self.room > 0 {
            Poll::Ready(Ok(()))
        } else {
            Poll::Pending
        }
    }

    fn start_send(mut self: Pin<&mut Self>, message: Message) -> Result<(), axum::Error> {
        self.room -= 1;
        self.outgoing.send(message).map_err(axum::Error::new)
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Result<(), axum::Error>> {
        Poll::Ready(Ok(()))
    }

    fn poll_close(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Result<(), axum::Error>> {
        Poll::Ready(Ok(()))
    }
}

/// The client's end, and the session at the other.
struct Far {
    to: Option<mpsc::UnboundedSender<Result<Message, axum::Error>>>,
    from: mpsc::UnboundedReceiver<Message>,
    session: JoinHandle<Closing>,
    hub: Arc<Hub>,
    drain: CancellationToken,
}

impl Far {
    fn open(room: usize, public_only: bool) -> Self {
        let (_, hub) = Topics::hub(r#"{"n":1}"#);
        let (to, incoming) = mpsc::unbounded_channel();
        let (outgoing, from) = mpsc::unbounded_channel();
        let drain = CancellationToken::new();
        let session = Session {
            hub: hub.clone(),
            drain: drain.clone(),
            pace: Pace::default(),
            public_only,
        };
        let near = Near {
            incoming,
            outgoing,
            room,
        };
        Self {
            to: Some(to),
            from,
            session: tokio::spawn(async move { session.run(near).await }),
            hub,
            drain,
        }
    }

    fn says(&self, message: impl Into<Message>) {
        let to = self.to.as_ref().expect("it has not hung up");
        // A session that has ended hears nothing more, which some tests provoke.
        let _ = to.send(Ok(message.into()));
    }

    fn fails(&self, error: impl Into<tungstenite::Error>) {
        let to = self.to.as_ref().expect("it has not hung up");
        to.send(Err(axum::Error::new(error.into()))).unwrap();
    }

    async fn hears(&mut self) -> String {
        match self.from.recv().await {
            Some(Message::Text(text)) => text.as_str().to_owned(),
            other => panic!("{other:?}"),
        }
    }

    /// The close frame's number, and the session's own word for it.
    async fn ends(mut self) -> (Option<CloseFrame>, Closing) {
        let mut close = None;
        while let Some(message) = self.from.recv().await {
            if let Message::Close(frame) = message {
                close = frame;
                self.to = None;
            }
        }
        (close, self.session.await.unwrap())
    }
}

fn error(code: &str, topic: Option<&str>) -> String {
    match topic {
        Some(topic) => format!(r#"{{"type":"error","code":"{code}","topic":"{topic}"}}"#),
        None => format!(r#"{{"type":"error","code":"{code}"}}"#),
    }
}

const EPOCH: u64 = (1 << 53) - 1;

fn state(kind: &str, offset: u64, number: u64) -> String {
    format!(
        r#"{{"type":"{kind}","topic":"{TOPIC}","epoch":{EPOCH},"offset":{offset},"data":{{"n":{number}}}}}"#
    )
}

const SUBSCRIBE: &str = r#"{"type":"subscribe","topics":["public:board"]}"#;

#[tokio::test(start_paused = true)]
async fn a_subscriber_gets_a_snapshot_and_updates_until_it_unsubscribes() {
    let mut far = Far::open(99, true);
    far.says(SUBSCRIBE);
    assert_eq!(far.hears().await, state("snapshot", 1, 1));
    far.hub.publish(TOPIC, r#"{"n":2}"#).unwrap();
    assert_eq!(far.hears().await, state("update", 2, 2));
    far.says(SUBSCRIBE);
    assert_eq!(
        far.hears().await,
        state("snapshot", 2, 2),
        "on every subscribe"
    );
    far.says(r#"{"type":"unsubscribe","topics":["public:board","public:other"]}"#);
    far.says("{}");
    assert_eq!(far.hears().await, error("ws.malformed", None));
    far.hub.publish(TOPIC, r#"{"n":3}"#).unwrap();
    far.says(r#"{"type":"sing"}"#);
    assert_eq!(far.hears().await, error("ws.unknown_type", None));
    assert_eq!(far.hub.listeners(TOPIC), 0);
}

#[tokio::test(start_paused = true)]
async fn what_can_not_be_followed_is_said_and_the_socket_stays() {
    let mut far = Far::open(99, true);
    far.says(r#"{"type":"subscribe","topics":["nothing","private:desk","public:board"]}"#);
    assert_eq!(
        far.hears().await,
        error("ws.unknown_topic", Some("nothing"))
    );
    assert_eq!(
        far.hears().await,
        error("auth.required", Some("private:desk"))
    );
    assert_eq!(far.hears().await, state("snapshot", 1, 1));
    let long = "x".repeat(5000);
    far.says(format!(r#"{{"type":"subscribe","topics":["{long}"]}}"#));
    assert_eq!(far.hears().await, error("ws.unknown_topic", None));

    let topics: Vec<String> = (0..40).map(|n| format!("\"public:{n}\"")).collect();
    let many = format!(r#"{{"type":"subscribe","topics":[{}]}}"#, topics.join(","));
    far.says(many);
    assert_eq!(
        far.hears().await,
        error("ws.too_many_topics", Some("public:7"))
    );
    for _ in 0..7 {
        assert!(far.hears().await.contains("snapshot"));
    }
}

#[tokio::test(start_paused = true)]
async fn a_ping_leaves_every_20_seconds_and_silence_ends_it_at_45() {
    let mut far = Far::open(99, true);
    let opened = Instant::now();
    for seconds in [20, 40] {
        assert_eq!(
            far.from.recv().await,
            Some(Message::Ping(Vec::new().into()))
        );
        assert_eq!(opened.elapsed().as_secs(), seconds);
    }
    // Whatever is heard counts as a sign of life.
    far.says(Message::Pong(Vec::new().into()));
    assert_eq!(
        far.from.recv().await,
        Some(Message::Ping(Vec::new().into()))
    );
    let (close, closing) = far.ends().await;
    assert_eq!((close, closing), (None, Closing::Silent));
    assert_eq!(opened.elapsed().as_secs(), 40 + 45);
}

#[tokio::test(start_paused = true)]
async fn a_reader_that_stands_still_is_closed_and_delays_nobody() {
    // The snapshot fits, nothing after it.
    let mut stuck = Far::open(1, true);
    stuck.says(SUBSCRIBE);
    assert_eq!(stuck.hears().await, state("snapshot", 1, 1));
    let mut prompt = stuck.hub.follow(TOPIC, true).await.unwrap();
    prompt.take();
    let begin = Instant::now();
    for number in 2..=100 {
        stuck
            .hub
            .publish(TOPIC, format!(r#"{{"n":{number}}}"#))
            .unwrap();
        prompt.changed().await;
        assert!(prompt.take().unwrap().as_str().contains("update"));
    }
    assert_eq!(begin.elapsed(), Duration::ZERO, "no waiting for it");
    let (close, closing) = stuck.ends().await;
    // There was no room for the close frame either.
    assert_eq!((close, closing), (None, Closing::Slow));
    assert_eq!(closing.code(), Some(1013));
    assert!((5..=7).contains(&begin.elapsed().as_secs()));
}

#[tokio::test(start_paused = true)]
async fn each_way_of_ending_has_its_number() {
    let (close, _) = {
        let far = Far::open(99, true);
        far.drain.cancel();
        far.ends().await
    };
    let close = close.unwrap();
    assert_eq!((close.code, close.reason.as_str()), (1012, "come back"));

    let far = Far::open(99, true);
    far.says(Message::Binary(vec![1].into()));
    let close = far.ends().await.0.unwrap();
    assert_eq!(
        (close.code, close.reason.as_str()),
        (1003, "do not come back")
    );

    let too_long = CapacityError::MessageTooLong {
        size: 17,
        max_size: 16,
    };
    for (fault, code) in [
        (tungstenite::Error::Capacity(too_long), Some(1009)),
        (tungstenite::Error::Utf8(String::new()), Some(1007)),
        (
            tungstenite::Error::Protocol(ProtocolError::UnmaskedFrameFromClient),
            Some(1002),
        ),
        (
            tungstenite::Error::Protocol(ProtocolError::ResetWithoutClosingHandshake),
            None,
        ),
        (tungstenite::Error::ConnectionClosed, None),
    ] {
        let far = Far::open(99, true);
        far.fails(fault);
        let (close, closing) = far.ends().await;
        assert_eq!(close.map(|frame| frame.code), code, "{closing:?}");
        assert_eq!(closing.code(), code);
    }

    let far = Far::open(99, true);
    far.says(Message::Close(None));
    assert_eq!(far.ends().await, (None, Closing::Gone));
}

#[tokio::test(start_paused = true)]
async fn twenty_messages_a_second_pass_and_a_flood_is_closed() {
    let mut far = Far::open(9999, true);
    for _ in 0..10 {
        for _ in 0..20 {
            far.says("{}");
            far.hears().await;
        }
        advance(Duration::from_secs(1)).await;
    }
    for _ in 0..1000 {
        far.says(Message::Ping(Vec::new().into()));
    }
    let (close, closing) = far.ends().await;
    assert_eq!(close.unwrap().code, 1008);
    assert_eq!(closing, Closing::Flood);
}
