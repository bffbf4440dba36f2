//! F13: sockets that never read, connections that say nothing or half a head, bodies that dribble,
//! and far more browsing and signing in than fits (threats 26 to 28 of security.md 1): people who
//! save do not notice, and whoever holds a place for nothing is shown out.

use super::PEOPLE;
use crate::client::{Client, path};
use crate::meter::Meter;
use crate::stopwatch::Stopwatch;
use crate::torture::crowd::{Crowd, Habits};
use crate::torture::ground::{CONTEST, Ground};
use crate::torture::hold::Extent;
use crate::torture::node::Node;
use crate::torture::run::Run;
use anyhow::{Result, ensure};
use futures_util::SinkExt as _;
use hyper::Method;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::task::JoinSet;
use tokio_tungstenite::client_async;
use tokio_tungstenite::tungstenite::{ClientRequestBuilder, Message};

const PATIENCE: Duration = Duration::from_secs(30);
/// Whoever holds a place for nothing is out by then.
const SHOWN_OUT: Duration = Duration::from_secs(15);
/// How long the overload and the readers that do not read last.
const WHILE: Duration = Duration::from_secs(10);
/// What readers that do not read may cost.
const ROOM_MIB: f64 = 100.0;
const SAVE_MS: f64 = 1_000.0;
/// Tasks that browse and sign in as fast as they are answered.
const BROWSERS: usize = 10 * PEOPLE;

pub fn run(run: &mut Run<'_>) -> Result<()> {
    let many = usize::try_from(run.count)?;
    let ground = Arc::clone(&run.ground);
    let site = run.site()?;
    let node = Node::start(site.recipe.clone())?;
    let address = node.door.address();
    let meter = Meter::of_one(node.id().unwrap_or_default());
    let habits = Habits {
        pause: Duration::from_millis(100),
        ..Habits::usual(&ground.rounds.long)
    };

    let crowd = begin(run, &ground, &node, &habits)?;
    let before = meter.resident_mib()?;
    let deaf = run.block_on(deaf_sockets(address, &ground.rounds.long, many / 2))?;
    std::thread::sleep(WHILE);
    let grown = meter.resident_mib()? - before;
    drop(deaf);
    if grown > ROOM_MIB {
        run.book.find(format!(
            "wrong: {} sockets that do not read cost {grown:.0} MiB",
            many / 2
        ));
    }
    run.figure("sockets that do not read cost", format!("{grown:.0} MiB"));
    finish(run, crowd, "beside sockets that do not read")?;

    let crowd = begin(run, &ground, &node, &habits)?;
    for (kind, many) in [
        (Idler::Silent, many),
        (Idler::HalfHead, many),
        (Idler::SlowBody, many / 4),
    ] {
        let (open, last) = run.block_on(idle(address, kind, many))?;
        if open > 0 {
            run.book.find(format!(
                "wrong: {open} of {many} connections of the kind {kind:?} are open after {SHOWN_OUT:?}"
            ));
        }
        run.figure(
            &format!("{kind:?} shown out after"),
            format!("{:.1} s", last.as_secs_f64()),
        );
    }
    finish(run, crowd, "beside idle connections")?;

    let crowd = begin(run, &ground, &node, &habits)?;
    let asked = run.block_on(overload(address))?;
    run.figure(
        "browsed and signed in",
        format!("{:.0}/s", asked / WHILE.as_secs_f64()),
    );
    finish(
        run,
        crowd,
        "beside ten times as many who browse and sign in",
    )?;
    run.hold(&site.truth, Extent::All)?;
    run.done(run.count);
    Ok(())
}

fn begin(run: &mut Run<'_>, ground: &Ground, node: &Node, habits: &Habits) -> Result<Crowd> {
    let crowd = run.crowd(ground, vec![node.door.clone()], habits.clone(), PEOPLE)?;
    crowd.more_acks(PEOPLE as u64, PATIENCE)?;
    Ok(crowd)
}

/// People leave; whoever could not save, or only late, is a finding.
fn finish(run: &mut Run<'_>, crowd: Crowd, when: &str) -> Result<()> {
    let tally = crowd.end()?;
    let refused = tally.count("save ");
    if refused > 0 {
        run.book.find(format!(
            "wrong: {refused} saves failed {when}: {}",
            tally.heard()
        ));
    }
    let times = tally.saves.clone().percentiles();
    if times.p99 > SAVE_MS {
        run.book.find(format!(
            "late: 99 of a hundred saves took up to {:.0} ms {when}",
            times.p99
        ));
    }
    run.figure(
        &format!("saves {when}"),
        format!("p50 {:.1} ms, p99 {:.1} ms", times.p50, times.p99),
    );
    Ok(())
}

type Socket = tokio_tungstenite::WebSocketStream<TcpStream>;

/// Sockets that follow a board and never read.
async fn deaf_sockets(address: SocketAddr, round: &str, many: usize) -> Result<Vec<Socket>> {
    let topic = format!(r#"{{"type":"subscribe","topics":["round:{round}:scoreboard"]}}"#);
    let mut sockets = Vec::with_capacity(many);
    for _ in 0..many {
        let stream = TcpStream::connect(address).await?;
        let uri = format!("ws://{address}/api/v1/live").parse()?;
        let request = ClientRequestBuilder::new(uri).with_sub_protocol("thiluat.v1");
        let (mut socket, _) = client_async(request, stream).await?;
        socket.send(Message::text(topic.clone())).await?;
        sockets.push(socket);
    }
    Ok(sockets)
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Idler {
    Silent,
    HalfHead,
    SlowBody,
}

/// Opens so many; gives how many were open after the time that they may stay, and when the last of
/// the others was shown out.
async fn idle(address: SocketAddr, kind: Idler, many: usize) -> Result<(usize, Duration)> {
    let watch = Stopwatch::start();
    let mut idlers = JoinSet::new();
    for _ in 0..many {
        let mut stream = TcpStream::connect(address).await?;
        idlers.spawn(async move {
            let begun = Stopwatch::start();
            let head = match kind {
                Idler::Silent => String::new(),
                Idler::HalfHead => {
                    format!("GET /api/v1/contests HTTP/1.1\r\nhost: {address}\r\nx-")
                }
                Idler::SlowBody => format!(
                    "POST /api/v1/contests/{CONTEST}/participants HTTP/1.1\r\nhost: {address}\r\n\
                     content-type: application/json\r\ncontent-length: 4000\r\n\r\n"
                ),
            };
            let _ = stream.write_all(head.as_bytes()).await;
            let mut answer = [0; 1024];
            loop {
                let left = SHOWN_OUT.saturating_sub(begun.elapsed());
                if left.is_zero() {
                    return None;
                }
                // A byte a second, where a byte may still come.
                let pause = Duration::from_secs(1).min(left);
                match tokio::time::timeout(pause, stream.read(&mut answer)).await {
                    Ok(Ok(0) | Err(_)) => return Some(begun.elapsed()),
                    Ok(Ok(_)) => {}
                    Err(_) if kind == Idler::Silent => {}
                    Err(_) => {
                        let _ = stream.write_all(b"a").await;
                    }
                }
            }
        });
    }
    let (mut open, mut last) = (0, Duration::ZERO);
    while let Some(idler) = idlers.join_next().await {
        match idler? {
            Some(after) => last = last.max(after),
            None => open += 1,
        }
    }
    ensure!(
        watch.elapsed() < SHOWN_OUT + PATIENCE,
        "the connections could not be opened in time"
    );
    Ok((open, last))
}

/// Browses and signs in wrongly, as fast as there are answers; gives how many there were.
async fn overload(address: SocketAddr) -> Result<f64> {
    let watch = Stopwatch::start();
    let mut browsers = JoinSet::new();
    for number in 0..BROWSERS {
        browsers.spawn(async move {
            let mut client = Client::new(address);
            let page = path(&format!("/api/v1/contests/{CONTEST}"))?;
            let door = path(&format!("/api/v1/contests/{CONTEST}/sessions"))?;
            let code = format!(
                r#"{{"identity":{{"phone":"09{number:08}"}},"sign_in_code":"ABCDEFGHJKLM"}}"#
            );
            let mut asked = 0.0;
            while watch.elapsed() < WHILE {
                let came = client.send(Method::GET, &page, None, "").await;
                let signed = client.send(Method::POST, &door, None, code.clone()).await;
                asked += f64::from(u8::from(came.is_ok()) + u8::from(signed.is_ok()));
            }
            anyhow::Ok(asked)
        });
    }
    let mut asked = 0.0;
    while let Some(browser) = browsers.join_next().await {
        asked += browser??;
    }
    Ok(asked)
}
