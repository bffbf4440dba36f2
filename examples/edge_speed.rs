//! What the edge costs: a JSON echo behind it beside a bare axum echo, in turn, in one process.
//!
//! `cargo run --release --example edge_speed -- [rounds] [seconds a round] [connections]`

use axum::{Json, Router};
use serde::{Deserialize, Serialize};
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use thiluat::config::Config;
use thiluat::entropy::OsEntropy;
use thiluat::http::extract::StrictJson;
use thiluat::http::routes::system::{Readiness, Report};
use thiluat::http::{Site, router, server};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;
use utoipa_axum::router::OpenApiRouter;

/// An answer as a browser saves it, about a hundred bytes.
const BODY: &str = r#"{"epoch":1,"seq":41,"answer":{"options":["0192f0c1a2b37c4d8e5f60718293a4b5"]},"note":"abc"}"#;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Save {
    epoch: u32,
    seq: u64,
    answer: Answer,
    note: String,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Answer {
    options: Vec<String>,
}

struct Always;

#[async_trait::async_trait]
impl Readiness for Always {
    async fn report(&self) -> Report {
        Report {
            store: true,
            live: true,
            draining: false,
        }
    }
}

fn bare() -> SocketAddr {
    let echo = async |Json(save): Json<Save>| Json(save);
    let router = Router::new().route("/api/v1/echo", axum::routing::put(echo));
    let listener = server::bind(([127, 0, 0, 1], 0).into()).expect("a free port");
    let address = listener.local_addr().expect("it is bound");
    tokio::spawn(async move { axum::serve(listener, router).await });
    address
}

fn edge() -> SocketAddr {
    let config = Config::from_sources(None, Path::new("data"), []).expect("the default is good");
    let site = Arc::new(Site::new(&config.http, false, &OsEntropy));
    let echo = async |StrictJson(save): StrictJson<Save>| Json(save);
    let api: OpenApiRouter = OpenApiRouter::new().route("/api/v1/echo", axum::routing::put(echo));
    let router = router::router(&site, api, Router::new(), Arc::new(Always));
    let listener = server::bind(([127, 0, 0, 1], 0).into()).expect("a free port");
    let address = listener.local_addr().expect("it is bound");
    tokio::spawn(server::serve(
        listener,
        router,
        site,
        CancellationToken::new(),
    ));
    address
}

/// Requests a second over so many keep-alive connections, each with one request outstanding.
async fn rate(address: SocketAddr, connections: usize, time: Duration) -> f64 {
    let request = format!(
        "PUT /api/v1/echo HTTP/1.1\r\nhost: {address}\r\ncontent-type: application/json\r\naccept: application/json\r\naccept-language: vi\r\nuser-agent: edge-speed\r\ncontent-length: {}\r\n\r\n{BODY}",
        BODY.len()
    );
    let request: Arc<str> = request.into();
    let end = Instant::now() + time;
    let clients: Vec<_> = (0..connections)
        .map(|_| {
            let request = Arc::clone(&request);
            tokio::spawn(async move {
                let mut stream = TcpStream::connect(address).await.expect("it listens");
                stream.set_nodelay(true).expect("a TCP socket");
                let mut buffer = vec![0; 16 * 1024];
                let mut done = 0u32;
                while Instant::now() < end {
                    stream
                        .write_all(request.as_bytes())
                        .await
                        .expect("it reads");
                    let mut read = 0;
                    // The reply ends with the body that was sent.
                    while !buffer[..read].ends_with(b"\"note\":\"abc\"}") {
                        let more = stream.read(&mut buffer[read..]).await.expect("it answers");
                        assert!(more > 0, "{}", String::from_utf8_lossy(&buffer[..read]));
                        read += more;
                    }
                    assert!(buffer.starts_with(b"HTTP/1.1 200"));
                    done += 1;
                }
                done
            })
        })
        .collect();
    let mut total = 0u32;
    for client in clients {
        total += client.await.expect("no client panics");
    }
    f64::from(total) / time.as_secs_f64()
}

#[tokio::main]
async fn main() {
    let mut arguments = std::env::args().skip(1).map(|text| text.parse::<u32>());
    let mut next = |default| arguments.next().and_then(Result::ok).unwrap_or(default);
    let (rounds, seconds, connections) = (next(7), next(2), next(64));
    let time = Duration::from_secs(seconds.into());
    let connections = usize::try_from(connections).expect("it fits");
    let (bare, edge) = (bare(), edge());
    let mut ratios = Vec::new();
    for round in 0..rounds {
        // In turn, and each first every other time: the machine swings from minute to minute.
        let (floor, reached) = if round % 2 == 0 {
            let floor = rate(bare, connections, time).await;
            (floor, rate(edge, connections, time).await)
        } else {
            let reached = rate(edge, connections, time).await;
            (rate(bare, connections, time).await, reached)
        };
        println!(
            "bare {floor:>8.0}/s   edge {reached:>8.0}/s   ratio {:.3}",
            reached / floor
        );
        ratios.push(reached / floor);
    }
    ratios.sort_by(f64::total_cmp);
    println!("median ratio {:.3}", ratios[ratios.len() / 2]);
}
