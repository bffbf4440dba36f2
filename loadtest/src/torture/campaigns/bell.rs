//! F12: everyone starts on one bell, saves, and hands in at once; before that, some start fifty times
//! at the same instant and have to get one attempt (threat 7 of security.md 1).

use crate::client::{Client, path};
use crate::sitting::Sitting;
use crate::stopwatch::Stopwatch;
use crate::torture::crowd::Habits;
use crate::torture::ground::Ground;
use crate::torture::hold::Extent;
use crate::torture::node::Node;
use crate::torture::run::Run;
use anyhow::{Context, Result};
use hyper::Method;
use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

/// Requests for one attempt at the same instant.
const AT_ONCE: usize = 50;
/// One in so many people asks that often.
const IMPATIENT: usize = 25;
/// Everybody has begun by then (security.md 3.3).
const BEGUN: Duration = Duration::from_mins(1);
const PATIENCE: Duration = Duration::from_mins(2);
/// How long people save before they hand in.
const WRITING: Duration = Duration::from_secs(10);
const SAVE_MS: f64 = 1_000.0;

pub fn run(run: &mut Run<'_>) -> Result<()> {
    let many = usize::try_from(run.count)?;
    let ground = Arc::clone(&run.ground);
    let site = run.site()?;
    let node = Node::start(site.recipe.clone())?;
    for person in (0..many).step_by(IMPATIENT) {
        let ids = run.block_on(at_once(&ground, node.door.address(), person))?;
        for id in &ids {
            run.book.started(person, id);
        }
        if ids.len() != 1 {
            run.book.find(format!(
                "wrong: person {person} started {AT_ONCE} times at once and has {} attempts: {ids:?}",
                ids.len()
            ));
        }
        if run.has_enough() {
            run.hold(&site.truth, Extent::All)?;
            return Ok(());
        }
    }
    let habits = Habits {
        pause: Duration::from_secs(4),
        patience: BEGUN,
        hand_ins: 0,
        leave_done: true,
        ..Habits::usual(&ground.rounds.long)
    };
    let watch = Stopwatch::start();
    let crowd = run.crowd(&ground, vec![node.door.clone()], habits, many)?;
    while crowd.so_far(|tally| tally.starts.count()) < many {
        if watch.elapsed() > PATIENCE {
            break;
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    let begun = watch.elapsed();
    if begun > BEGUN {
        run.book
            .find(format!("late: everybody had begun after {begun:?}"));
    }
    std::thread::sleep(WRITING);
    let watch = Stopwatch::start();
    let tally = crowd.end()?;
    let ended = watch.elapsed();
    run.hold(&site.truth, Extent::All)?;
    let faults = tally.count("start 5") + tally.count("save 5") + tally.count("submit 5");
    if faults > 0 {
        run.book.find(format!(
            "wrong: {faults} requests failed: {}",
            tally.heard()
        ));
    }
    let p99 = tally.saves.clone().percentiles().p99;
    if p99 > SAVE_MS {
        run.book.find(format!(
            "late: 99 of a hundred saves took up to {p99:.0} ms"
        ));
    }
    run.done(run.count);
    run.figure(
        "everybody had begun after",
        format!("{:.1} s", begun.as_secs_f64()),
    );
    run.figure(
        "everybody had handed in after",
        format!("{:.1} s", ended.as_secs_f64()),
    );
    run.times("starts", &tally.starts);
    run.times("hand-ins", &tally.finals);
    run.tell(&tally);
    drop(node);
    Ok(())
}

/// The attempts that one person has after starting again and again at the same instant.
async fn at_once(ground: &Ground, address: SocketAddr, person: usize) -> Result<BTreeSet<String>> {
    let token = ground.people.get(person).context("too few people")?;
    let to = path(&format!("/api/v1/rounds/{}/attempts", ground.rounds.long))?;
    let bell = Arc::new(tokio::sync::Barrier::new(AT_ONCE));
    let mut asking = tokio::task::JoinSet::new();
    for _ in 0..AT_ONCE {
        let (to, token, bell) = (to.clone(), token.clone(), Arc::clone(&bell));
        asking.spawn(async move {
            let mut client = Client::new(address);
            client.connect().await?;
            bell.wait().await;
            let body = r#"{"device":"a"}"#;
            client.send(Method::POST, &to, Some(&token), body).await
        });
    }
    let mut ids = BTreeSet::new();
    while let Some(reply) = asking.join_next().await {
        let reply = reply??;
        if reply.status.is_success() {
            ids.insert(Sitting::read(person, &reply.body)?.attempt);
        }
    }
    Ok(ids)
}
