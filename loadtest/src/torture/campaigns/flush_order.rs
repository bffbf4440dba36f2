//! F10: by the system calls of the node, every reply to a save comes after a flush (`fdatasync`) that
//! ended since the reply before it. kill -9 can't show this: what was written and not flushed
//! survives the process, and not the power.

use crate::client::{Client, path};
use crate::services::family::signal;
use crate::services::starter;
use crate::sitting::Sitting;
use crate::stopwatch::Stopwatch;
use crate::torture::crowd::Seat;
use crate::torture::hold::Extent;
use crate::torture::node::Node;
use crate::torture::run::Run;
use anyhow::{Context, Result, ensure};
use hyper::{Method, StatusCode};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use rustix::process::Signal;
use serde_json::Value;
use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

const PATIENCE: Duration = Duration::from_secs(30);
/// The body of the first request that is counted after strace is there.
const CALLS: &str = "trace=fdatasync,fsync,write,writev,sendto,sendmsg";

pub fn run(run: &mut Run<'_>) -> Result<()> {
    let site = run.site()?;
    let node = Node::start(site.recipe.clone())?;
    let trace = run.folder.join("strace");
    let mut strace = attach(&node, &trace)?;
    let rng = StdRng::seed_from_u64(run.rng.random());
    let saved = run.block_on(saves(run, &node, rng));
    signal(strace.id(), Signal::INT)?;
    strace.wait()?;
    let saved = saved?;
    let text = fs::read_to_string(&trace)?;
    let flushes = flushes_before_replies(&text);
    ensure!(
        flushes.len() >= saved.len(),
        "strace saw {} replies, {} were received",
        flushes.len(),
        saved.len()
    );
    // The replies to what came before the saves are not counted.
    let of_saves = &flushes[flushes.len() - saved.len()..];
    for (flushes, row) in of_saves.iter().zip(&saved) {
        if *flushes == 0 {
            run.book.find(format!(
                "lost: {row} was acknowledged before anything was flushed"
            ));
        }
    }
    let total: u32 = of_saves.iter().sum();
    run.hold(&site.truth, Extent::All)?;
    run.done(saved.len() as u64);
    run.figure("flushes", format!("{total} for {} replies", saved.len()));
    drop(node);
    Ok(())
}

/// strace on the node, once it is attached.
fn attach(node: &Node, trace: &Path) -> Result<Child> {
    let id = node.id().context("the node does not run")?;
    let mut command = Command::new("setpriv");
    command
        .args(["--pdeathsig", "TERM", "--", "strace", "-f", "-s", "12"])
        .args([
            "-e",
            CALLS,
            "-e",
            "signal=none",
            "-p",
            &id.to_string(),
            "-o",
        ])
        .arg(trace)
        .stdin(Stdio::null())
        .stderr(Stdio::null());
    let child = starter::start(command).context("strace is needed for F10")?;
    let watch = Stopwatch::start();
    while !is_traced(id) {
        ensure!(
            watch.elapsed() < PATIENCE,
            "strace did not attach to the node"
        );
        std::thread::sleep(Duration::from_millis(10));
    }
    Ok(child)
}

/// Whether every thread of a process is traced.
fn is_traced(id: u32) -> bool {
    let Ok(threads) = fs::read_dir(format!("/proc/{id}/task")) else {
        return false;
    };
    threads.flatten().all(|thread| {
        let status = fs::read_to_string(thread.path().join("status")).unwrap_or_default();
        let tracer = status
            .lines()
            .find_map(|line| line.strip_prefix("TracerPid:"));
        tracer.is_some_and(|tracer| tracer.trim() != "0")
    })
}

/// One person saves, one after the other; gives what each row is called.
async fn saves(run: &Run<'_>, node: &Node, mut rng: StdRng) -> Result<Vec<String>> {
    let token = run.ground.people.first().context("nobody is there")?;
    let mut client = Client::new(node.door.address());
    let to = path(&format!(
        "/api/v1/rounds/{}/attempts",
        run.ground.rounds.long
    ))?;
    let reply = client.send(Method::POST, &to, Some(token), r#"{"device":"a"}"#);
    let reply = reply.await?.expect(StatusCode::CREATED)?;
    let sitting = Sitting::read(0, &reply.body)?;
    let attempt = sitting.attempt.clone();
    run.book.started(0, &attempt);
    let mut seat = Seat::at(sitting);
    let mut saved = Vec::new();
    while (saved.len() as u64) < run.count {
        let answer = seat.next(&mut rng).context("an empty paper")?;
        let numbers = (answer.epoch, answer.seq);
        run.book
            .sent(&attempt, numbers, &answer.slot, &answer.option);
        let to = path(&format!(
            "/api/v1/attempts/{attempt}/answers/{}",
            answer.slot
        ))?;
        let reply = client.send(Method::PUT, &to, Some(token), answer.body());
        let reply: Value = reply.await?.expect(StatusCode::OK)?.json()?;
        let ack = &reply["ack"];
        let word = format!("{} {}", ack["saved_at"], ack["mac"]);
        run.book.saved(&attempt, numbers, &word);
        saved.push(format!("attempt {attempt} (epoch, seq) {numbers:?}"));
    }
    Ok(saved)
}

/// For every HTTP reply in the trace, how many flushes had ended well since the reply before it.
fn flushes_before_replies(trace: &str) -> Vec<u32> {
    let (mut flushes, mut replies) = (0, Vec::new());
    for line in trace.lines() {
        let is_flush = line.contains("fdatasync") || line.contains("fsync");
        if is_flush && line.trim_end().ends_with("= 0") {
            flushes += 1;
        }
        if line.contains("\"HTTP/1.1 20") {
            replies.push(std::mem::take(&mut flushes));
        }
    }
    replies
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flush_counts_when_it_has_ended_and_a_reply_when_it_begins() {
        let trace = "\
7 fdatasync(9) = 0
8 sendto(5, \"HTTP/1.1 200\"..., 400, MSG_NOSIGNAL, NULL, 0) = 400
7 fdatasync(9 <unfinished ...>
8 sendto(5, \"HTTP/1.1 200\"..., 400, MSG_NOSIGNAL, NULL, 0) = 400
7 <... fdatasync resumed>) = 0
8 writev(5, [{iov_base=\"HTTP/1.1 200\"..., iov_len=90}], 1 <unfinished ...>
7 fdatasync(9) = -1 EIO (Input/output error)
8 <... writev resumed>) = 90
8 sendto(5, \"HTTP/1.1 200\"..., 400, MSG_NOSIGNAL, NULL, 0) = 400
";
        assert_eq!(flushes_before_replies(trace), [1, 0, 1, 0]);
    }
}
