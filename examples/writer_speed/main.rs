//! How fast the batch writer is: 1, 64 and 512 people who each wait for their ack before they go on,
//! straight through [`BatchWriter`](thiluat::store::BatchWriter), without HTTP. They begin attempts,
//! answer question after question, and hand in what has twenty answers.
//!
//! ```sh
//! cargo run --release --example writer_speed -- [SECONDS] [PEOPLE]…
//! ```
//! SQLite lies in a folder beside the working directory's `target`, on the real disk, flushed at every
//! commit; PostgreSQL is measured too if `TEST_DATABASE_URL` names an empty database. `ONLY=sqlite` or
//! `ONLY=postgres` measures one of them. CPU is that of this process alone, its clients included, so
//! for PostgreSQL the server's comes on top.

mod gauge;
mod rules;
mod world;

use anyhow::anyhow;
use gauge::Gauge;
use metrics_exporter_prometheus::PrometheusBuilder;
use rules::{Begin, HandIn};
use smallvec::SmallVec;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;
use thiluat::clock::{Clock, SystemClock};
use thiluat::domain::{Answer, Slot, Timestamp};
use thiluat::store::Store;
use thiluat::store::postgres::PostgresStore;
use thiluat::store::sqlite::SqliteStore;
use thiluat::store::writer::{NewResponse, SaveOutcome};
use tokio::sync::oneshot;
use tokio::time::Instant;
use world::{QUESTIONS, attempt_id, begun, sit};

/// Attempts that a crowd begins and hands in.
const ATTEMPTS: u32 = 20_000;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let mut arguments = std::env::args().skip(1).map(|word| word.parse::<u64>());
    let seconds = arguments.next().transpose()?.unwrap_or(3);
    let mut crowds = arguments.collect::<Result<Vec<_>, _>>()?;
    if crowds.is_empty() {
        crowds = vec![1, 64, 512];
    }
    let only = std::env::var("ONLY").unwrap_or_default();
    let gauge = Gauge::new(PrometheusBuilder::new().install_recorder()?);
    let clock = Arc::new(SystemClock::starting_at(Timestamp::default()));
    println!("store      work     people     acks/s   batch   CPU µs/ack   p50 ms   p99 ms");

    if only != "postgres" {
        let folder = Path::new("target/writer-speed");
        std::fs::create_dir_all(folder)?;
        let file = folder.join("speed.sqlite");
        for ending in ["", "-wal", "-shm"] {
            let mut name = file.clone().into_os_string();
            name.push(ending);
            drop(std::fs::remove_file(name));
        }
        let time = clock.clone();
        let sqlite: Arc<dyn Store> =
            Arc::new(SqliteStore::open(&file, Arc::new(move || time.now())).await?);
        measure("sqlite", &sqlite, &crowds, seconds, &*clock, &gauge).await?;
        sqlite.close().await;
    }
    if let (true, Ok(url)) = (only != "sqlite", std::env::var("TEST_DATABASE_URL")) {
        let postgres: Arc<dyn Store> = Arc::new(PostgresStore::connect(&url, None).await?);
        measure("postgres", &postgres, &crowds, seconds, &*clock, &gauge).await?;
        postgres.close().await;
    }
    Ok(())
}

async fn measure(
    name: &str,
    store: &Arc<dyn Store>,
    crowds: &[u64],
    seconds: u64,
    clock: &dyn Clock,
    gauge: &Gauge,
) -> anyhow::Result<()> {
    let all = u32::try_from(crowds.len())? * ATTEMPTS;
    let now = clock.now();
    sit(store, all, now).await?;
    for (turn, crowd) in (0..).zip(crowds) {
        let people = u32::try_from(*crowd)?;
        let own = turn * ATTEMPTS..(turn + 1) * ATTEMPTS;
        let each = |work| Each {
            store: store.clone(),
            next: Arc::new(AtomicU32::new(own.start)),
            end: own.end,
            now,
            work,
        };
        let start = each(Work::Start);
        gauge
            .of(name, "start", people, |_| start.clone().through())
            .await?;
        let until = Instant::now() + Duration::from_secs(seconds);
        gauge
            .of(name, "save", people, |person| {
                answer(store.clone(), own.start + person, until)
            })
            .await?;
        // Twenty answers each, so that there is something to mark.
        let resident = gauge::resident()?;
        let fill = each(Work::Fill);
        let filling: Vec<_> = (0..64)
            .map(|_| tokio::spawn(fill.clone().through()))
            .collect();
        for filled in filling {
            filled.await??;
        }
        println!(
            "{name:<10} memory {people:>8} {:>10} bytes an attempt of {QUESTIONS} answers",
            gauge::resident()?.saturating_sub(resident) / u64::from(ATTEMPTS)
        );
        let hand_in = each(Work::HandIn);
        gauge
            .of(name, "hand in", people, |_| hand_in.clone().through())
            .await?;
    }
    Ok(())
}

#[derive(Clone, Copy)]
enum Work {
    Start,
    Fill,
    HandIn,
}

/// Attempts to go through together, each once.
#[derive(Clone)]
struct Each {
    store: Arc<dyn Store>,
    next: Arc<AtomicU32>,
    end: u32,
    now: Timestamp,
    work: Work,
}

impl Each {
    /// Takes attempt after attempt; gives the wait for every ack.
    async fn through(self) -> anyhow::Result<Vec<Duration>> {
        let mut waits = Vec::new();
        loop {
            let number = self.next.fetch_add(1, Ordering::Relaxed);
            if number >= self.end {
                return Ok(waits);
            }
            let sent = Instant::now();
            let writer = self.store.writer();
            match self.work {
                Work::Start => {
                    let (tell, told) = oneshot::channel();
                    let attempt = begun(number, self.now);
                    writer.start(Box::new(Begin { attempt, tell }))?;
                    told.await??;
                }
                Work::Fill => {
                    let answers: SmallVec<[NewResponse; 1]> = (1..=QUESTIONS)
                        .map(|at| given(1_000_000_000 + at))
                        .collect();
                    let saves = writer.save(attempt_id(number), 1, answers).await?;
                    saved(&saves.outcomes)?;
                }
                Work::HandIn => {
                    let (tell, told) = oneshot::channel();
                    // Nobody hands in in the order of the starts; the factor has no divisor in common
                    // with the number of attempts.
                    let place = (number - (self.end - ATTEMPTS)) * 7_919 % ATTEMPTS;
                    let other = self.end - ATTEMPTS + place;
                    writer.submit(Box::new(HandIn::new(other, tell)))?;
                    told.await??;
                }
            }
            waits.push(sent.elapsed());
        }
    }
}

/// Answers question after question until time is up; gives the wait for every ack.
async fn answer(
    store: Arc<dyn Store>,
    number: u32,
    until: Instant,
) -> anyhow::Result<Vec<Duration>> {
    let mut waits = Vec::new();
    let mut seq = 0;
    while Instant::now() < until {
        seq += 1;
        let sent = Instant::now();
        let mut answers = SmallVec::new();
        answers.push(given(seq));
        let saves = store.writer().save(attempt_id(number), 1, answers).await?;
        waits.push(sent.elapsed());
        saved(&saves.outcomes)?;
    }
    Ok(waits)
}

/// The answer of that number, to one question after the other.
fn given(seq: i64) -> NewResponse {
    let slot = u16::try_from(seq % QUESTIONS).unwrap_or_default() + 1;
    NewResponse {
        seq,
        slot: Slot(slot),
        answer: Answer::Options(vec!["k3x9qa".to_owned()]),
    }
}

fn saved(outcomes: &[SaveOutcome]) -> anyhow::Result<()> {
    let refused = outcomes
        .iter()
        .find(|outcome| !matches!(outcome, SaveOutcome::Saved { .. }));
    match refused {
        None => Ok(()),
        Some(other) => Err(anyhow!("not saved: {other:?}")),
    }
}
