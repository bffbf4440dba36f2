//! Visits of the links of units: counted in memory, written a second later in one transaction.
//!
//! A link may be followed by a whole province in the same minute, and none of these readers should
//! wait for a commit. A node that is killed forgets the visits of its last second; people who register
//! are written with their registration and are never lost.

use crate::app::App;
use crate::domain::{ContestId, UnitId};
use crate::store::StoreError;
use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use time::Date;

/// A link on a day.
type Link = (ContestId, UnitId, Date);

/// Visits that wait to be written.
#[derive(Default)]
pub(super) struct Waiting(Mutex<HashMap<Link, i64>>);

impl Waiting {
    fn held(&self) -> MutexGuard<'_, HashMap<Link, i64>> {
        // Whoever panicked while holding it left whole numbers behind.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn add(&self, link: Link, visits: i64) {
        *self.held().entry(link).or_default() += visits;
    }
}

impl App {
    /// Writes the visits that were counted since the last time; what can't be written now waits on.
    pub async fn write_visits(&self) -> Result<(), StoreError> {
        let taken = std::mem::take(&mut *self.sites.visits.held());
        if taken.is_empty() {
            return Ok(());
        }
        let written = self.add_all(&taken).await;
        if written.is_err() {
            for (link, visits) in taken {
                self.sites.visits.add(link, visits);
            }
        }
        written
    }

    async fn add_all(&self, visits: &HashMap<Link, i64>) -> Result<(), StoreError> {
        let mut work = self.store.begin().await?;
        // Nodes that write at the same moment take the rows in the same order.
        let mut ordered: Vec<_> = visits.iter().collect();
        ordered.sort_unstable_by_key(|(link, _)| **link);
        for ((contest, unit, day), visits) in ordered {
            work.add_visits(*contest, *unit, *day, *visits).await?;
        }
        work.commit().await
    }
}
