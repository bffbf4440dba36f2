//! F2: two nodes over PostgreSQL and Redis; one of them is killed outright, people go on at the
//! other.

use super::PEOPLE;
use crate::torture::crowd::Habits;
use crate::torture::hold::Extent;
use crate::torture::node::Node;
use crate::torture::province::Province;
use crate::torture::run::Run;
use anyhow::Result;
use rand::RngExt;
use std::time::Duration;

const LONGEST: Duration = Duration::from_millis(300);
const PATIENCE: Duration = Duration::from_secs(30);
/// 95 of a hundred people have to be back by then (security.md 3.3).
const BACK_MS: f64 = 10_000.0;

pub fn run(run: &mut Run<'_>) -> Result<()> {
    let province = Province::prepare(run)?;
    let mut nodes = [
        Node::start(province.plain_node(run, 0)?)?,
        Node::start(province.plain_node(run, 1)?)?,
    ];
    let truth = province.truth();
    let doors = nodes.iter().map(|node| node.door.clone()).collect();
    let habits = Habits {
        pause: Duration::from_millis(4),
        ..Habits::usual(&province.ground.rounds.long)
    };
    let crowd = run.crowd(&province.ground, doors, habits, PEOPLE)?;
    crowd.more_acks(1, PATIENCE)?;
    let mut rows = 0;
    for _ in 0..run.count {
        std::thread::sleep(run.some_time(Duration::ZERO, LONGEST));
        let victim = run.rng.random_range(0..nodes.len());
        nodes[victim].kill()?;
        // Enough that most people have found the other node.
        crowd.more_acks(PEOPLE as u64, PATIENCE)?;
        rows += run.hold(&truth, Extent::Touched)?;
        nodes[victim].start_again()?;
        run.done(1);
        if run.has_enough() {
            break;
        }
    }
    let tally = crowd.end()?;
    rows += run.hold(&truth, Extent::All)?;
    let back = tally.resumes.clone().percentiles().p95;
    if back > BACK_MS {
        run.book.find(format!(
            "late: 95 of a hundred were back after {back:.0} ms"
        ));
    }
    run.figure("rows held against the ledger", rows.to_string());
    run.times("from a failed try to the next answer", &tally.resumes);
    run.tell(&tally);
    Ok(())
}
