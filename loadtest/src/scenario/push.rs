//! L: pushing the scoreboard to many sockets, from the hand-in that changes it to the last client.
//!
//! A board moves at most so often, so the time from a hand-in to the first socket is mostly its
//! waiting for the next move. What is held against the floor is therefore the time from the first
//! socket to the last one.

use super::fan_out::{Arrival, Audience, Topic};
use super::{Stage, sit};
use crate::client::{Client, path};
use crate::drive::Plan;
use crate::figure::{Figure, count, median};
use crate::histogram::Histogram;
use crate::material::DRAWN;
use crate::meter::descriptor_limit;
use crate::people::Person;
use crate::sitting::Sitting;
use anyhow::{Context, Result};
use hyper::{Method, StatusCode};
use std::sync::atomic::Ordering;
use std::time::Duration;

/// Publications that are measured (performance.md 4).
const PUBLICATIONS: usize = 20;
/// The board has come to rest when nothing came for so long.
const REST: Duration = Duration::from_millis(400);
/// Time between two publications of the bare server.
const PAUSE: Duration = Duration::from_millis(100);
/// Descriptors that are needed for other things than sockets.
const SPARE: usize = 300;

/// The figure `push-N`, and the times from hand-in to the last socket.
pub fn run(stage: &Stage, sockets: u32) -> Result<(Figure, Histogram)> {
    let wanted = usize::try_from(sockets)?;
    let sockets = wanted.min(descriptor_limit().saturating_sub(SPARE));
    if sockets < wanted {
        eprintln!(
            "only {sockets} of {wanted} sockets: the limit of open files is {} (ulimit -n)",
            descriptor_limit()
        );
    }
    // One more, to wake what has to be woken once.
    let begun = sit::begin(stage, 0..=PUBLICATIONS, Plan::until_done())?.done;
    let sittings = sit::answer(stage, begun, DRAWN, || DRAWN)?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    runtime.block_on(measure(stage, sockets, sittings))
}

async fn measure(
    stage: &Stage,
    sockets: usize,
    sittings: Vec<Sitting>,
) -> Result<(Figure, Histogram)> {
    let topic = board_topic(stage);
    let meter = stage.platform.meter();
    let before_sockets = meter.resident_mib()?;
    let mut audience = Audience::seated(&topic, sockets).await?;
    let rss_mib = meter.resident_mib()?;
    let per_socket_kib = (rss_mib - before_sockets) * 1024.0 / count(sockets);
    // Where there are several nodes, not at the one to which the sockets are open.
    let mut client = stage.platform.client(1);
    let mut arrivals = Vec::new();
    let mut processor = Duration::ZERO;
    for (turn, sitting) in sittings.into_iter().enumerate() {
        audience.quiet(REST).await;
        let before = meter.processor_time()?;
        let arrival = audience
            .hears(hand_in(stage, &mut client, &sitting))
            .await?;
        let after = meter.processor_time()?;
        if turn > 0 {
            arrivals.push(arrival);
            processor += after.saturating_sub(before);
        }
    }
    let bytes = audience.frame_bytes.load(Ordering::Relaxed);
    drop(audience);
    let floor = floor(stage, sockets, bytes).await?;

    let mut spread = Histogram::default();
    let mut total = Histogram::default();
    for arrival in &arrivals {
        spread.record(arrival.spread());
        total.record(arrival.last);
    }
    let middle = median_spread(&arrivals).context("nothing was published")?;
    let rate = |spread: f64| count(sockets) / spread.max(1e-6);
    let mut figure = Figure::new(
        format!("push-{sockets}"),
        stage.profile(),
        rate(middle),
        spread.percentiles(),
    );
    figure.floor = Some(rate(floor));
    figure.ratio = Some(middle / floor.max(1e-6));
    figure.server_cpu_us_per_op =
        processor.as_secs_f64() * 1e6 / count(sockets * arrivals.len().max(1));
    figure.rss_mib = rss_mib;
    figure.aside.goal = "≤ 1.3 (time)";
    figure.aside.others = others(sockets);
    println!(
        "push: frames of {bytes} bytes to {sockets} sockets, {per_socket_kib:.1} KiB a socket"
    );
    Ok((figure, total))
}

/// Times to the last client of servers that were measured (performance.md 4).
fn others(sockets: usize) -> &'static str {
    if sockets < 3_000 {
        "1,000: nchan 6.8 ms, ws 8.4, socket.io 10"
    } else {
        "5,000: nchan 35 ms, ws 39, socket.io 56"
    }
}

/// The scoreboard of the round at the first node.
pub fn board_topic(stage: &Stage) -> Topic {
    let round = &stage.platform.round;
    Topic {
        address: stage.platform.entry(0),
        path: "/api/v1/live",
        protocol: Some("thiluat.v1"),
        subscribe: Some(format!(
            r#"{{"type":"subscribe","topics":["round:{round}:scoreboard"]}}"#
        )),
    }
}

/// Hands one attempt in.
pub async fn hand_in(stage: &Stage, client: &mut Client, sitting: &Sitting) -> Result<()> {
    let to = path(&format!("/api/v1/attempts/{}/submission", sitting.attempt))?;
    let token = &Person::of(&stage.people, sitting.person)?.token;
    let body = sit::hand_in_body(sitting);
    let sent = client.send(Method::POST, &to, Some(token), body);
    sent.await?.expect(StatusCode::OK)?;
    Ok(())
}

/// Median seconds from first to last socket when the bare server broadcasts that many bytes.
async fn floor(stage: &Stage, sockets: usize, bytes: usize) -> Result<f64> {
    let topic = Topic {
        address: stage.floor.server.address,
        path: "/live",
        protocol: None,
        subscribe: None,
    };
    let mut audience = Audience::seated(&topic, sockets).await?;
    let mut client = Client::new(topic.address);
    let to = path(&format!("/publish/{bytes}"))?;
    let mut arrivals = Vec::new();
    for _ in 0..PUBLICATIONS {
        audience.quiet(PAUSE).await;
        let publish = async {
            let sent = client.send(Method::POST, &to, None, "");
            sent.await?.expect(StatusCode::NO_CONTENT)?;
            Ok(())
        };
        arrivals.push(audience.hears(publish).await?);
    }
    median_spread(&arrivals).context("nothing was published")
}

fn median_spread(arrivals: &[Arrival]) -> Option<f64> {
    let spreads: Vec<f64> = arrivals
        .iter()
        .map(|one| one.spread().as_secs_f64())
        .collect();
    median(&spreads)
}
