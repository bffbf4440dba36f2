//! Nothing from which a key follows leaves the server before its time (security.md 1.1).

use crate::edge::wire::Wire;
use crate::support::database::{TestStore, every_profile};
use crate::support::platform::{CANARY, Platform};
use futures_util::{SinkExt as _, StreamExt as _};
use serde_json::{Value, json};
use thiluat::auth::Actor;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;

every_profile! { keys_and_explanations_appear_only_after_the_close }

/// Every address that a participant or a stranger can read, filled with real ids.
pub fn addresses(slug: &str, round: &str, attempt: &str, receipt: &str) -> Vec<String> {
    let document: Value = serde_json::from_str(&thiluat::http::openapi::document()).unwrap();
    let paths = document["paths"].as_object().unwrap();
    let readable = paths
        .iter()
        .filter(|(_, methods)| methods.get("get").is_some());
    let mut found: Vec<String> = readable
        .map(|(path, _)| {
            let id = if path.contains("/rounds/") {
                round
            } else {
                attempt
            };
            path.replace("{slug}", slug)
                .replace("{code}", receipt)
                .replace("{id}", id)
                .replace("{version}", "1")
                .replace("{person}", attempt)
                .replace("{proposal}", attempt)
                .replace("{digest}", &"0".repeat(64))
                .replace("{position}", "1")
                .replace("{unit}", "18073")
        })
        .collect();
    assert!(
        found.iter().any(|path| path.ends_with("/review")),
        "{found:?}"
    );
    assert!(
        found.iter().all(|path| !path.contains('{')),
        "a new parameter: {found:?}"
    );
    found.push(format!(
        "/api/v1/rounds/{round}/scoreboard?around=me&limit=200"
    ));
    found.push("/".to_owned());
    found
}

async fn crawl(platform: &Platform, addresses: &[String], token: &str) -> String {
    let told = crawl_each(platform, addresses, token).await;
    told.into_iter()
        .map(|(_, body, headers)| body + &headers)
        .collect()
}

/// What every address says to whoever has that token: its body and its headers.
pub async fn crawl_each(
    platform: &Platform,
    addresses: &[String],
    token: &str,
) -> Vec<(String, String, String)> {
    let mut told = Vec::new();
    for address in addresses {
        let mut wire = Wire::to(platform.address).await;
        let session = match token {
            "" => String::new(),
            token => format!("authorization: Bearer {token}\r\n"),
        };
        wire.send(format!(
            "GET {address} HTTP/1.1\r\nhost: localhost\r\n{session}\r\n"
        ))
        .await;
        let reply = wire.reply().await;
        assert!(reply.status < 500, "{address}: {reply:?}");
        let body = String::from_utf8_lossy(&reply.body).into_owned();
        let headers = reply.headers.iter();
        let headers = headers.map(|(name, value)| format!("{name}{value}"));
        told.push((address.clone(), body, headers.collect()));
    }
    told
}

pub async fn first_frame(platform: &Platform, round: &str) -> String {
    let url = format!("ws://{}/api/v1/live", platform.address);
    let mut request = url.into_client_request().unwrap();
    request
        .headers_mut()
        .insert("sec-websocket-protocol", "thiluat.v1".parse().unwrap());
    let (mut socket, _) = tokio_tungstenite::connect_async(request).await.unwrap();
    let topic = json!({ "type": "subscribe", "topics": [format!("round:{round}:scoreboard")] });
    socket.send(Message::text(topic.to_string())).await.unwrap();
    match socket.next().await.unwrap().unwrap() {
        Message::Text(text) => text.to_string(),
        other => panic!("{other:?}"),
    }
}

async fn keys_and_explanations_appear_only_after_the_close(store: TestStore) {
    let platform = Platform::on(store).await;
    let round = platform
        .contest("thi", json!({ "attempts": { "max": 3 } }))
        .await;
    let token = platform.register("thi", 1).await;
    let done = platform.sit(&round, &token, 6).await.json();
    let receipt = done["receipt"]["code"].as_str().unwrap().to_owned();
    let me = platform
        .call("GET", "/contests/thi/participants/me", &token, &Value::Null)
        .await
        .json();
    let attempt = me["attempts"][0]["id"].as_str().unwrap().to_owned();
    let addresses = addresses("thi", &round, &attempt, &receipt);
    let stranger = platform.register("thi", 2).await;
    let mut seen = done.to_string();
    for who in ["", &token, &stranger] {
        seen += &crawl(&platform, &addresses, who).await;
    }
    let frame = first_frame(&platform, &round).await;
    seen += &frame;
    assert!(!seen.contains(CANARY), "a key leaked before the close");
    assert!(!seen.contains("\"key\":{"), "a key leaked before the close");

    // The frame is the HTTP answer without `me`.
    let frame: Value = serde_json::from_str(&frame).unwrap();
    let path = format!("/rounds/{round}/scoreboard");
    let mut board = platform.call("GET", &path, "", &Value::Null).await.json();
    board.as_object_mut().unwrap().remove("me");
    assert_eq!(
        (&frame["type"], &frame["data"]),
        (&json!("snapshot"), &board)
    );

    platform
        .app
        .close_round(Actor::Command, "thi", "v1", true)
        .await
        .unwrap();
    let after = crawl(&platform, &addresses, &token).await;
    assert!(
        after.contains(CANARY),
        "after the close the explanations are there"
    );
    let other = crawl(&platform, &addresses, &stranger).await;
    assert!(!other.contains(CANARY), "but only on one's own paper");
}
