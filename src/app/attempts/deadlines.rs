//! When attempts end, for replies to saves that did not have to look.
//!
//! The saving statement itself checks the deadline in the store. What a reply tells of the time left
//! comes from the facts of the attempt, until somebody was given more time: then it is read anew, once
//! an attempt and node.

use super::facts::Facts;
use crate::app::App;
use crate::domain::{AttemptId, Timestamp};
use crate::store::StoreError;
use dashmap::DashMap;
use std::sync::atomic::{AtomicU64, Ordering};

/// Remembered deadlines; beyond it the memory starts afresh.
const MOST: usize = 250_000;

/// Deadlines that were read since some may have moved.
#[derive(Default)]
pub(in crate::app) struct Deadlines {
    /// How often deadlines may have moved; 0: never since this node began.
    moves: AtomicU64,
    read: DashMap<AttemptId, (u64, Timestamp)>,
}

impl Deadlines {
    /// Some may have moved.
    pub(in crate::app) fn doubt(&self) {
        self.moves.fetch_add(1, Ordering::AcqRel);
    }

    /// Some moved before this node began, and other nodes may tell it of attempts as they were then.
    pub(in crate::app) fn doubt_once(&self) {
        // Whoever doubts already need not be told.
        let _ = self
            .moves
            .compare_exchange(0, 1, Ordering::AcqRel, Ordering::Acquire);
    }

    pub(super) fn forget(&self, id: AttemptId) {
        self.read.remove(&id);
    }
}

impl App {
    /// When that attempt ends, as the store has it.
    pub(super) async fn deadline_of(&self, facts: &Facts) -> Result<Timestamp, StoreError> {
        let moves = self.deadlines.moves.load(Ordering::Acquire);
        if moves == 0 {
            return Ok(facts.deadline_at);
        }
        if let Some(known) = self.deadlines.read.get(&facts.id)
            && known.0 == moves
        {
            return Ok(known.1);
        }
        let mut work = self.store.read_urgently().await?;
        let found = work.attempt(facts.id).await?;
        let deadline = found.map_or(facts.deadline_at, |attempt| attempt.deadline_at);
        if self.deadlines.read.len() >= MOST {
            self.deadlines.read.clear();
        }
        self.deadlines.read.insert(facts.id, (moves, deadline));
        Ok(deadline)
    }
}
