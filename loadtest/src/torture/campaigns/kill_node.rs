//! F1: the node is killed outright at random instants and started again, on SQLite.

use super::PEOPLE;
use crate::histogram::Histogram;
use crate::stopwatch::Stopwatch;
use crate::torture::crowd::Habits;
use crate::torture::hold::Extent;
use crate::torture::node::Node;
use crate::torture::run::Run;
use anyhow::Result;
use std::sync::Arc;
use std::time::Duration;

/// How long people may have worked when the node is killed.
const LONGEST: Duration = Duration::from_millis(200);
/// How long a node may take to come back before the campaign is given up.
const PATIENCE: Duration = Duration::from_secs(30);
/// How often the file is looked through as a whole.
const SOUND_EVERY: u64 = 50;

pub fn run(run: &mut Run<'_>) -> Result<()> {
    let ground = Arc::clone(&run.ground);
    let site = run.site()?;
    let mut node = Node::start(site.recipe.clone())?;
    let habits = Habits {
        pause: Duration::from_millis(4),
        ..Habits::usual(&ground.rounds.long)
    };
    let crowd = run.crowd(&ground, vec![node.door.clone()], habits, PEOPLE)?;
    crowd.more_acks(1, PATIENCE)?;
    let (mut back, mut rows) = (Histogram::default(), 0);
    for cycle in 1..=run.count {
        std::thread::sleep(run.some_time(Duration::ZERO, LONGEST));
        node.kill()?;
        let watch = Stopwatch::start();
        node.start_again()?;
        crowd.more_acks(1, PATIENCE)?;
        back.record(watch.elapsed());
        rows += run.hold(&site.truth, Extent::Touched)?;
        if cycle % SOUND_EVERY == 0 || cycle == run.count {
            for damage in run.block_on(site.truth.damage())? {
                run.book
                    .find(format!("wrong: the file is damaged: {damage}"));
            }
        }
        run.done(1);
        if run.has_enough() {
            break;
        }
    }
    let tally = crowd.end()?;
    rows += run.hold(&site.truth, Extent::All)?;
    run.figure("rows held against the ledger", rows.to_string());
    run.times("from the kill to the next acknowledgement", &back);
    run.tell(&tally);
    Ok(())
}
