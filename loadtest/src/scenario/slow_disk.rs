//! B on a slower disk: every flush takes two milliseconds longer, since real disks are slower than
//! the one of a test machine.

use super::Stage;
use super::save::{Phones, half_rate};
use crate::drive::Plan;
use crate::figure::Figure;
use crate::services::slow_flush::SlowFlush;
use crate::services::{Environment, Service, page};
use crate::stopwatch::Stopwatch;
use anyhow::{Context, Result, ensure};
use std::time::Duration;

/// What a flush costs more (performance.md 3).
const DELAY: Duration = Duration::from_millis(2);
const WARM_UP: Duration = Duration::from_millis(500);
const PATIENCE: Duration = Duration::from_secs(30);
const LOOK: Duration = Duration::from_millis(20);

/// The figures `save-2ms` and `save-2ms-half-rate`; the disk is itself again afterwards.
pub fn run(stage: &mut Stage, phones: &mut Phones) -> Result<[Figure; 2]> {
    let library = SlowFlush::build()?;
    begin_anew(stage, &library.environment(DELAY))?;
    let measured = measure(stage, phones);
    begin_anew(stage, &Environment::new())?;
    // Whoever begins anew has to read a lot first.
    phones.drive(Plan::lasting(WARM_UP));
    measured
}

fn measure(stage: &Stage, phones: &mut Phones) -> Result<[Figure; 2]> {
    let period = stage.settings.period();
    phones.drive(Plan::lasting(WARM_UP));
    let mut rounds = stage.rounds();
    for _ in 0..stage.settings.rounds.min(3) {
        rounds.platform(|| Ok(phones.drive(Plan::lasting(period))))?;
    }
    let mut closed = rounds.figure("save-2ms", stage.profile())?;
    let mut open = half_rate(stage, phones, closed.rate, "save-2ms-half-rate")?;
    open.aside.goal = "p99 ≤ 25 ms";
    for figure in [&mut closed, &mut open] {
        figure.durability = stage.durable();
        figure.aside.others = "2 ms more a flush";
    }
    Ok([closed, open])
}

/// Starts the process that flushes again, with these variables on top of its own.
fn begin_anew(stage: &mut Stage, extra: &Environment) -> Result<()> {
    let own = stage.platform.installation.as_mut();
    let own = own.context("only a platform that this run started can be given another disk")?;
    let nodes = &mut own.nodes;
    match own.backing.postgres.as_mut() {
        Some(postgres) => anew(postgres, extra)?,
        None => nodes.iter_mut().try_for_each(|node| anew(node, extra))?,
    }
    let watch = Stopwatch::start();
    while !nodes
        .iter()
        .all(|node| page::answers(node.address, "/readyz"))
    {
        ensure!(
            watch.elapsed() < PATIENCE,
            "the nodes are not ready {PATIENCE:?} after the database was restarted"
        );
        std::thread::sleep(LOOK);
    }
    Ok(())
}

fn anew(server: &mut impl Service, extra: &Environment) -> Result<()> {
    let environment = server.daemon().environment();
    environment.retain(|(key, _)| key != "LD_PRELOAD" && key != "FLUSH_DELAY_US");
    environment.extend(extra.iter().cloned());
    server.restart()
}
