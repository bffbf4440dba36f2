//! Hand-ins on their way to the boards: many at a time, and never in the way of their replies.

use crate::app::App;
use crate::app::attempts::Facts;
use crate::domain::{Attempt, RoundId, Timestamp};
use crate::live::{BoardEntry, Replace};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::{Notify, watch};
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

/// Hand-ins that may wait. Beyond it they are dropped, and their board is filled anew.
const MOST: usize = 100_000;

/// How long a reader waits for hand-ins that were acknowledged before it asked. Longer, and the
/// board it gets is a moment late.
const SETTLES_WITHIN: Duration = Duration::from_millis(200);

/// A hand-in that is not on its board yet.
struct HandedIn {
    facts: Arc<Facts>,
    attempt: Attempt,
    /// When it came here.
    at: Timestamp,
}

/// Hand-ins by round, in the order in which they came.
#[derive(Default)]
struct Waiting {
    rounds: BTreeMap<RoundId, Vec<HandedIn>>,
    count: usize,
    /// Rounds of which some were dropped.
    dropped: Vec<RoundId>,
}

/// What waits, and who is told of it.
pub(super) struct Feed {
    waiting: Mutex<Waiting>,
    arrived: Notify,
    /// How many were taken in, and how many of them have been dealt with.
    taken: AtomicU64,
    done: watch::Sender<u64>,
}

impl Default for Feed {
    fn default() -> Self {
        Self {
            waiting: Mutex::default(),
            arrived: Notify::new(),
            taken: AtomicU64::new(0),
            done: watch::Sender::new(0),
        }
    }
}

impl Feed {
    fn take(&self) -> Waiting {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        std::mem::take(&mut waiting)
    }

    /// Since when the oldest hand-in of a round waits; none: none does.
    pub(super) fn waits_since(&self, round: RoundId) -> Option<Timestamp> {
        let waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        let oldest = waiting.rounds.get(&round)?.first()?;
        Some(oldest.at)
    }

    fn add(&self, handed_in: HandedIn) {
        let round = handed_in.facts.material.round.id;
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        if waiting.count >= MOST {
            if !waiting.dropped.contains(&round) {
                waiting.dropped.push(round);
            }
            return;
        }
        waiting.count += 1;
        waiting.rounds.entry(round).or_default().push(handed_in);
        self.taken.fetch_add(1, Ordering::Release);
        drop(waiting);
        self.arrived.notify_one();
    }
}

impl App {
    /// Lets a handed-in attempt onto its round's board, soon. Best effort: a board that misses it
    /// is filled from the store again.
    pub(in crate::app) fn enter_board(&self, facts: &Arc<Facts>, attempt: &Attempt) {
        self.boards.feed.add(HandedIn {
            facts: Arc::clone(facts),
            attempt: attempt.clone(),
            at: self.now(),
        });
    }

    /// Brings hand-ins onto their boards until told to stop.
    pub async fn feed_boards(&self, stop: CancellationToken) {
        loop {
            tokio::select! {
                () = self.boards.feed.arrived.notified() => self.feed_waiting().await,
                () = stop.cancelled() => break,
            }
        }
        self.feed_waiting().await;
    }

    /// Returns when the hand-ins that were acknowledged by now are on their boards, or not much
    /// later.
    pub(super) async fn boards_settled(&self) {
        let feed = &self.boards.feed;
        let taken = feed.taken.load(Ordering::Acquire);
        if *feed.done.borrow() >= taken {
            return;
        }
        let mut done = feed.done.subscribe();
        let settled = done.wait_for(|done| *done >= taken);
        drop(timeout(SETTLES_WITHIN, settled).await);
    }

    async fn feed_waiting(&self) {
        let Waiting {
            rounds,
            count,
            dropped,
        } = self.boards.feed.take();
        for round in dropped {
            tracing::warn!(round.id = %round, "more hand-ins than a board can take: it is filled anew");
            self.boards.checked.remove(&round);
        }
        for (round, handed_in) in rounds {
            self.put_on_board(round, &handed_in).await;
        }
        self.boards
            .feed
            .done
            .send_modify(|done| *done += count as u64);
    }

    async fn put_on_board(&self, round: RoundId, handed_in: &[HandedIn]) {
        let mut entries: Vec<(BoardEntry, Replace)> = Vec::with_capacity(handed_in.len());
        for HandedIn { facts, attempt, .. } in handed_in {
            match self.board_entry(facts, attempt).await {
                Ok(entry) => entries.extend(entry),
                Err(error) => {
                    tracing::warn!(round.id = %round, %error, "a board is late");
                    self.boards.checked.remove(&round);
                }
            }
        }
        // What a frozen board keeps back must not even move its version.
        if entries.is_empty() {
            return;
        }
        // A board that takes nothing is filled by whoever looks at it, from the store.
        match self.live.scoreboards.put(round, entries).await {
            Ok(_) => drop(self.boards.changed.insert(round)),
            Err(error) => tracing::warn!(round.id = %round, %error, "a board is late"),
        }
    }
}
