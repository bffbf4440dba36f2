//! Sockets that never read: they must cost the node little, delay nobody, and be closed.

use super::fan_out::{Audience, Socket, connect};
use super::push::{board_topic, hand_in};
use super::{Stage, sit};
use crate::drive::Plan;
use crate::figure::{Figure, count};
use crate::histogram::Histogram;
use crate::material::DRAWN;
use crate::services::page;
use crate::sitting::Sitting;
use crate::stopwatch::Stopwatch;
use anyhow::Result;
use futures_util::SinkExt as _;
use std::time::Duration;
use tokio::task::JoinSet;
use tokio_tungstenite::tungstenite::protocol::Message;

/// Time between two changes of the board.
const PAUSE: Duration = Duration::from_millis(200);
/// The system takes some of what is not read before the node notices anything; then it waits five
/// seconds (api.md 4). By this time all should be closed.
const LONGEST: Duration = Duration::from_secs(30);
/// How often a socket that never reads asks for the whole board again; more often is a flood.
const ASK: Duration = Duration::from_millis(65);
/// Sockets that never read, at most: each asks for 80 KiB a second.
const MOST: usize = 100;

/// The figure `slow-readers-N`: from a hand-in to the last of the others, who read.
pub fn run(stage: &Stage) -> Result<Figure> {
    let others = stage.settings.sockets.first().copied().unwrap_or(1_000);
    let others = usize::try_from(others)?;
    let changes = usize::try_from(LONGEST.as_millis() / PAUSE.as_millis())?;
    let people = stage.people.len();
    let begun = sit::begin(stage, 0..changes.min(people), Plan::until_done())?.done;
    let sittings = sit::answer(stage, begun, DRAWN, || DRAWN)?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    runtime.block_on(measure(stage, others, sittings))
}

async fn measure(stage: &Stage, others: usize, sittings: Vec<Sitting>) -> Result<Figure> {
    let topic = board_topic(stage);
    let meter = stage.platform.meter();
    let mut audience = Audience::seated(&topic, others).await?;
    let before = meter.resident_mib()?;
    let already = closed_as_slow(stage).unwrap_or(0);
    let mut deaf = JoinSet::new();
    for _ in 0..MOST {
        let socket = connect(topic.clone(), true).await?;
        deaf.spawn(ask_only(
            socket,
            topic.subscribe.clone().unwrap_or_default(),
        ));
    }
    let mut client = stage.platform.client(1);
    let (mut times, mut most, mut closed) = (Histogram::default(), before, None);
    let watch = Stopwatch::start();
    for (turn, sitting) in (0..).zip(&sittings) {
        tokio::time::sleep_until(watch.instant_at(PAUSE * turn)).await;
        audience.quiet(PAUSE / 10).await;
        let arrival = audience.hears(hand_in(stage, &mut client, sitting)).await?;
        times.record(arrival.last);
        most = most.max(meter.resident_mib()?);
        closed = closed_as_slow(stage).map(|all| all - already);
        if watch.elapsed() > LONGEST || closed.is_some_and(|closed| closed >= MOST as u64) {
            break;
        }
    }
    println!(
        "slow readers: {} of {MOST} were closed as too slow within {:.0} s; the node grew from \
         {before:.0} to {most:.0} MiB, {:.1} KiB for each of them",
        closed.map_or_else(|| "?".to_owned(), |closed| closed.to_string()),
        watch.elapsed().as_secs_f64(),
        (most - before).max(0.0) * 1024.0 / count(MOST)
    );
    let rate = count(times.count()) / watch.elapsed().as_secs_f64();
    let name = format!("slow-readers-{MOST}");
    let mut figure = Figure::new(name, stage.profile(), rate, times.percentiles());
    figure.rss_mib = most;
    figure.aside.goal = "p99 < 1 s";
    Ok(figure)
}

/// Asks for the whole board again and again and reads none of it, until the node is rid of it.
async fn ask_only(mut socket: Socket, subscribe: String) {
    while socket.send(Message::text(subscribe.clone())).await.is_ok() {
        tokio::time::sleep(ASK).await;
    }
}

/// How many sockets the nodes closed for that reason, if they tell.
fn closed_as_slow(stage: &Stage) -> Option<u64> {
    let nodes = &stage.platform.installation.as_ref()?.nodes;
    let mut closed = None;
    for node in nodes {
        let told = page::get(node.metrics, "/metrics").ok()?;
        let line = told
            .lines()
            .find(|line| line.starts_with("live_sockets_closed_total") && line.contains("slow"))
            .and_then(|line| line.rsplit(' ').next()?.parse::<u64>().ok());
        closed = Some(closed.unwrap_or(0) + line.unwrap_or(0));
    }
    closed
}
