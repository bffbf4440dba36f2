//! Counts of people and attempts, at most a little late.
//!
//! Counting distinct people reads every attempt of a round, so the counts are kept and counted anew
//! one request at a time, the more seldom the longer counting takes.

use super::round::RoundTotals;
use crate::app::App;
use crate::app::boards::counted;
use crate::app::contests::Known;
use crate::domain::{ContestId, Millis, RoundId, Timestamp};
use crate::engine::window::cut_off;
use crate::store::{Counted, StoreError};
use dashmap::DashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Least time between two counts.
const LEAST: Millis = Millis(1000);
/// At most this part of the time is spent counting: a twentieth.
const REST: i64 = 20;

/// Counts of a contest.
#[derive(Debug, Default)]
pub(super) struct Counts {
    /// Distinct people over all rounds.
    pub people: i64,
    rounds: Vec<(RoundId, RoundTotals)>,
    stale_at: Timestamp,
    counting: AtomicBool,
}

impl Counts {
    pub fn of(&self, round: RoundId) -> Option<RoundTotals> {
        self.rounds
            .iter()
            .find(|(id, _)| *id == round)
            .map(|(_, totals)| *totals)
    }
}

/// Somebody's turn to count, given back also when the request ends in the middle.
struct Turn<'a>(&'a AtomicBool);

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        self.0.store(false, Ordering::Relaxed);
    }
}

/// Counts by contest.
#[derive(Default)]
pub(in crate::app::contests) struct TotalsMemory(DashMap<ContestId, Arc<Counts>>);

impl App {
    /// Counts of a contest, as old as a few seconds at most.
    pub(super) async fn counts(&self, known: &Known) -> Result<Arc<Counts>, StoreError> {
        let memory = &self.contests.totals.0;
        let id = known.contest.id;
        let kept = memory.get(&id).map(|counts| Arc::clone(&counts));
        if let Some(kept) = &kept {
            let knows_all = known.rounds.iter().all(|round| kept.of(round.id).is_some());
            let fresh = self.now() < kept.stale_at;
            if knows_all && (fresh || kept.counting.swap(true, Ordering::Relaxed)) {
                return Ok(Arc::clone(kept));
            }
        }
        let _turn = kept.as_ref().map(|kept| Turn(&kept.counting));
        let counts = Arc::new(self.count(known).await?);
        memory.insert(id, Arc::clone(&counts));
        Ok(counts)
    }

    async fn count(&self, known: &Known) -> Result<Counts, StoreError> {
        let begun = self.now();
        let mut work = self.store.read().await?;
        let mut rounds = Vec::with_capacity(known.rounds.len());
        for round in &known.rounds {
            let counted = Counted {
                round: round.id,
                until: cut_off(round, begun),
            };
            let (people, attempts) = work.count_attempts(counted).await?;
            rounds.push((round.id, RoundTotals { people, attempts }));
        }
        let people = match (rounds.as_slice(), counted(&known.rounds, begun)) {
            ([(_, only)], all) if all.len() == 1 => only.people,
            (_, all) => work.count_people(&all).await?,
        };
        let now = self.now();
        let pause = Millis(now.since(begun).0 * REST).max(LEAST);
        Ok(Counts {
            people,
            rounds,
            stale_at: now + pause,
            counting: AtomicBool::new(false),
        })
    }
}
