//! People who sit their papers while things break, each with a phone that never gives up.

mod phone;
mod seat;
mod sitter;
mod tally;

pub use seat::Seat;
pub use tally::Tally;

use super::book::Book;
use super::ground::{GRACE_S, Ground, SHORT_S};
use super::node::Door;
use crate::stopwatch::Stopwatch;
use anyhow::{Context, Result, bail};
use rand::SeedableRng;
use rand::rngs::StdRng;
use sitter::Sitter;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;
use tokio::runtime::Runtime;
use tokio::task::JoinSet;

/// How long people who were told to leave may take.
const LEAVING: Duration = Duration::from_secs(40);

/// What people do, and how often: so many of a thousand steps each; the rest are new answers.
#[derive(Clone, Debug)]
pub struct Habits {
    /// The round they sit.
    pub round: String,
    /// Time for an attempt, where the campaign lets it run out.
    pub limit: Option<Duration>,
    /// The same answer once more, under the same numbers.
    pub replays: u32,
    /// A look at the own attempt, held against what was acknowledged.
    pub looks: u32,
    /// Another device takes over.
    pub takeovers: u32,
    /// Handing in.
    pub hand_ins: u32,
    /// How long a request may take before its connection is given up.
    pub patience: Duration,
    /// Longest pause between two steps; none: as fast as answers come.
    pub pause: Duration,
    /// Within this time people come in.
    pub spread: Duration,
    /// Whether people hand in when they have to leave.
    pub leave_done: bool,
}

impl Habits {
    /// People in a hurry, in that round.
    pub fn usual(round: &str) -> Self {
        Self {
            round: round.to_owned(),
            limit: None,
            replays: 30,
            looks: 20,
            takeovers: 10,
            hand_ins: 10,
            patience: Duration::from_secs(10),
            pause: Duration::ZERO,
            spread: Duration::ZERO,
            leave_done: false,
        }
    }

    /// The same in the round whose attempts end after seconds.
    pub fn short(round: &str) -> Self {
        Self {
            limit: Some(Duration::from_secs(SHORT_S.into())),
            hand_ins: 0,
            pause: Duration::from_millis(20),
            spread: Duration::from_secs(SHORT_S.into()),
            ..Self::usual(round)
        }
    }

    /// Until when an attempt may take answers, counted from its start.
    pub fn latest(&self) -> Option<Duration> {
        Some(self.limit? + Duration::from_secs(GRACE_S.into()))
    }
}

/// What people share.
pub struct Shared {
    /// The ledger.
    pub book: Arc<Book>,
    /// What they do.
    pub habits: Habits,
    /// The nodes.
    pub doors: Vec<Door>,
    /// Set when they have to leave.
    leaving: AtomicBool,
    /// Acknowledged saves, for whoever waits for the next one.
    acks: AtomicU64,
    tally: Mutex<Tally>,
}

impl Shared {
    /// Whether they have to leave.
    pub fn leaving(&self) -> bool {
        self.leaving.load(Ordering::Acquire)
    }

    /// Writes down what happened.
    pub fn tally(&self, write: impl FnOnce(&mut Tally)) {
        write(&mut self.tally.lock().unwrap_or_else(PoisonError::into_inner));
    }

    /// A save was acknowledged.
    pub fn acknowledged(&self, took: Duration) {
        self.acks.fetch_add(1, Ordering::AcqRel);
        self.tally(|tally| tally.saves.record(took));
    }
}

/// People at work.
pub struct Crowd {
    shared: Arc<Shared>,
    runtime: Runtime,
    people: JoinSet<Result<()>>,
}

impl Crowd {
    /// The first `many` people of the ground begin; the seed decides what each of them does.
    pub fn begin(
        ground: &Ground,
        book: &Arc<Book>,
        doors: Vec<Door>,
        habits: Habits,
        (many, seed): (usize, u64),
    ) -> Result<Self> {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()?;
        let shared = Arc::new(Shared {
            book: Arc::clone(book),
            habits,
            doors,
            leaving: AtomicBool::new(false),
            acks: AtomicU64::new(0),
            tally: Mutex::default(),
        });
        let mut people = JoinSet::new();
        for (number, token) in ground.people.iter().take(many).enumerate() {
            let rng = StdRng::seed_from_u64(seed ^ (number as u64).wrapping_mul(0x9e37_79b9));
            let sitter = Sitter::new(number, token.clone(), rng, Arc::clone(&shared))?;
            people.spawn_on(sitter.sit(), runtime.handle());
        }
        Ok(Self {
            shared,
            runtime,
            people,
        })
    }

    /// Acknowledged saves so far.
    pub fn acks(&self) -> u64 {
        self.shared.acks.load(Ordering::Acquire)
    }

    /// Waits until so many more saves are acknowledged than now; gives how long that took.
    pub fn more_acks(&self, more: u64, within: Duration) -> Result<Duration> {
        let watch = Stopwatch::start();
        let wanted = self.acks() + more;
        while self.acks() < wanted {
            if watch.elapsed() > within {
                bail!(
                    "no {more} saves were acknowledged within {} s; what people heard: {}",
                    within.as_secs(),
                    self.so_far(Tally::heard)
                );
            }
            std::thread::sleep(Duration::from_millis(2));
        }
        Ok(watch.elapsed())
    }

    /// A look at the tally so far.
    pub fn so_far<T>(&self, look: impl FnOnce(&Tally) -> T) -> T {
        look(
            &self
                .shared
                .tally
                .lock()
                .unwrap_or_else(PoisonError::into_inner),
        )
    }

    /// Everybody leaves after the request under way; gives what happened.
    pub fn end(mut self) -> Result<Tally> {
        self.shared.leaving.store(true, Ordering::Release);
        let people = &mut self.people;
        let left = self.runtime.block_on(async {
            tokio::time::timeout(LEAVING, async {
                while let Some(one) = people.join_next().await {
                    one??;
                }
                anyhow::Ok(())
            })
            .await
        });
        left.context("people did not leave")??;
        let mut tally = self
            .shared
            .tally
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        Ok(std::mem::take(&mut *tally))
    }
}
