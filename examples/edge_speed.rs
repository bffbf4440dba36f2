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

/// What a round came to.
struct Figure {
    /// Requests a second.
    rate: f64,
    /// Microseconds of processor a request, the client's own part included.
    cost_us: f64,
}

/// Ticks of a hundredth of a second that this process has used, in user and system mode.
fn ticks() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields = stat.rsplit(") ").next().unwrap_or_default().split(' ');
    fields
        .skip(11)
        .take(2)
        .filter_map(|text| text.parse::<f64>().ok())
        .sum()
}

/// A round over so many keep-alive connections, each with one request outstanding.
async fn round(address: SocketAddr, connections: usize, time: Duration) -> Figure {
    let before = ticks();
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
    Figure {
        rate: f64::from(total) / time.as_secs_f64(),
        cost_us: (ticks() - before) * 10_000.0 / f64::from(total),
    }
}

#[tokio::main]
async fn main() {
    let mut arguments = std::env::args().skip(1).map(|text| text.parse::<u32>());
    let mut next = |default| arguments.next().and_then(Result::ok).unwrap_or(default);
    let (rounds, seconds, connections) = (next(7), next(2), next(64));
    let time = Duration::from_secs(seconds.into());
    let connections = usize::try_from(connections).expect("it fits");
    let (bare, edge) = (bare(), edge());
    let (mut rates, mut costs) = (Vec::new(), Vec::new());
    for number in 0..rounds {
        // In turn, and each first every other time: the machine swings from minute to minute.
        let (floor, reached) = if number % 2 == 0 {
            let floor = round(bare, connections, time).await;
            (floor, round(edge, connections, time).await)
        } else {
            let reached = round(edge, connections, time).await;
            (round(bare, connections, time).await, reached)
        };
        rates.push(reached.rate / floor.rate);
        costs.push(floor.cost_us / reached.cost_us);
        println!(
            "bare {:>7.0}/s {:>5.2} us   edge {:>7.0}/s {:>5.2} us   rate {:.3}   cost {:.3}",
            floor.rate,
            floor.cost_us,
            reached.rate,
            reached.cost_us,
            reached.rate / floor.rate,
            floor.cost_us / reached.cost_us
        );
    }
    println!(
        "median: rate {:.3} of bare, cost {:.3}",
        median(rates),
        median(costs)
    );
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
