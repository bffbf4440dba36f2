//! The bare server: axum as it comes, without a store, a session or a check.

use anyhow::Result;
use axum::extract::ws::{Message, Utf8Bytes, WebSocket, WebSocketUpgrade};
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post, put};
use axum::{Json, Router};
use bytes::Bytes;
use serde::{Deserialize, Serialize};
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::LazyLock;
use tokio::net::{TcpListener, TcpSocket};
use tokio::sync::watch;

/// The longest body that is handed out.
const LONGEST: usize = 1 << 20;
/// As many connections may wait as the platform lets wait (performance.md 2.7).
const BACKLOG: u32 = 4096;

static FILLING: LazyLock<String> = LazyLock::new(|| "x".repeat(LONGEST));

#[derive(Deserialize)]
struct Asked {
    text: String,
}

#[derive(Serialize)]
struct Told<'a> {
    text: &'a str,
}

/// Serves until the process is ended; says where on its first line of stdout.
pub async fn serve() -> Result<()> {
    let listener = listen()?;
    println!("listening on http://{}", listener.local_addr()?);
    axum::serve(listener, router()).await?;
    Ok(())
}

/// A listener on a free port of the loopback address.
pub fn listen() -> Result<TcpListener> {
    let socket = TcpSocket::new_v4()?;
    socket.bind(SocketAddr::from((Ipv4Addr::LOCALHOST, 0)))?;
    Ok(socket.listen(BACKLOG)?)
}

/// The routes of the bare server.
pub fn router() -> Router {
    let (frames, _) = watch::channel(Utf8Bytes::default());
    Router::new()
        .route("/json/{bytes}", put(json))
        .route("/fixed/{bytes}", get(fixed))
        .route("/live", get(live))
        .route("/publish/{bytes}", post(publish))
        .with_state(frames)
}

fn filling(bytes: usize) -> Result<&'static str, StatusCode> {
    FILLING.get(..bytes).ok_or(StatusCode::BAD_REQUEST)
}

async fn json(Path(bytes): Path<usize>, Json(asked): Json<Asked>) -> Result<Response, StatusCode> {
    // A look at what was parsed, so that no compiler may leave the parsing out.
    if asked.text.len() > LONGEST {
        return Err(StatusCode::PAYLOAD_TOO_LARGE);
    }
    let text = filling(bytes)?;
    Ok(Json(Told { text }).into_response())
}

async fn fixed(Path(bytes): Path<usize>) -> Result<Response, StatusCode> {
    let body = Bytes::from_static(filling(bytes)?.as_bytes());
    Ok(([(header::CONTENT_TYPE, "application/json")], body).into_response())
}

async fn publish(
    State(frames): State<watch::Sender<Utf8Bytes>>,
    Path(bytes): Path<usize>,
) -> Result<StatusCode, StatusCode> {
    frames.send_replace(Utf8Bytes::from_static(filling(bytes)?));
    Ok(StatusCode::NO_CONTENT)
}

async fn live(
    State(frames): State<watch::Sender<Utf8Bytes>>,
    upgrade: WebSocketUpgrade,
) -> Response {
    // Before the upgrade is answered, so that the client misses nothing published after it.
    let frames = frames.subscribe();
    upgrade
        .read_buffer_size(4096)
        .write_buffer_size(0)
        .on_upgrade(move |socket| relay(socket, frames))
}

/// Hands every frame on to one socket until it is gone.
async fn relay(mut socket: WebSocket, mut frames: watch::Receiver<Utf8Bytes>) {
    loop {
        tokio::select! {
            changed = frames.changed() => {
                let frame = frames.borrow_and_update().clone();
                if changed.is_err() || socket.send(Message::Text(frame)).await.is_err() {
                    return;
                }
            }
            received = socket.recv() => {
                if !matches!(received, Some(Ok(_))) {
                    return;
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::echo::Echo;
    use super::*;
    use crate::drive::{Progress, Worker};

    fn running() -> SocketAddr {
        let listener = listen().unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(async move { axum::serve(listener, router()).await });
        address
    }

    #[tokio::test]
    async fn answers_have_exactly_the_length_asked_for() {
        let address = running();
        for (request, reply) in [(0, 0), (60, 219), (61, 8000)] {
            let mut echo = Echo::json(address, request, reply).unwrap();
            for _ in 0..2 {
                assert_eq!(echo.step().await.unwrap(), Progress::Done);
            }
        }
        let mut fixed = Echo::fixed(address, 5000).unwrap();
        assert_eq!(fixed.step().await.unwrap(), Progress::Done);
    }

    #[tokio::test]
    async fn a_length_beyond_the_filling_is_refused() {
        let address = running();
        let error = Echo::fixed(address, LONGEST + 1).unwrap().step().await;
        assert!(error.unwrap_err().to_string().starts_with("400"));
    }
}
