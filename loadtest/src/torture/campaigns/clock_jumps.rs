//! F11: the node's clock jumps by ten minutes either way, drifts, and repeats a second, by
//! libfaketime: no attempt ends early, and none that has ended takes answers again.

use super::PEOPLE;
use crate::client::{Client, path};
use crate::sitting::Sitting;
use crate::stopwatch::Stopwatch;
use crate::torture::crowd::Habits;
use crate::torture::ground::{GRACE_S, Ground, SHORT_S};
use crate::torture::hold::Extent;
use crate::torture::node::Node;
use crate::torture::run::Run;
use anyhow::{Context, Result, ensure};
use hyper::{Method, StatusCode};
use serde_json::Value;
use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

const LIBRARY: &str = "/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1";
const PATIENCE: Duration = Duration::from_secs(30);
const LONGEST: Duration = Duration::from_secs(1);
/// Jumps, a leap second, and a drift of 500 ppm, as libfaketime writes them.
const CLOCKS: [&str; 6] = ["+600", "-600", "+1", "-1", "+0 x1.0005", "+0 x0.9995"];

pub fn run(run: &mut Run<'_>) -> Result<()> {
    ensure!(
        Path::new(LIBRARY).is_file(),
        "{LIBRARY} is needed for F11: apt-get install libfaketime"
    );
    let ground = Arc::clone(&run.ground);
    let site = run.site()?;
    let clock = run.folder.join("clock");
    let set = |to: &str| -> Result<()> {
        // A rename, so that the node never reads half of it.
        let part = clock.with_extension("part");
        fs::write(&part, format!("{to}\n"))?;
        Ok(fs::rename(&part, &clock)?)
    };
    set("+0")?;
    let recipe = site
        .recipe
        .clone()
        .with("LD_PRELOAD", LIBRARY)
        .with("FAKETIME_TIMESTAMP_FILE", clock.display().to_string())
        .with("FAKETIME_NO_CACHE", "1")
        // Monotonic time is what tells a jump from time that passed.
        .with("FAKETIME_DONT_FAKE_MONOTONIC", "1");
    let mut node = Node::start(recipe)?;
    let ended = run.block_on(ended(&ground, &node))?;
    let habits = Habits {
        limit: Some(Duration::from_mins(2)),
        hand_ins: 20,
        pause: Duration::from_millis(20),
        ..Habits::usual(&ground.rounds.middle)
    };
    let crowd = run.crowd(&ground, vec![node.door.clone()], habits, PEOPLE)?;
    crowd.more_acks(50, PATIENCE)?;
    let mut restarts = 0;
    for jump in 0..run.count {
        let to = CLOCKS[usize::try_from(jump)? % CLOCKS.len()];
        set(to)?;
        std::thread::sleep(run.some_time(Duration::ZERO, LONGEST));
        crowd.more_acks(50, PATIENCE)?;
        if to == "-600" {
            // Also a node that begins in the past keeps to the latest time that was seen.
            node.kill()?;
            node.start_again()?;
            restarts += 1;
            crowd.more_acks(50, PATIENCE)?;
        }
        if let Some(reopened) = run.block_on(reopened(&ground, &node, &ended))? {
            run.book.find(format!(
                "wrong: attempt {ended} had ended and took an answer after the clock went to {to}: \
                 {reopened}"
            ));
        }
        set("+0")?;
        crowd.more_acks(10, PATIENCE)?;
        run.hold(&site.truth, Extent::Touched)?;
        run.done(1);
        if run.has_enough() {
            break;
        }
    }
    let tally = crowd.end()?;
    run.hold(&site.truth, Extent::All)?;
    run.figure("restarts in the past", restarts.to_string());
    run.tell(&tally);
    Ok(())
}

/// An attempt of somebody outside the crowd whose time is up.
async fn ended(ground: &Ground, node: &Node) -> Result<String> {
    let token = ground.people.last();
    let mut client = Client::new(node.door.address());
    let to = path(&format!("/api/v1/rounds/{}/attempts", ground.rounds.short))?;
    let reply = client.send(Method::POST, &to, token, r#"{"device":"a"}"#);
    let reply = reply.await?.expect(StatusCode::CREATED)?;
    let attempt = Sitting::read(0, &reply.body)?.attempt;
    let from = path(&format!("/api/v1/attempts/{attempt}"))?;
    let watch = Stopwatch::start();
    let latest = Duration::from_secs((SHORT_S + GRACE_S).into()) + PATIENCE;
    loop {
        let reply = client.send(Method::GET, &from, token, "");
        let seen: Value = reply.await?.expect(StatusCode::OK)?.json()?;
        if seen["attempt"]["state"] != "active" {
            return Ok(attempt);
        }
        ensure!(
            watch.elapsed() < latest,
            "an attempt of {SHORT_S} s did not end"
        );
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
}

/// What an attempt that has ended answers to a save, if it takes it.
async fn reopened(ground: &Ground, node: &Node, attempt: &str) -> Result<Option<String>> {
    let mut client = Client::new(node.door.address());
    let token = ground.people.last().context("nobody is there")?;
    let to = path(&format!("/api/v1/attempts/{attempt}/answers/1"))?;
    let body = r#"{"epoch":1,"seq":9000000,"answer":{"options":[]}}"#;
    let reply = client.send(Method::PUT, &to, Some(token), body).await?;
    let body = String::from_utf8_lossy(&reply.body).into_owned();
    Ok((reply.status == StatusCode::OK).then_some(body))
}
