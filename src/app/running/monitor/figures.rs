//! The figures of a round, kept for a second.

use super::troubles::{self, Trouble};
use super::units::{self, Counts};
use crate::app::boards::Lag;
use crate::app::running::tally::{minute_of, sum};
use crate::app::{Absent, App};
use crate::domain::{Contest, Millis, Round, RoundId, Timestamp};
use crate::engine::attempt::GRACE;
use crate::store::Tally;
use dashmap::DashMap;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::time::Instant;

/// Minutes that are shown.
pub(super) const MINUTES: i64 = 60;
/// How long figures serve.
const FRESH_MS: i64 = 1_000;
/// What counting people may take of the time: one part in so many.
const SHARE: i64 = 20;
/// How long an attempt may be overdue until that is a trouble: the clock hands in every second.
const OVERDUE: Millis = Millis::seconds(10);

/// Figures of a round.
pub(super) struct Figures {
    pub as_of: Timestamp,
    pub registered: i64,
    pub sitting: i64,
    pub minutes: BTreeMap<Timestamp, Tally>,
    pub total: Tally,
    pub board: Lag,
    pub counts: Arc<Counts>,
    /// With the instant at which each was noticed first.
    pub troubles: Vec<(Trouble, Timestamp)>,
}

#[derive(Default)]
struct Watched {
    /// Held by who takes the figures; the others go on with those before.
    taking: tokio::sync::Mutex<()>,
    last: Mutex<Option<Arc<Figures>>>,
}

impl Watched {
    fn last(&self) -> Option<Arc<Figures>> {
        let last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        last.clone()
    }

    fn keep(&self, figures: &Arc<Figures>) {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        *last = Some(Arc::clone(figures));
    }
}

/// What this node watches.
#[derive(Default)]
pub(in crate::app) struct Monitors(DashMap<RoundId, Arc<Watched>>);

impl App {
    /// The figures of a round, a second old at the most.
    pub(super) async fn figures(
        &self,
        contest: &Contest,
        rounds: &[Round],
        round: &Round,
    ) -> Result<Arc<Figures>, Absent> {
        let watched = Arc::clone(&self.monitors.0.entry(round.id).or_default());
        let is_fresh = |figures: &Arc<Figures>| self.now().since(figures.as_of).0 < FRESH_MS;
        let last = watched.last();
        if let Some(figures) = last.clone().filter(is_fresh) {
            return Ok(figures);
        }
        let _taking = match (watched.taking.try_lock(), last) {
            (Ok(taking), _) => taking,
            // Somebody is at it; who has seen nothing yet waits for him.
            (Err(_), Some(figures)) => return Ok(figures),
            (Err(_), None) => watched.taking.lock().await,
        };
        let last = watched.last();
        if let Some(figures) = last.clone().filter(is_fresh) {
            return Ok(figures);
        }
        let figures = self.take_figures(contest, rounds, round, last).await?;
        let figures = Arc::new(figures);
        watched.keep(&figures);
        Ok(figures)
    }

    async fn take_figures(
        &self,
        contest: &Contest,
        rounds: &[Round],
        round: &Round,
        last: Option<Arc<Figures>>,
    ) -> Result<Figures, Absent> {
        let now = self.now();
        let from = minute_of(now) - Millis::seconds(60 * (MINUTES - 1));
        let mut work = self.store.read().await?;
        let registered = work.registered(contest.id).await?;
        let (sitting, overdue) = work.sitting(round.id, now - GRACE - OVERDUE).await?;
        // This node has its own in memory, newer than what it wrote.
        let mut minutes = self.tallies.since(round.id, from);
        for (minute, tally) in work.tallies_since(round.id, from, &self.node).await? {
            let own = minutes.entry(minute).or_default();
            *own = sum(*own, tally);
        }
        let others = work.tally_of(round.id, &self.node).await?;
        let total = sum(others, self.tallies.total(round.id));
        let known = last.as_ref().map(|last| Arc::clone(&last.counts));
        let counts = match known.filter(|counts| counts.serves(now, FRESH_MS, SHARE)) {
            Some(counts) => counts,
            None => {
                let begun = Instant::now();
                let mut counts = units::count(&mut *work, contest, round, now).await?;
                counts.took_ms = i64::try_from(begun.elapsed().as_millis()).unwrap_or(i64::MAX);
                Arc::new(counts)
            }
        };
        drop(work);
        let board = self.board_lag(rounds, round, now).await;
        let found = troubles::Found {
            round,
            now,
            board,
            overdue,
            idle_units: counts.idle,
            total,
            clock_off: self.clock.disagreement(),
            live_away: self.live.is_shared && !self.live.answers().await,
        };
        let before: &[(Trouble, Timestamp)] =
            last.as_ref().map_or(&[], |last| last.troubles.as_slice());
        let troubles = troubles::of(&found)
            .into_iter()
            .map(|trouble| {
                let known = before
                    .iter()
                    .find(|(before, _)| before.code() == trouble.code());
                let since = known.map_or(now, |(_, since)| *since);
                (trouble, since)
            })
            .collect();
        Ok(Figures {
            as_of: now,
            registered,
            sitting,
            minutes,
            total,
            board,
            counts,
            troubles,
        })
    }
}
