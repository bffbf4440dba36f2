//! How fast the batch writer saves: 1, 64 and 512 people who each wait for their ack before they
//! answer on, straight through [`BatchWriter`](thiluat::store::BatchWriter), without HTTP.
//!
//! ```sh
//! cargo run --release --example writer_speed -- [SECONDS] [PEOPLE]…
//! ```
//! SQLite lies in a folder beside the working directory's `target`, on the real disk, flushed at every
//! commit; PostgreSQL is measured too if `TEST_DATABASE_URL` names an empty database. CPU is that of
//! this process alone, its clients included, so for PostgreSQL the server's comes on top.

use anyhow::{Context as _, anyhow};
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use smallvec::smallvec;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use thiluat::clock::{Clock, SystemClock};
use thiluat::domain::contest::{ContestFile, ContestHead, Registration};
use thiluat::domain::{
    Answer, Attempt, AttemptId, AttemptState, Contest, ContestId, Millis, Participant,
    ParticipantId, Round, RoundId, RoundState, Slot, Timestamp,
};
use thiluat::store::postgres::PostgresStore;
use thiluat::store::sqlite::SqliteStore;
use thiluat::store::writer::{NewResponse, SaveOutcome, StartPlan, Starting};
use thiluat::store::{NewParticipant, Store, StoreError};
use tokio::sync::oneshot;
use tokio::time::Instant;

/// Questions of a paper; people answer them in turn.
const QUESTIONS: i64 = 20;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let mut arguments = std::env::args().skip(1).map(|word| word.parse::<u64>());
    let seconds = arguments.next().transpose()?.unwrap_or(3);
    let mut crowds = arguments.collect::<Result<Vec<_>, _>>()?;
    if crowds.is_empty() {
        crowds = vec![1, 64, 512];
    }
    let batches = PrometheusBuilder::new().install_recorder()?;
    let clock = Arc::new(SystemClock::starting_at(Timestamp::default()));
    let most = u32::try_from(crowds.iter().copied().max().unwrap_or(1))?;
    println!("store       people     acks/s   batch   CPU µs/ack   p50 ms   p99 ms");

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
    measure("sqlite", &sqlite, most, &crowds, seconds, &*clock, &batches).await?;
    sqlite.close().await;

    if let Ok(url) = std::env::var("TEST_DATABASE_URL") {
        let postgres: Arc<dyn Store> = Arc::new(PostgresStore::connect(&url, None).await?);
        measure(
            "postgres", &postgres, most, &crowds, seconds, &*clock, &batches,
        )
        .await?;
        postgres.close().await;
    }
    Ok(())
}

async fn measure(
    name: &str,
    store: &Arc<dyn Store>,
    most: u32,
    crowds: &[u64],
    seconds: u64,
    clock: &dyn Clock,
    batches: &PrometheusHandle,
) -> anyhow::Result<()> {
    sit(store, most, clock.now()).await?;
    let mut seq = 0;
    for crowd in crowds {
        let people = u32::try_from(*crowd)?;
        let (count_before, sum_before) = batch_sizes(batches);
        let cpu_before = cpu()?;
        let began = Instant::now();
        let until = began + Duration::from_secs(seconds);
        let clients: Vec<_> = (0..people)
            .map(|person| tokio::spawn(answer(store.clone(), person, seq, until)))
            .collect();
        let mut waits = Vec::new();
        for client in clients {
            waits.extend(client.await??);
        }
        let taken = began.elapsed().as_secs_f64();
        let cpu = cpu()?.saturating_sub(cpu_before);
        let (count, sum) = batch_sizes(batches);
        waits.sort_unstable();
        // Figures for people to read; rounding does no harm.
        #[expect(clippy::cast_precision_loss, reason = "a count below 2^52")]
        let acks = waits.len() as f64;
        let wait = |part: usize| waits[(waits.len() - 1) * part / 100].as_secs_f64() * 1e3;
        println!(
            "{name:<10} {people:>7} {:>10.0} {:>7.1} {:>12.2} {:>8.2} {:>8.2}",
            acks / taken,
            (sum - sum_before) / (count - count_before),
            cpu.as_secs_f64() * 1e6 / acks,
            wait(50),
            wait(99),
        );
        seq += 10_000_000;
    }
    Ok(())
}

/// Answers question after question until time is up; gives the wait for every ack.
async fn answer(
    store: Arc<dyn Store>,
    person: u32,
    first: i64,
    until: Instant,
) -> anyhow::Result<Vec<Duration>> {
    let mut waits = Vec::new();
    let mut seq = first;
    while Instant::now() < until {
        seq += 1;
        let response = NewResponse {
            seq,
            slot: Slot(u16::try_from(seq % QUESTIONS)? + 1),
            answer: Answer::Options(vec!["k3x9qa".to_owned()]),
        };
        let sent = Instant::now();
        let saves = store
            .writer()
            .save(attempt_id(person), 1, smallvec![response])
            .await?;
        waits.push(sent.elapsed());
        match saves.outcomes.as_slice() {
            [SaveOutcome::Saved { .. }] => {}
            other => return Err(anyhow!("person {person}: {other:?}")),
        }
    }
    Ok(waits)
}

/// A contest with one round, and so many people who sit it.
async fn sit(store: &Arc<dyn Store>, people: u32, now: Timestamp) -> anyhow::Result<()> {
    let contest = ContestId::new(now, [0; 10]);
    let round = RoundId::new(now, [0; 10]);
    let mut work = store.begin().await?;
    let file = ContestFile {
        contest: ContestHead {
            slug: "toc-do".to_owned(),
            title: "Đo tốc độ".to_owned(),
            organiser: "42".to_owned(),
            groups: Vec::new(),
            legal_basis: Vec::new(),
        },
        registration: Registration::default(),
        rounds: Vec::new(),
        prizes: Vec::new(),
    };
    work.put_contest(
        &Contest {
            id: contest,
            file,
            source: String::new(),
            published: true,
            created_at: now,
        },
        now,
    )
    .await?;
    let rules = serde_json::json!({
        "code": "1", "title": "1", "time_limit_s": 86_400,
        "opens_at": now, "closes_at": now + Millis::seconds(86_400),
    });
    work.put_round(&Round {
        id: round,
        contest,
        position: 0,
        rules: serde_json::from_value(rules)?,
        state: RoundState::Open,
        by_hand: None,
        commitment: None,
        committed_at: None,
        beacon: None,
        revealed: false,
    })
    .await?;
    for number in 0..people {
        work.add_participant(&newcomer(number, contest, now))
            .await?;
    }
    work.commit().await?;
    let mut told = Vec::new();
    for number in 0..people {
        let (tell, done) = oneshot::channel();
        store.writer().start(Box::new(Begin {
            attempt: begun(number, round, now),
            tell,
        }))?;
        told.push(done);
    }
    for done in told {
        done.await.context("a start without an answer")??;
    }
    Ok(())
}

fn newcomer(number: u32, contest: ContestId, now: Timestamp) -> NewParticipant {
    let mut identity = [0; 32];
    identity[..4].copy_from_slice(&number.to_be_bytes());
    NewParticipant {
        participant: Participant {
            id: ParticipantId::new(now, spread(number)),
            contest,
            number: 0,
            alias: format!("Sao {number}"),
            group: None,
            unit: None,
            full_name: format!("Nguyễn Văn {number}"),
            birth_date: None,
            fields: BTreeMap::new(),
            consents: Vec::new(),
            guardian: None,
            created_at: now,
        },
        identity,
        code_mac: identity,
    }
}

fn begun(number: u32, round: RoundId, now: Timestamp) -> Attempt {
    Attempt {
        id: attempt_id(number),
        round,
        participant: ParticipantId::new(now, spread(number)),
        ordinal: 1,
        epoch: 1,
        device: None,
        start_key: None,
        state: AttemptState::Active,
        started_at: now,
        deadline_at: now + Millis::seconds(86_400),
        paper_hash: "0".repeat(64),
        outcome: None,
    }
}

/// Ids of one millisecond differ in random bytes, and so do these.
fn spread(number: u32) -> [u8; 10] {
    let mut bytes = [0; 10];
    bytes[..4].copy_from_slice(&number.wrapping_mul(0x9E37_79B1).to_be_bytes());
    bytes[6..].copy_from_slice(&number.to_be_bytes());
    bytes
}

fn attempt_id(number: u32) -> AttemptId {
    AttemptId::new(Timestamp::default(), spread(number))
}

/// Begins an attempt without asking.
struct Begin {
    attempt: Attempt,
    tell: oneshot::Sender<Result<(), StoreError>>,
}

impl Starting for Begin {
    fn who(&self) -> (RoundId, ParticipantId) {
        (self.attempt.round, self.attempt.participant)
    }

    fn plan(&mut self, _: Option<&Round>, _: &[Attempt], _: Timestamp) -> StartPlan {
        StartPlan::Insert(Box::new(self.attempt.clone()))
    }

    fn done(self: Box<Self>, committed: Result<(), StoreError>) {
        drop(self.tell.send(committed));
    }
}

/// How many batches there were, and how many commands in all.
fn batch_sizes(batches: &PrometheusHandle) -> (f64, f64) {
    let page = batches.render();
    let figure = |name: &str| {
        page.lines()
            .find_map(|line| line.strip_prefix(name)?.trim().parse().ok())
            .unwrap_or(0.0)
    };
    (
        figure("thiluat_batch_commands_count"),
        figure("thiluat_batch_commands_sum"),
    )
}

/// Time that all threads of this process have run.
fn cpu() -> anyhow::Result<Duration> {
    let mut nanos = 0;
    for thread in std::fs::read_dir("/proc/self/task")? {
        let text = std::fs::read_to_string(thread?.path().join("schedstat"))?;
        let ran = text
            .split_whitespace()
            .next()
            .context("an empty schedstat")?;
        nanos += ran.parse::<u64>()?;
    }
    Ok(Duration::from_nanos(nanos))
}
