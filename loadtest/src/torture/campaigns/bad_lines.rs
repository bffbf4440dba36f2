//! F6: the lines between the node and PostgreSQL and Redis are dead, one-way, slow, torn, reset and
//! half closed, by random schedules.

use super::PEOPLE;
use crate::histogram::Histogram;
use crate::stopwatch::Stopwatch;
use crate::torture::crowd::Habits;
use crate::torture::hold::Extent;
use crate::torture::node::Node;
use crate::torture::province::Province;
use crate::torture::proxy::{Proxy, Weather};
use crate::torture::run::Run;
use anyhow::Result;
use rand::RngExt;
use std::time::Duration;

const LONGEST_CALM: Duration = Duration::from_millis(300);
const LONGEST_STORM: Duration = Duration::from_secs(3);
/// How soon saves have to go on once the lines are good (security.md 3.3).
const RECOVERY: Duration = Duration::from_secs(10);
const PATIENCE: Duration = Duration::from_mins(1);

pub fn run(run: &mut Run<'_>) -> Result<()> {
    let province = Province::prepare(run)?;
    let lines = [
        run.block_on(Proxy::to(province.postgres.address()))?,
        run.block_on(Proxy::to(province.redis.address()))?,
    ];
    let servers = (lines[0].address, lines[1].address);
    let node = Node::start(province.node(run, 0, servers)?)?;
    let truth = province.truth();
    let habits = Habits {
        pause: Duration::from_millis(4),
        patience: Duration::from_secs(5),
        ..Habits::usual(&province.ground.rounds.long)
    };
    let crowd = run.crowd(&province.ground, vec![node.door.clone()], habits, PEOPLE)?;
    crowd.more_acks(1, PATIENCE)?;
    let (mut back, mut rows) = (Histogram::default(), 0);
    for _ in 0..run.count {
        std::thread::sleep(run.some_time(Duration::ZERO, LONGEST_CALM));
        // Up to three spells of weather on either line before it is fair again.
        for _ in 0..run.rng.random_range(1..=3) {
            let line = run.rng.random_range(0..lines.len());
            lines[line].make(weather(run));
            std::thread::sleep(run.some_time(Duration::from_millis(50), LONGEST_STORM));
        }
        for line in &lines {
            line.make(Weather::Fair);
        }
        let watch = Stopwatch::start();
        crowd.more_acks(10, PATIENCE)?;
        let took = watch.elapsed();
        back.record(took);
        if took > RECOVERY {
            run.book.find(format!(
                "late: saves went on {took:?} after the lines were good"
            ));
        }
        rows += run.hold(&truth, Extent::Touched)?;
        run.done(1);
        if run.has_enough() {
            break;
        }
    }
    let tally = crowd.end()?;
    rows += run.hold(&truth, Extent::All)?;
    run.figure("rows held against the ledger", rows.to_string());
    run.times("from good lines to ten acknowledgements", &back);
    run.tell(&tally);
    drop(node);
    Ok(())
}

fn weather(run: &mut Run<'_>) -> Weather {
    match run.rng.random_range(0..7) {
        0 => Weather::Slow(run.some_time(Duration::from_millis(1), Duration::from_millis(200))),
        1 => Weather::Dead,
        2 => Weather::Mute,
        3 => Weather::Deaf,
        4 => Weather::Dribble,
        5 => Weather::Reset,
        _ => Weather::HalfClosed,
    }
}
