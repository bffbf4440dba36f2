//! Real sockets on a real listener.

use super::topics::Topics;
use axum::response::IntoResponse as _;
use futures_util::{SinkExt as _, StreamExt as _};
use serde_json::Value;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use thiluat::app::Refusal as _;
use thiluat::ws::{Hub, Pace, SUBPROTOCOL, UpgradeRefusal, WsState};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::tungstenite::handshake::client::Request;
use tokio_tungstenite::tungstenite::protocol::frame::coding::{Data, OpCode};
use tokio_tungstenite::tungstenite::protocol::frame::{Frame, FrameHeader};
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

const OWN: &str = "https://thi.example.vn";
const TOPIC: &str = "public:board";
const SUBSCRIBE: &str = r#"{"type":"subscribe","topics":["public:board"]}"#;

type Client = WebSocketStream<MaybeTlsStream<TcpStream>>;

struct Node {
    address: SocketAddr,
    hub: Arc<Hub>,
    drain: CancellationToken,
    sockets: TaskTracker,
}

impl Node {
    async fn start(pace: Pace) -> Self {
        let (_, hub) = Topics::hub(r#"{"n":1}"#);
        let drain = CancellationToken::new();
        let sockets = TaskTracker::new();
        let refuse = |refusal: UpgradeRefusal| (refusal.status(), refusal.code()).into_response();
        let router = thiluat::ws::router(WsState {
            hub: hub.clone(),
            allowed_origins: Arc::new(|_, origin| origin == OWN),
            refuse: Arc::new(refuse),
            drain: drain.clone(),
            sockets: sockets.clone(),
            pace,
        });
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self {
            address,
            hub,
            drain,
            sockets,
        }
    }

    fn request(&self) -> Request {
        let url = format!("ws://{}{}", self.address, thiluat::ws::PATH);
        let mut request = url.into_client_request().unwrap();
        let headers = request.headers_mut();
        headers.insert("sec-websocket-protocol", SUBPROTOCOL.parse().unwrap());
        request
    }

    async fn connect(&self) -> Client {
        let (client, reply) = connect_async(self.request()).await.unwrap();
        assert_eq!(reply.headers()["sec-websocket-protocol"], SUBPROTOCOL);
        client
    }

    async fn subscribed(&self) -> Client {
        let mut client = self.connect().await;
        client.send(SUBSCRIBE.into()).await.unwrap();
        let first: Value = serde_json::from_str(&text(&mut client).await).unwrap();
        assert_eq!(first["type"], "snapshot");
        client
    }

    /// Status and body of a refused upgrade.
    async fn refused(&self, request: Request) -> (u16, String) {
        match connect_async(request).await {
            Err(Error::Http(reply)) => (
                reply.status().as_u16(),
                String::from_utf8(reply.into_body().unwrap_or_default()).unwrap(),
            ),
            other => panic!("{other:?}"),
        }
    }

    /// Shows that the server still serves.
    async fn is_alive(&self) {
        self.subscribed().await;
    }
}

async fn text(client: &mut Client) -> String {
    loop {
        match client.next().await {
            Some(Ok(Message::Text(text))) => return text.as_str().to_owned(),
            Some(Ok(Message::Ping(_))) => {}
            other => panic!("{other:?}"),
        }
    }
}

/// Reads to the close frame.
async fn closed_with(client: &mut Client) -> u16 {
    loop {
        match client.next().await {
            Some(Ok(Message::Close(Some(frame)))) => return frame.code.into(),
            Some(Ok(_)) => {}
            other => panic!("{other:?}"),
        }
    }
}

#[tokio::test]
async fn everyone_gets_the_same_bytes_with_rising_offsets() {
    let node = Node::start(Pace::default()).await;
    let mut clients = Vec::new();
    for _ in 0..20 {
        clients.push(node.subscribed().await);
    }
    let mut epoch = None;
    for number in 2..=12_u64 {
        node.hub
            .publish(TOPIC, format!(r#"{{"n":{number}}}"#))
            .unwrap();
        let mut same = None;
        for client in &mut clients {
            let frame = text(client).await;
            assert_eq!(*same.get_or_insert(frame.clone()), frame);
        }
        let frame: Value = serde_json::from_str(&same.unwrap()).unwrap();
        assert_eq!(frame["type"], "update");
        assert_eq!(frame["offset"], number);
        assert_eq!(frame["data"]["n"], number);
        assert_eq!(*epoch.get_or_insert(frame["epoch"].clone()), frame["epoch"]);
    }
}

#[tokio::test]
async fn an_origin_that_is_not_ours_is_refused_before_101() {
    let node = Node::start(Pace::default()).await;
    for foreign in [
        "https://evil.example",
        "null",
        "",
        "https://thi.example.vn.evil.example",
        "https://evil-thi.example.vn",
        "http://thi.example.vn",
        "https://thi.example.vn:8443",
        "https://thi.example.vn/",
        "https://THI.example.vn",
    ] {
        let mut request = node.request();
        request
            .headers_mut()
            .insert("origin", foreign.parse().unwrap());
        let refused = node.refused(request).await;
        assert_eq!(refused, (403, "csrf.cross_site".to_owned()), "{foreign}");
    }
    let mut two = node.request();
    two.headers_mut().append("origin", OWN.parse().unwrap());
    two.headers_mut()
        .append("origin", "https://evil.example".parse().unwrap());
    assert_eq!(node.refused(two).await.0, 403);

    let mut own = node.request();
    own.headers_mut().insert("origin", OWN.parse().unwrap());
    assert!(connect_async(own).await.is_ok());
}

#[tokio::test]
async fn without_an_origin_only_public_topics_are_told() {
    let node = Node::start(Pace::default()).await;
    let private = r#"{"type":"subscribe","topics":["private:desk"]}"#;
    let mut nameless = node.connect().await;
    nameless.send(private.into()).await.unwrap();
    assert!(text(&mut nameless).await.contains("auth.required"));

    let mut request = node.request();
    request.headers_mut().insert("origin", OWN.parse().unwrap());
    let (mut own, _) = connect_async(request).await.unwrap();
    own.send(private.into()).await.unwrap();
    assert!(text(&mut own).await.contains("snapshot"));
}

#[tokio::test]
async fn a_client_of_another_protocol_is_refused_before_101() {
    let node = Node::start(Pace::default()).await;
    for other in [Some("thiluat.v2"), Some("chat, soap"), None] {
        let mut request = node.request();
        match other {
            Some(name) => {
                request
                    .headers_mut()
                    .insert("sec-websocket-protocol", name.parse().unwrap());
            }
            None => {
                request.headers_mut().remove("sec-websocket-protocol");
            }
        }
        let refused = node.refused(request).await;
        assert_eq!(refused, (400, "ws.subprotocol".to_owned()), "{other:?}");
    }
    let mut several = node.request();
    several.headers_mut().insert(
        "sec-websocket-protocol",
        "thiluat.v2, thiluat.v1".parse().unwrap(),
    );
    assert!(connect_async(several).await.is_ok());

    let mut plain = TcpStream::connect(node.address).await.unwrap();
    let head = format!(
        "GET {} HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n",
        thiluat::ws::PATH
    );
    plain.write_all(head.as_bytes()).await.unwrap();
    let mut reply = String::new();
    plain.read_to_string(&mut reply).await.unwrap();
    assert!(reply.starts_with("HTTP/1.1 400"), "{reply}");
    assert!(reply.ends_with("ws.bad_request"), "{reply}");
}

#[tokio::test]
async fn hostile_frames_close_one_socket_and_no_other() {
    let node = Node::start(Pace::default()).await;
    let mut bystander = node.subscribed().await;

    let mut client = node.subscribed().await;
    client.send("x".repeat(16 * 1024).into()).await.unwrap();
    assert!(
        text(&mut client).await.contains("ws.malformed"),
        "16 KiB pass"
    );
    client.send("x".repeat(17 * 1024).into()).await.unwrap();
    assert_eq!(closed_with(&mut client).await, 1009);

    let mut client = node.subscribed().await;
    let part = |opcode, last: bool| {
        let header = FrameHeader {
            is_final: last,
            opcode: OpCode::Data(opcode),
            ..FrameHeader::default()
        };
        Message::Frame(Frame::from_payload(header, vec![b'x'; 9 * 1024].into()))
    };
    client.send(part(Data::Text, false)).await.unwrap();
    client.send(part(Data::Continue, true)).await.unwrap();
    assert_eq!(closed_with(&mut client).await, 1009, "also in two frames");

    let mut client = node.subscribed().await;
    client
        .send(Message::Binary(vec![1, 2, 3].into()))
        .await
        .unwrap();
    assert_eq!(closed_with(&mut client).await, 1003);

    let mut client = node.subscribed().await;
    let bad = Frame::message(vec![0xC3, 0x28], OpCode::Data(Data::Text), true);
    client.send(Message::Frame(bad)).await.unwrap();
    assert_eq!(closed_with(&mut client).await, 1007);

    let mut client = node.subscribed().await;
    if let MaybeTlsStream::Plain(stream) = client.get_mut() {
        // A final text frame of two bytes whose mask bit is not set.
        stream.write_all(&[0x81, 0x02, b'{', b'}']).await.unwrap();
    }
    assert_eq!(closed_with(&mut client).await, 1002);

    let mut client = node.subscribed().await;
    for _ in 0..1000 {
        // The socket may be closed before all of them have left.
        if client.feed("{}".into()).await.is_err() {
            break;
        }
    }
    let _ = client.flush().await;
    assert_eq!(closed_with(&mut client).await, 1008);

    node.hub.publish(TOPIC, r#"{"n":2}"#).unwrap();
    assert!(text(&mut bystander).await.contains(r#""offset":2"#));
    node.is_alive().await;
}

#[tokio::test]
async fn a_socket_that_never_reads_delays_no_other_and_is_closed() {
    let node = Node::start(Pace {
        send_within: Duration::from_millis(300),
        ..Pace::default()
    })
    .await;
    let mut deaf = node.connect().await;
    deaf.send(SUBSCRIBE.into()).await.unwrap();
    let mut prompt = node.subscribed().await;
    while node.hub.listeners(TOPIC) < 2 {
        tokio::task::yield_now().await;
    }
    // 60 kB a frame: far more than all the buffers on the way hold.
    let filler = "x".repeat(60_000);
    let mut offset = 1;
    while node.hub.listeners(TOPIC) == 2 {
        offset += 1;
        node.hub
            .publish(TOPIC, format!(r#"{{"n":{offset},"filler":"{filler}"}}"#))
            .unwrap();
        let frame: Value = serde_json::from_str(&text(&mut prompt).await).unwrap();
        assert_eq!(frame["offset"], offset);
        assert_eq!(frame["type"], "update", "who keeps up misses nothing");
    }
    assert!(node.sockets.len() <= 2);
    node.is_alive().await;
}

#[tokio::test]
async fn a_restart_closes_every_socket_and_asks_it_to_come_back() {
    let node = Node::start(Pace::default()).await;
    let mut clients = Vec::new();
    for _ in 0..5 {
        clients.push(node.subscribed().await);
    }
    node.drain.cancel();
    for mut client in clients {
        assert_eq!(closed_with(&mut client).await, 1012);
    }
    node.sockets.close();
    node.sockets.wait().await;
}
