//! F3: PostgreSQL and all its processes are killed outright and started again over the same data.

use super::PEOPLE;
use crate::histogram::Histogram;
use crate::services::Service as _;
use crate::stopwatch::Stopwatch;
use crate::torture::crowd::Habits;
use crate::torture::hold::Extent;
use crate::torture::node::Node;
use crate::torture::province::Province;
use crate::torture::run::Run;
use anyhow::Result;
use std::time::Duration;

const SHORTEST: Duration = Duration::from_millis(300);
const LONGEST: Duration = Duration::from_secs(1);
const PATIENCE: Duration = Duration::from_mins(1);

pub fn run(run: &mut Run<'_>) -> Result<()> {
    let mut province = Province::prepare(run)?;
    let node = Node::start(province.plain_node(run, 0)?)?;
    let truth = province.truth();
    let habits = Habits {
        pause: Duration::from_millis(4),
        ..Habits::usual(&province.ground.rounds.long)
    };
    let crowd = run.crowd(&province.ground, vec![node.door.clone()], habits, PEOPLE)?;
    let (mut back, mut rows) = (Histogram::default(), 0);
    for _ in 0..run.count {
        crowd.more_acks(1, PATIENCE)?;
        std::thread::sleep(run.some_time(SHORTEST, LONGEST));
        province.postgres.kill()?;
        let watch = Stopwatch::start();
        province.postgres.start_again()?;
        crowd.more_acks(1, PATIENCE)?;
        back.record(watch.elapsed());
        rows += run.hold(&truth, Extent::Touched)?;
        run.done(1);
        if run.has_enough() {
            break;
        }
    }
    let tally = crowd.end()?;
    rows += run.hold(&truth, Extent::All)?;
    run.figure("rows held against the ledger", rows.to_string());
    run.times("from the kill to the next acknowledgement", &back);
    run.tell(&tally);
    drop(node);
    Ok(())
}
