//! F7: the node stands still (SIGSTOP) around the deadlines of attempts and goes on afterwards:
//! nothing may be accepted after deadline and grace, however old the request is.

use super::PEOPLE;
use crate::stopwatch::Stopwatch;
use crate::torture::crowd::Habits;
use crate::torture::hold::Extent;
use crate::torture::node::Node;
use crate::torture::plan::Size;
use crate::torture::run::Run;
use anyhow::{Result, ensure};
use rand::RngExt;
use std::sync::Arc;
use std::time::Duration;

/// Between two stops.
const LONGEST_GO: Duration = Duration::from_secs(2);
const SHORTEST_STOP_S: f64 = 0.1;
const PATIENCE: Duration = Duration::from_mins(1);

pub fn run(run: &mut Run<'_>) -> Result<()> {
    let longest: f64 = if run.size == Size::Short { 8.0 } else { 60.0 };
    let ground = Arc::clone(&run.ground);
    let site = run.site()?;
    let node = Node::start(site.recipe.clone())?;
    let habits = Habits::short(&ground.rounds.short);
    let crowd = run.crowd(&ground, vec![node.door.clone()], habits, PEOPLE)?;
    crowd.more_acks(1, PATIENCE)?;
    // Deadlines lie everywhere once the first attempts have run out.
    let watch = Stopwatch::start();
    while run.book.pages().acks.finals == 0 {
        ensure!(
            watch.elapsed() < PATIENCE,
            "no attempt was ended by its deadline"
        );
        std::thread::sleep(Duration::from_millis(100));
    }
    let mut stood = Duration::ZERO;
    for _ in 0..run.count {
        std::thread::sleep(run.some_time(Duration::ZERO, LONGEST_GO));
        // As many stops of a tenth of a second as of ten.
        let share = run.rng.random::<f64>();
        let still =
            Duration::from_secs_f64(SHORTEST_STOP_S * (longest / SHORTEST_STOP_S).powf(share));
        node.stop()?;
        std::thread::sleep(still);
        node.go_on()?;
        stood += still;
        crowd.more_acks(10, PATIENCE)?;
        run.hold(&site.truth, Extent::Touched)?;
        run.done(1);
        if run.has_enough() {
            break;
        }
    }
    // Those that were running at the end run out too.
    crowd.more_acks(10, PATIENCE)?;
    let tally = crowd.end()?;
    run.hold(&site.truth, Extent::All)?;
    run.figure(
        "stood still",
        format!("{:.0} s in all", stood.as_secs_f64()),
    );
    run.tell(&tally);
    Ok(())
}
