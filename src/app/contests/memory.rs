//! Published contests as they were last read, kept until the revision moves.

use crate::app::{Absent, App, NotFound};
use crate::domain::{Contest, ContestId, Round, Timestamp};
use crate::engine::window::hides_counts;
use crate::store::{StoreError, UnitOfWork};
use dashmap::DashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// A published contest with its rounds, in the order of its file.
#[derive(Debug)]
pub struct Known {
    /// The contest.
    pub contest: Contest,
    /// Its rounds.
    pub rounds: Vec<Round>,
    /// Name of the unit that runs it.
    pub organiser: String,
}

/// What this node remembers of contests.
#[derive(Default)]
pub(in crate::app) struct Memory {
    by_slug: DashMap<String, Arc<Known>>,
    by_id: DashMap<ContestId, Arc<Known>>,
    slugs: Mutex<Option<Arc<[String]>>>,
    pub(super) totals: super::view::TotalsMemory,
}

impl Memory {
    fn slugs(&self) -> MutexGuard<'_, Option<Arc<[String]>>> {
        // Whoever panicked while holding it left a whole value behind.
        self.slugs.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Forgets contests; counts only age.
    pub(in crate::app) fn forget(&self) {
        self.by_slug.clear();
        self.by_id.clear();
        *self.slugs() = None;
    }
}

impl Known {
    /// Whether counts of that round must stay hidden now, because a prediction question asks for
    /// what they equal or reveal (api.md 2).
    pub fn hides_counts(&self, round: &Round, now: Timestamp) -> bool {
        hides_counts(&self.rounds, round, now)
    }
}

impl App {
    /// The published contest of that slug. A draft does not exist for the public.
    pub async fn published(&self, slug: &str) -> Result<Arc<Known>, Absent> {
        if let Some(known) = self.contests.by_slug.get(slug) {
            return Ok(Arc::clone(&known));
        }
        let mut work = self.store.read().await?;
        let contest = work
            .contest_by_slug(slug)
            .await?
            .filter(|contest| contest.published);
        let known = Arc::new(known(&mut *work, contest.ok_or(NotFound)?).await?);
        self.contests
            .by_slug
            .insert(slug.to_owned(), Arc::clone(&known));
        Ok(known)
    }

    /// The contest of that id, which somebody takes part in: also one that is not published any more.
    pub(in crate::app) async fn known_contest(&self, id: ContestId) -> Result<Arc<Known>, Absent> {
        if let Some(known) = self.contests.by_id.get(&id) {
            return Ok(Arc::clone(&known));
        }
        let mut work = self.store.read_urgently().await?;
        let contest = work.contest(id).await?.ok_or(NotFound)?;
        let known = Arc::new(known(&mut *work, contest).await?);
        self.contests.by_id.insert(id, Arc::clone(&known));
        Ok(known)
    }

    /// Every published contest, newest first.
    pub async fn all_published(&self) -> Result<Vec<Arc<Known>>, StoreError> {
        let remembered = self.contests.slugs().clone();
        let slugs = if let Some(slugs) = remembered {
            slugs
        } else {
            let slugs: Arc<[String]> = self.store.read().await?.published_slugs().await?.into();
            *self.contests.slugs() = Some(Arc::clone(&slugs));
            slugs
        };
        let mut all = Vec::with_capacity(slugs.len());
        for slug in &*slugs {
            match self.published(slug).await {
                Ok(known) => all.push(known),
                // Taken back between the two looks.
                Err(Absent::NotFound(_)) => {}
                Err(Absent::Store(error)) => return Err(error),
            }
        }
        Ok(all)
    }
}

pub(super) async fn known(
    work: &mut dyn UnitOfWork,
    contest: Contest,
) -> Result<Known, StoreError> {
    let rounds = work.rounds_of(contest.id).await?;
    let organiser = work.unit_by_code(&contest.file.contest.organiser).await?;
    let organiser = organiser.map_or_else(String::new, |unit| unit.draft.name);
    Ok(Known {
        contest,
        rounds,
        organiser,
    })
}
