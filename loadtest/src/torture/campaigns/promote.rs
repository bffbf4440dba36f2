//! F4: the primary is killed outright, its synchronous standby is promoted, and the node finds it
//! under the address of the one that died.

use super::PEOPLE;
use crate::histogram::Histogram;
use crate::services::Service as _;
use crate::services::postgres::Options;
use crate::stopwatch::Stopwatch;
use crate::torture::crowd::Habits;
use crate::torture::hold::Extent;
use crate::torture::node::Node;
use crate::torture::province::Province;
use crate::torture::proxy::{Proxy, Weather};
use crate::torture::run::Run;
use crate::torture::truth::Truth;
use anyhow::Result;
use std::time::Duration;

const LONGEST: Duration = Duration::from_secs(1);
/// How soon saves have to go on at the promoted server (security.md 3.1).
const RECOVERY: Duration = Duration::from_mins(1);
const PATIENCE: Duration = Duration::from_mins(2);

pub fn run(run: &mut Run<'_>) -> Result<()> {
    let mut province = Province::prepare(run)?;
    let options = Options::default();
    let mut standby = province.postgres.standby(&options, true)?;
    let proxy = run.block_on(Proxy::to(province.postgres.address()))?;
    let servers = (proxy.address, province.redis.address());
    let node = Node::start(province.node(run, 0, servers)?)?;
    let habits = Habits {
        pause: Duration::from_millis(4),
        ..Habits::usual(&province.ground.rounds.long)
    };
    let crowd = run.crowd(&province.ground, vec![node.door.clone()], habits, PEOPLE)?;
    let (mut back, mut rows) = (Histogram::default(), 0);
    for cycle in 1..=run.count {
        crowd.more_acks(50, PATIENCE)?;
        std::thread::sleep(run.some_time(Duration::ZERO, LONGEST));
        province.postgres.kill()?;
        let watch = Stopwatch::start();
        standby.promote()?;
        proxy.points_to(standby.address());
        proxy.make(Weather::Fair);
        crowd.more_acks(1, PATIENCE)?;
        let took = watch.elapsed();
        back.record(took);
        if took > RECOVERY {
            run.book.find(format!(
                "late: saves went on {took:?} after the primary died"
            ));
        }
        rows += run.hold(&Truth::Postgres(standby.url()), Extent::Touched)?;
        province.postgres = standby;
        run.done(1);
        if run.has_enough() {
            break;
        }
        standby = if cycle < run.count {
            province.postgres.standby(&options, true)?
        } else {
            break;
        };
    }
    let tally = crowd.end()?;
    rows += run.hold(&province.truth(), Extent::All)?;
    run.figure("rows held against the ledger", rows.to_string());
    run.times("from the kill to the next acknowledgement", &back);
    run.tell(&tally);
    drop(node);
    Ok(())
}
