//! F5: Redis is killed, stopped, flushed, and refuses writes: no save may notice.

use super::PEOPLE;
use crate::services::Service as _;
use crate::torture::crowd::{Habits, Tally};
use crate::torture::hold::Extent;
use crate::torture::node::Node;
use crate::torture::plan::Size;
use crate::torture::province::Province;
use crate::torture::run::Run;
use anyhow::Result;
use std::time::Duration;

const PATIENCE: Duration = Duration::from_secs(30);
/// How long Redis stays away when it was killed or refuses writes.
const AWAY: Duration = Duration::from_millis(500);
/// How long saves are timed before anything breaks.
const QUIET: Duration = Duration::from_secs(3);

/// What is done to Redis.
#[derive(Clone, Copy, Debug)]
enum Fault {
    Kill,
    Stop,
    Flush,
    Refuse,
}

pub fn run(run: &mut Run<'_>) -> Result<()> {
    let still = match run.size {
        Size::Short => Duration::from_secs(2),
        Size::Ci | Size::Release => Duration::from_secs(30),
    };
    let mut province = Province::prepare(run)?;
    let nodes = [
        Node::start(province.plain_node(run, 0)?)?,
        Node::start(province.plain_node(run, 1)?)?,
    ];
    let truth = province.truth();
    let doors: Vec<_> = nodes.iter().map(|node| node.door.clone()).collect();
    let habits = Habits {
        pause: Duration::from_millis(20),
        ..Habits::usual(&province.ground.rounds.long)
    };
    let ground = &province.ground;
    let crowd = run.crowd(ground, doors.clone(), habits.clone(), PEOPLE)?;
    crowd.more_acks(100, PATIENCE)?;
    std::thread::sleep(QUIET);
    let quiet = crowd.end()?;
    let crowd = run.crowd(ground, doors, habits, PEOPLE)?;
    crowd.more_acks(1, PATIENCE)?;
    // One repetition is one of each kind, in an order that the dice choose anew.
    for _ in 0..run.count {
        for fault in shuffled(run) {
            std::thread::sleep(run.some_time(Duration::ZERO, AWAY));
            match fault {
                Fault::Kill => {
                    province.redis.kill()?;
                    std::thread::sleep(run.some_time(Duration::ZERO, AWAY));
                    province.redis.start_again()?;
                }
                Fault::Stop => {
                    province.redis.pause()?;
                    std::thread::sleep(still);
                    province.redis.resume()?;
                }
                Fault::Flush => {
                    province.redis.command(&["FLUSHALL"])?;
                }
                Fault::Refuse => {
                    // Full, with nothing that may be evicted: every write is an error.
                    province
                        .redis
                        .command(&["CONFIG", "SET", "maxmemory", "1"])?;
                    std::thread::sleep(run.some_time(Duration::ZERO, AWAY));
                    province
                        .redis
                        .command(&["CONFIG", "SET", "maxmemory", "0"])?;
                }
            }
            crowd.more_acks(1, PATIENCE)?;
        }
        run.hold(&truth, Extent::Touched)?;
        let refused = crowd.so_far(|tally| tally.count("save 5"));
        if refused > 0 {
            run.book.find(format!(
                "wrong: {refused} saves were refused while only Redis was away: {}",
                crowd.so_far(Tally::heard)
            ));
        }
        run.done(1);
        if run.has_enough() {
            break;
        }
    }
    let tally = crowd.end()?;
    run.hold(&truth, Extent::All)?;
    let undisturbed = quiet.saves.percentiles();
    run.figure(
        "saves before",
        format!(
            "p50 {:.1} ms, p99 {:.1} ms",
            undisturbed.p50, undisturbed.p99
        ),
    );
    run.tell(&tally);
    drop(nodes);
    Ok(())
}

fn shuffled(run: &mut Run<'_>) -> [Fault; 4] {
    use rand::seq::SliceRandom as _;
    let mut all = [Fault::Kill, Fault::Stop, Fault::Flush, Fault::Refuse];
    all.shuffle(&mut run.rng);
    all
}
