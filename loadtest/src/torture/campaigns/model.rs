//! F15: random schedules of saves, takeovers, looks and hand-ins over HTTP, held step by step against
//! a small model, while the node is killed again and again.

use crate::torture::hold::Extent;
use crate::torture::node::Node;
use crate::torture::plan::Size;
use crate::torture::run::Run;
use crate::torture::schedule::{Kind, Teller};
use anyhow::{Context, Result};
use rand::RngExt;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

/// People who play one schedule after the other.
const BUSY: usize = 24;
/// People whose attempts run out before they go on.
const PATIENT: usize = 24;
/// Between two crashes: often where there are few schedules, rarely where there are many.
const SHORTEST: Duration = Duration::from_millis(200);
const LONGEST: [Duration; 2] = [Duration::from_secs(3), Duration::from_secs(20)];

pub fn run(run: &mut Run<'_>) -> Result<()> {
    let ground = Arc::clone(&run.ground);
    let site = run.site()?;
    let mut node = Node::start(site.recipe.clone())?;
    let left = Arc::new(AtomicI64::new(i64::try_from(run.count)?));
    let seed: u64 = run.rng.random();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()?;
    let mut telling = tokio::task::JoinSet::new();
    for number in 0..BUSY + PATIENT {
        let (kind, round) = if number < BUSY {
            (Kind::Busy, &ground.rounds.long)
        } else {
            (Kind::Patient, &ground.rounds.short)
        };
        let token = ground.people.get(number).context("too few people")?.clone();
        let place = (number, round.clone(), node.door.clone());
        let teller = Teller::new(place, token, (seed, kind), Arc::clone(&run.book));
        telling.spawn_on(teller.tell(Arc::clone(&left)), runtime.handle());
    }
    let longest = LONGEST[usize::from(run.size != Size::Short)];
    let (mut crashes, mut rows) = (0, 0);
    while left.load(Ordering::Acquire) > 0 && !run.has_enough() {
        std::thread::sleep(run.some_time(SHORTEST, longest));
        node.kill()?;
        node.start_again()?;
        crashes += 1;
        rows += run.hold(&site.truth, Extent::Touched)?;
    }
    let unused = left.swap(0, Ordering::AcqRel).max(0);
    runtime.block_on(async {
        while let Some(teller) = telling.join_next().await {
            teller??;
        }
        anyhow::Ok(())
    })?;
    rows += run.hold(&site.truth, Extent::Touched)?;
    run.done(run.count - u64::try_from(unused)?);
    run.figure("crashes", format!("{crashes}"));
    run.figure("rows held against the ledger", rows.to_string());
    Ok(())
}
