//! Drives many workers at once, in a closed loop or at a fixed rate, and times every operation.
//!
//! One thread per processor, each with a single-threaded runtime of its own: no work is handed
//! between threads, so that the generator takes as little as possible from the server beside it.

use crate::histogram::Histogram;
use crate::stopwatch::Stopwatch;
use anyhow::Result;
use std::sync::{Arc, Barrier};
use std::time::Duration;
use tokio::runtime::Builder;
use tokio::task::LocalSet;

/// How long a worker that hangs is waited for after the period is over.
const PATIENCE: Duration = Duration::from_secs(30);
/// How long a worker waits after a failure, so that a dead server does not make it spin.
const BREATHER: Duration = Duration::from_millis(5);
/// The longest a loop may take that ends when its work is used up.
const LONGEST: Duration = Duration::from_mins(5);

/// Does one kind of operation again and again over a connection of its own.
pub trait Worker: Send + 'static {
    /// Whatever is not to be measured, such as connecting.
    fn prepare(&mut self) -> impl Future<Output = Result<()>>;
    /// One operation.
    fn step(&mut self) -> impl Future<Output = Result<Progress>>;
    /// Closes the connection, which belongs to the runtime that is about to end.
    fn rest(&mut self);
}

/// What came of a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// It was done and counts.
    Done,
    /// There was nothing left to do.
    Exhausted,
}

/// When operations are begun and when the loop ends.
#[derive(Clone, Copy, Debug)]
pub struct Plan {
    /// The loop ends after this time, or when every worker is out of work.
    pub period: Option<Duration>,
    /// Time from one operation of a worker to its next, whether or not the earlier one is back
    /// (open loop: its waiting counts); none: as soon as the earlier one is back (closed loop).
    pub interval: Option<Duration>,
    /// Whether a worker gives up at its first failure.
    pub stop_on_error: bool,
}

impl Plan {
    /// A closed loop for that long.
    pub fn lasting(period: Duration) -> Self {
        Self {
            period: Some(period),
            interval: None,
            stop_on_error: false,
        }
    }

    /// A closed loop until the work is used up.
    pub fn until_done() -> Self {
        Self {
            period: None,
            interval: None,
            stop_on_error: false,
        }
    }
}

/// What a loop came to.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    /// One latency per operation that was done.
    pub latencies: Histogram,
    /// Operations that failed.
    pub errors: u64,
    /// What the first of them said.
    pub first_error: Option<String>,
    /// From the common start to the end of the last worker.
    pub elapsed: Duration,
}

impl Tally {
    /// Operations per second.
    pub fn rate(&self) -> f64 {
        crate::figure::count(self.latencies.count()) / self.elapsed.as_secs_f64().max(1e-9)
    }

    fn absorb(&mut self, other: Self) {
        self.latencies.absorb(other.latencies);
        self.errors += other.errors;
        self.first_error = self.first_error.take().or(other.first_error);
        self.elapsed = self.elapsed.max(other.elapsed);
    }

    fn fail(&mut self, error: &anyhow::Error) {
        self.errors += 1;
        self.first_error.get_or_insert_with(|| format!("{error:#}"));
    }
}

/// Runs all workers to the end of the plan and hands them back with what they measured.
///
/// A worker that hangs beyond the plan is counted as an error and not handed back.
#[expect(
    clippy::missing_panics_doc,
    reason = "a thread of workers does not panic"
)]
pub fn run<W: Worker>(workers: Vec<W>, plan: Plan) -> (Vec<W>, Tally) {
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let mut shares: Vec<Vec<(usize, W)>> = (0..threads).map(|_| Vec::new()).collect();
    for (place, worker) in workers.into_iter().enumerate() {
        shares[place % threads].push((place, worker));
    }
    let bell = Arc::new(Barrier::new(threads));
    let running: Vec<_> = shares
        .into_iter()
        .map(|share| {
            let bell = Arc::clone(&bell);
            std::thread::spawn(move || run_share(share, plan, &bell))
        })
        .collect();
    let mut workers = Vec::new();
    let mut tally = Tally::default();
    for thread in running {
        let (share, part) = thread.join().expect("a thread of workers does not panic");
        workers.extend(share);
        tally.absorb(part);
    }
    workers.sort_by_key(|(place, _)| *place);
    (
        workers.into_iter().map(|(_, worker)| worker).collect(),
        tally,
    )
}

fn run_share<W: Worker>(
    share: Vec<(usize, W)>,
    plan: Plan,
    bell: &Barrier,
) -> (Vec<(usize, W)>, Tally) {
    let runtime = Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime needs no more than a few descriptors");
    let local = LocalSet::new();
    let mut tally = Tally::default();
    let mut ready = Vec::with_capacity(share.len());
    for (place, mut worker) in share {
        match local.block_on(&runtime, worker.prepare()) {
            Ok(()) => ready.push((place, worker)),
            Err(error) => tally.fail(&error),
        }
    }

    bell.wait();
    let watch = Stopwatch::start();
    let limit = plan.period.map_or(LONGEST, |period| period + PATIENCE);
    let many = u32::try_from(ready.len().max(1)).unwrap_or(u32::MAX);
    let loops: Vec<_> = (0..)
        .zip(ready)
        .map(|(index, (place, worker)): (u32, _)| {
            // Paced workers begin spread over the first interval, not all at once.
            let offset = plan
                .interval
                .map_or(Duration::ZERO, |all| all / many * index);
            let turns = turns(worker, plan, offset, watch);
            local.spawn_local(async move { (place, tokio::time::timeout(limit, turns).await) })
        })
        .collect();
    let mut rested = Vec::with_capacity(loops.len());
    for one in loops {
        let (place, ended) = local
            .block_on(&runtime, one)
            .expect("a worker's task is neither aborted nor panics");
        match ended {
            Ok((worker, part)) => {
                tally.absorb(part);
                rested.push((place, worker));
            }
            Err(_) => tally.fail(&anyhow::anyhow!("a worker hung and was given up")),
        }
    }
    (rested, tally)
}

async fn turns<W: Worker>(
    mut worker: W,
    plan: Plan,
    offset: Duration,
    watch: Stopwatch,
) -> (W, Tally) {
    let mut tally = Tally::default();
    let mut due = offset;
    loop {
        if plan.period.is_some_and(|period| watch.elapsed() >= period) {
            break;
        }
        let begun = if let Some(interval) = plan.interval {
            tokio::time::sleep_until(watch.instant_at(due)).await;
            let begun = due;
            due += interval;
            begun
        } else {
            watch.elapsed()
        };
        match worker.step().await {
            Ok(Progress::Done) => tally
                .latencies
                .record(watch.elapsed().saturating_sub(begun)),
            Ok(Progress::Exhausted) => break,
            Err(error) => {
                tally.fail(&error);
                if plan.stop_on_error {
                    break;
                }
                tokio::time::sleep(BREATHER).await;
            }
        }
    }
    worker.rest();
    tally.elapsed = watch.elapsed();
    (worker, tally)
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Countdown {
        left: u32,
        fails: bool,
        rested: bool,
    }

    impl Worker for Countdown {
        async fn prepare(&mut self) -> Result<()> {
            Ok(())
        }

        async fn step(&mut self) -> Result<Progress> {
            if self.left == 0 {
                return Ok(Progress::Exhausted);
            }
            self.left -= 1;
            anyhow::ensure!(!self.fails, "refused");
            Ok(Progress::Done)
        }

        fn rest(&mut self) {
            self.rested = true;
        }
    }

    fn workers(fails: bool) -> Vec<Countdown> {
        (1..=5)
            .map(|left| Countdown {
                left,
                fails,
                rested: false,
            })
            .collect()
    }

    #[test]
    fn every_step_is_counted_once_and_workers_come_back_in_order() {
        let (back, tally) = run(workers(false), Plan::until_done());
        assert_eq!((tally.latencies.count(), tally.errors), (15, 0));
        assert_eq!(back.len(), 5);
        assert!(back.iter().all(|worker| worker.rested && worker.left == 0));
    }

    #[test]
    fn failures_are_counted_apart_and_can_end_a_worker() {
        let plan = Plan {
            stop_on_error: true,
            ..Plan::until_done()
        };
        let (back, tally) = run(workers(true), plan);
        assert_eq!((tally.latencies.count(), tally.errors), (0, 5));
        assert_eq!(tally.first_error.as_deref(), Some("refused"));
        assert_eq!(back.iter().map(|one| one.left).sum::<u32>(), 10);
    }

    #[test]
    fn a_period_ends_the_loop_even_if_work_is_left() {
        let endless = vec![Countdown {
            left: u32::MAX,
            fails: true,
            rested: false,
        }];
        let (back, tally) = run(endless, Plan::lasting(Duration::from_millis(1)));
        assert_eq!(back.len(), 1);
        assert!(tally.errors >= 1);
    }
}
