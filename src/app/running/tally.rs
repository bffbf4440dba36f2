//! What this node counts by the minute while rounds run.
//!
//! Starts, hand-ins and answers are counted in memory, where each of them costs an addition, and written
//! to the store every other second, a row a round and minute and node: nothing is counted from the answer
//! log, which would need an index that every answer had to pay for, and nothing hangs on Redis. What a
//! node had not written when it was killed is missing from the figures and from nothing else.

use crate::app::App;
use crate::domain::{Millis, RoundId, Timestamp};
use crate::store::{StoreError, Tally};
use dashmap::DashMap;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};

/// Length of a minute in microseconds.
const MINUTE_US: i64 = 60_000_000;
/// How long minutes stay in memory: longer than the hour that is shown.
const KEEP: Millis = Millis::seconds(65 * 60);

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::app) enum Counted {
    Started,
    HandedIn,
    Saved,
    Late,
    Refused,
    Failed,
}

#[derive(Default)]
struct Counts {
    counts: [AtomicI64; 6],
    /// Whether it has to be written.
    changed: AtomicBool,
}

impl Counts {
    fn read(&self) -> Tally {
        let of = |what: Counted| self.counts[what as usize].load(Ordering::Relaxed);
        Tally {
            started: of(Counted::Started),
            handed_in: of(Counted::HandedIn),
            saved: of(Counted::Saved),
            late: of(Counted::Late),
            refused: of(Counted::Refused),
            failed: of(Counted::Failed),
        }
    }
}

/// What this node counted.
#[derive(Default)]
pub(in crate::app) struct Tallies {
    minutes: DashMap<(RoundId, i64), Counts>,
    /// Since this process began, by round.
    totals: DashMap<RoundId, Counts>,
}

/// The first instant of a minute.
pub(super) fn minute_of(at: Timestamp) -> Timestamp {
    Timestamp::from_micros(at.micros().div_euclid(MINUTE_US) * MINUTE_US)
}

/// Adds one to the other.
pub(super) fn sum(a: Tally, b: Tally) -> Tally {
    Tally {
        started: a.started + b.started,
        handed_in: a.handed_in + b.handed_in,
        saved: a.saved + b.saved,
        late: a.late + b.late,
        refused: a.refused + b.refused,
        failed: a.failed + b.failed,
    }
}

impl Tallies {
    /// Something happened so many times.
    pub fn count(&self, round: RoundId, at: Timestamp, what: Counted, times: usize) {
        let times = i64::try_from(times).unwrap_or(i64::MAX);
        let add = |counts: &Counts| {
            counts.counts[what as usize].fetch_add(times, Ordering::Relaxed);
            counts.changed.store(true, Ordering::Release);
        };
        let key = (round, minute_of(at).micros());
        match self.minutes.get(&key) {
            Some(counts) => add(&counts),
            None => add(&self.minutes.entry(key).or_default()),
        }
        match self.totals.get(&round) {
            Some(counts) => add(&counts),
            None => add(&self.totals.entry(round).or_default()),
        }
    }

    /// What was counted in the minutes that begin at that instant or later.
    pub(super) fn since(&self, round: RoundId, from: Timestamp) -> BTreeMap<Timestamp, Tally> {
        let own = self.minutes.iter();
        own.filter(|entry| entry.key().0 == round && entry.key().1 >= from.micros())
            .map(|entry| (Timestamp::from_micros(entry.key().1), entry.value().read()))
            .collect()
    }

    /// What was counted since this process began.
    pub(super) fn total(&self, round: RoundId) -> Tally {
        self.totals
            .get(&round)
            .map_or_else(Tally::default, |counts| counts.read())
    }

    /// What has changed since it was taken last.
    fn take(&self) -> Vec<(RoundId, Timestamp, Tally)> {
        let changed = self.minutes.iter();
        changed
            .filter(|entry| entry.value().changed.swap(false, Ordering::AcqRel))
            .map(|entry| {
                let (round, minute) = *entry.key();
                let minute = Timestamp::from_micros(minute);
                (round, minute, entry.value().read())
            })
            .collect()
    }

    /// It could not be written, and has to be again.
    fn give_back(&self, taken: &[(RoundId, Timestamp, Tally)]) {
        for (round, minute, _) in taken {
            if let Some(counts) = self.minutes.get(&(*round, minute.micros())) {
                counts.changed.store(true, Ordering::Release);
            }
        }
    }

    fn forget(&self, before: Timestamp) {
        self.minutes.retain(|(_, minute), counts| {
            *minute >= before.micros() || counts.changed.load(Ordering::Acquire)
        });
    }
}

impl App {
    /// Writes what this node counted since the last time, for all nodes to show. Nothing to write costs
    /// nothing.
    pub async fn write_tallies(&self) -> Result<usize, StoreError> {
        let taken = self.tallies.take();
        if !taken.is_empty() {
            let written = self.put_tallies(&taken).await;
            if written.is_err() {
                self.tallies.give_back(&taken);
            }
            written?;
        }
        self.tallies.forget(self.now() - KEEP);
        Ok(taken.len())
    }

    async fn put_tallies(&self, tallies: &[(RoundId, Timestamp, Tally)]) -> Result<(), StoreError> {
        let mut work = self.store.begin().await?;
        work.put_tallies(&self.node, tallies).await?;
        work.commit().await
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_millis(1_796_083_200_000 + second * 1_000)
    }

    #[test]
    fn what_happens_is_counted_by_the_minute_and_written_once() {
        let round = RoundId(Uuid::from_u128(1));
        let tallies = Tallies::default();
        tallies.count(round, at(1), Counted::Saved, 3);
        tallies.count(round, at(59), Counted::Saved, 1);
        tallies.count(round, at(60), Counted::Late, 1);
        let tally = |saved, late| Tally {
            saved,
            late,
            ..Tally::default()
        };
        let own = tallies.since(round, at(0));
        assert_eq!(
            own.into_iter().collect::<Vec<_>>(),
            [(at(0), tally(4, 0)), (at(60), tally(0, 1))]
        );
        assert_eq!(tallies.total(round), tally(4, 1));
        let taken = tallies.take();
        assert_eq!(taken.len(), 2);
        assert_eq!(tallies.take(), []);
        tallies.give_back(&taken);
        tallies.forget(at(100_000));
        assert_eq!(tallies.take().len(), 2, "what was not written stays");
        tallies.forget(at(100_000));
        assert!(tallies.since(round, at(0)).is_empty());
    }
}
