//! F9: requests that are reset half sent, reset while they are worked on, given up after a
//! millisecond, and sockets that vanish, against pools of one to four connections. What was
//! acknowledged to those who stayed on the line has to be there, and no connection of the node may
//! be left inside a transaction.

use crate::torture::ground::Ground;
use crate::torture::hold::Extent;
use crate::torture::node::{Node, Recipe};
use crate::torture::province::Province;
use crate::torture::run::Run;
use crate::torture::stormer::Stormer;
use crate::torture::truth::Truth;
use anyhow::{Context, Result};
use rand::RngExt;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

/// People in a leg of the storm.
const STORMERS: usize = 16;
/// A transaction in which nothing happens for longer was left behind.
const IDLE: Duration = Duration::from_secs(1);
/// What PostgreSQL says to a BEGIN on a connection that was left inside a transaction.
const WITHIN: &str = "there is already a transaction in progress";

pub fn run(run: &mut Run<'_>) -> Result<()> {
    let share = run.count / 6;
    let ground = Arc::clone(&run.ground);
    let site = run.site()?;
    for pool in [1, 4] {
        leg(run, &ground, pooled(&site.recipe, pool), &site.truth, share)?;
    }
    let province = Province::prepare(run)?;
    let recipe = province.plain_node(run, 0)?;
    let mut seen = 0;
    for pool in 1..=4 {
        // The last one makes up for what does not divide.
        let share = if pool == 4 {
            run.count - share * 5
        } else {
            share
        };
        leg(
            run,
            &province.ground,
            pooled(&recipe, pool),
            &province.truth(),
            share,
        )?;
        inside(run, &province, &mut seen);
        if run.has_enough() {
            break;
        }
    }
    Ok(())
}

/// Whether a connection that had been left inside a transaction was used again: the server says so at
/// the next BEGIN, and seldom is such a connection idle for so long that [`idle`] finds it.
fn inside(run: &Run<'_>, province: &Province, seen: &mut usize) {
    let said = province.postgres.said(WITHIN);
    if said > *seen {
        run.book.find(format!(
            "wrong: a connection that stood inside a transaction was handed on {} times",
            said - *seen
        ));
    }
    *seen = said;
}

fn pooled(recipe: &Recipe, connections: u32) -> Recipe {
    let recipe = recipe.clone();
    recipe.with(
        "THILUAT__DATABASE__MAX_CONNECTIONS",
        connections.to_string(),
    )
}

/// So many requests against one node.
fn leg(
    run: &mut Run<'_>,
    ground: &Ground,
    recipe: Recipe,
    truth: &Truth,
    requests: u64,
) -> Result<()> {
    let node = Node::start(recipe)?;
    let left = Arc::new(AtomicI64::new(i64::try_from(requests)?));
    let seed: u64 = run.rng.random();
    let stormers: Vec<_> = (0..STORMERS)
        .map(|number| {
            let token = ground.people.get(number).context("too few people")?.clone();
            let address = node.door.address();
            let place = (number, ground.rounds.long.clone(), address);
            Ok(Stormer::new(place, token, seed, Arc::clone(&run.book)))
        })
        .collect::<Result<_>>()?;
    run.block_on(async {
        let mut storm = tokio::task::JoinSet::new();
        for stormer in stormers {
            storm.spawn(stormer.rage(Arc::clone(&left)));
        }
        let mut looks = tokio::time::interval(Duration::from_millis(200));
        loop {
            tokio::select! {
                ended = storm.join_next() => match ended {
                    Some(ended) => ended??,
                    None => break,
                },
                _ = looks.tick() => idle(run, truth).await?,
            }
        }
        // Whatever was left behind is old enough by now to be seen.
        tokio::time::sleep(IDLE * 2).await;
        idle(run, truth).await
    })?;
    let unused = left.load(Ordering::Acquire).max(0);
    run.done(requests - u64::try_from(unused)?);
    run.hold(truth, Extent::Touched)?;
    Ok(())
}

async fn idle(run: &Run<'_>, truth: &Truth) -> Result<()> {
    for (process, query, seconds) in truth.idle_in_transaction(IDLE).await? {
        run.book.find(format!(
            "wrong: a connection of the node (backend {process}) stands inside a transaction for \
             {seconds:.1} s after '{query}'"
        ));
    }
    Ok(())
}
