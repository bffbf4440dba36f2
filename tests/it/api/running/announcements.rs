//! Announcements to those inside, and incidents.

use super::world::{SLUG, World};
use crate::support::database::{TestStore, both_databases};
use futures_util::{SinkExt as _, StreamExt as _};
use serde_json::{Value, json};
use std::time::Duration;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

both_databases! {
    an_announcement_reaches_those_inside_at_once,
    announcements_are_plain_and_end,
    incidents_are_noted_and_stay,
}

/// Only a failing test waits for it.
const PATIENCE: Duration = Duration::from_secs(20);

type Socket = WebSocketStream<MaybeTlsStream<tokio::net::TcpStream>>;

async fn follow(world: &World, slug: &str) -> Socket {
    let url = format!("ws://{}{}", world.platform.address, thiluat::ws::PATH);
    let mut request = url.into_client_request().unwrap();
    let protocol = thiluat::ws::SUBPROTOCOL.parse().unwrap();
    request
        .headers_mut()
        .insert("sec-websocket-protocol", protocol);
    let (mut socket, _) = connect_async(request).await.unwrap();
    let topic = format!("contest:{slug}:announcements");
    let subscribe = json!({ "type": "subscribe", "topics": [topic] });
    socket
        .send(Message::text(subscribe.to_string()))
        .await
        .unwrap();
    socket
}

async fn next(socket: &mut Socket) -> Value {
    loop {
        let message = timeout(PATIENCE, socket.next())
            .await
            .expect("a frame in time");
        if let Message::Text(text) = message.unwrap().unwrap() {
            return serde_json::from_str(text.as_str()).unwrap();
        }
    }
}

fn texts(data: &Value) -> Vec<&str> {
    let items = data["items"].as_array().unwrap().iter();
    items.map(|item| item["text"].as_str().unwrap()).collect()
}

async fn an_announcement_reaches_those_inside_at_once(store: TestStore) {
    let world = World::open(store, json!({})).await;
    let mut socket = follow(&world, SLUG).await;
    let first = next(&mut socket).await;
    assert_eq!(
        (&first["type"], texts(&first["data"])),
        (&json!("snapshot"), vec![])
    );
    let body = json!({ "text": "Gia hạn 5 phút cho tất cả.", "text_en": "Five more minutes.", "round": "v1" });
    let made = world.call("POST", "/announcements", &world.an, &body).await;
    assert_eq!(made.status, 201, "{made:?}");
    let update = next(&mut socket).await;
    assert_eq!(
        (&update["type"], &update["data"]["items"][0]),
        (&json!("update"), &made.json())
    );
    let listed = world
        .call("GET", "/announcements", "", &Value::Null)
        .await
        .json();
    assert_eq!(listed, update["data"]);
    let path = format!("/announcements/{}", made.json()["id"].as_str().unwrap());
    let gone = world.call("DELETE", &path, &world.an, &Value::Null).await;
    assert_eq!(gone.status, 204);
    assert!(texts(&next(&mut socket).await["data"]).is_empty());
    let again = world.call("DELETE", &path, &world.an, &Value::Null).await;
    assert_eq!(again.problem(), "404 not_found");
    let mut nowhere = follow(&world, "khong-co").await;
    assert_eq!(next(&mut nowhere).await["code"], "ws.unknown_topic");
}

async fn announcements_are_plain_and_end(store: TestStore) {
    let world = World::open(store, json!({})).await;
    let post = async |body: Value| world.call("POST", "/announcements", &world.an, &body).await;
    for (body, pointer) in [
        (json!({ "text": " " }), "/text"),
        (json!({ "text": "a".repeat(501) }), "/text"),
        (json!({ "text": "a\u{202E}b" }), "/text"),
        (
            json!({ "text": "a", "text_en": "b".repeat(501) }),
            "/text_en",
        ),
        (json!({ "text": "a", "round": "v9" }), "/round"),
        (
            json!({ "text": "a", "until": world.platform.clock_in(0) }),
            "/until",
        ),
    ] {
        let reply = post(body).await;
        assert_eq!(reply.problem(), "422 field.invalid", "{pointer}");
        assert_eq!(reply.json()["errors"][0]["pointer"], pointer);
    }
    // Markup is text like any other.
    let text = "<b>Đọc kỹ</b> & bình tĩnh";
    post(json!({ "text": text })).await;
    world.platform.clock.advance(1);
    post(json!({ "text": "Sắp hết", "until": world.platform.clock_in(60_000) })).await;
    let listed = async || {
        world
            .call("GET", "/announcements", "", &Value::Null)
            .await
            .json()
    };
    assert_eq!(texts(&listed().await), ["Sắp hết", text]);
    world.platform.clock.advance(59_999);
    assert_eq!(texts(&listed().await), ["Sắp hết", text]);
    world.platform.clock.advance(1);
    assert_eq!(texts(&listed().await), [text]);
    let mut socket = follow(&world, SLUG).await;
    assert_eq!(texts(&next(&mut socket).await["data"]), [text]);
}

async fn incidents_are_noted_and_stay(store: TestStore) {
    let world = World::open(store, json!({})).await;
    let post = async |body: Value| world.call("POST", "/incidents", &world.an, &body).await;
    let future = post(json!({ "text": "a", "at": world.platform.clock_in(1_000) })).await;
    assert_eq!(future.json()["errors"][0]["pointer"], "/at");
    let now = world.platform.clock_in(0);
    let before = world.platform.clock_in(-60_000);
    assert_eq!(
        post(json!({ "text": "Đã có điện", "round": "v1" }))
            .await
            .status,
        201
    );
    assert_eq!(
        post(json!({ "text": "Mất điện\nphòng 3", "at": before }))
            .await
            .status,
        201
    );
    let list = world
        .call("GET", "/incidents", &world.xem, &Value::Null)
        .await
        .json();
    let items = list["items"].as_array().unwrap();
    assert_eq!(
        (&items[0]["text"], &items[0]["at"]),
        (&json!("Mất điện\nphòng 3"), &json!(before))
    );
    assert_eq!(
        (&items[0]["written_at"], &items[0]["round"]),
        (&json!(now), &Value::Null)
    );
    assert_eq!(
        (&items[1]["round"], &items[1]["by"]["name"]),
        (&json!("v1"), &json!("Cán bộ an"))
    );
    let gone = world
        .call("DELETE", "/incidents", &world.an, &Value::Null)
        .await;
    assert_eq!(gone.status, 405);
}
