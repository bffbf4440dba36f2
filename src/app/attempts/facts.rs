//! What never changes about an attempt, kept by the node so that a save needs no look-up.
//!
//! State, epoch and deadline are not here: the saving statement checks them in the store.

use crate::app::rounds::Material;
use crate::app::{Absent, App, NotFound, Person};
use crate::domain::{Attempt, AttemptId, ParticipantId, RoundId, Slot, Timestamp};
use crate::engine::draw::{Paper, PaperQuestion};
use crate::live::CacheKey;
use dashmap::DashMap;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use std::time::Duration;

/// Remembered attempts; beyond it the memory starts afresh. Well below a gigabyte.
const MOST: usize = 250_000;

/// The immutable facts of an attempt.
pub struct Facts {
    /// The attempt.
    pub id: AttemptId,
    /// Whose it is.
    pub participant: ParticipantId,
    /// The person.
    pub person: Arc<Person>,
    /// Which of the person's attempts at the round it is.
    pub ordinal: i64,
    /// When it began.
    pub started_at: Timestamp,
    /// When it ends, as far as this node knows; it never moves earlier.
    pub deadline_at: Timestamp,
    /// The round with its questions.
    pub material: Arc<Material>,
    /// What the person is asked.
    pub paper: Paper,
}

impl Facts {
    /// The question in a slot.
    pub fn question(&self, slot: Slot) -> Option<&PaperQuestion> {
        usize::from(slot.0)
            .checked_sub(1)
            .and_then(|at| self.paper.questions.get(at))
    }
}

/// What other nodes need to derive the facts of an attempt; it never changes, and names nobody.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(super) struct Begun {
    id: AttemptId,
    round: RoundId,
    participant: ParticipantId,
    ordinal: i64,
    started_at: Timestamp,
    deadline_at: Timestamp,
}

/// How long other nodes are told of an attempt after its deadline.
const TOLD_AFTER_DEADLINE: Duration = Duration::from_mins(10);

impl From<&Attempt> for Begun {
    fn from(attempt: &Attempt) -> Self {
        Self {
            id: attempt.id,
            round: attempt.round,
            participant: attempt.participant,
            ordinal: attempt.ordinal,
            started_at: attempt.started_at,
            deadline_at: attempt.deadline_at,
        }
    }
}

/// Facts by attempt.
#[derive(Default)]
pub(in crate::app) struct FactsCache(DashMap<AttemptId, Arc<Facts>>);

impl FactsCache {
    pub(super) fn get(&self, id: AttemptId) -> Option<Arc<Facts>> {
        self.0.get(&id).map(|facts| Arc::clone(&facts))
    }

    pub(super) fn forget(&self, id: AttemptId) {
        self.0.remove(&id);
    }

    pub(super) fn keep(&self, facts: Arc<Facts>) {
        if self.0.len() >= MOST {
            self.0.clear();
        }
        self.0.insert(facts.id, facts);
    }
}

impl App {
    /// The facts of an attempt of that person; somebody else's attempt does not exist for him.
    pub(super) async fn facts(
        &self,
        id: AttemptId,
        participant: ParticipantId,
    ) -> Result<Arc<Facts>, Absent> {
        let facts = match self.attempts.get(id) {
            Some(facts) => facts,
            None => {
                let begun = match self.told(CacheKey::Attempt(id)).await {
                    Some(begun) => begun,
                    None => {
                        let found = self.store.read_urgently().await?.attempt(id).await?;
                        Begun::from(&found.ok_or(NotFound)?)
                    }
                };
                self.facts_of_begun(begun).await?
            }
        };
        if facts.participant == participant {
            Ok(facts)
        } else {
            Err(NotFound.into())
        }
    }

    /// The facts of a stored attempt.
    pub(in crate::app) async fn facts_of(&self, attempt: &Attempt) -> Result<Arc<Facts>, Absent> {
        if let Some(facts) = self.attempts.get(attempt.id) {
            return Ok(facts);
        }
        self.facts_of_begun(Begun::from(attempt)).await
    }

    async fn facts_of_begun(&self, begun: Begun) -> Result<Arc<Facts>, Absent> {
        let material = self.material(begun.round).await?;
        let person = self.person(begun.participant).await?;
        let facts = Arc::new(facts(begun, material, person, None));
        self.attempts.keep(Arc::clone(&facts));
        Ok(facts)
    }

    /// Keeps the facts of an attempt that began here, and tells other nodes of it.
    pub(super) fn keep_begun(&self, attempt: &Attempt, facts: Arc<Facts>) {
        self.attempts.keep(facts);
        let left = attempt.deadline_at.since(self.now()).0.max(0);
        let ttl = Duration::from_millis(left.unsigned_abs()) + TOLD_AFTER_DEADLINE;
        self.tell_others(CacheKey::Attempt(attempt.id), &Begun::from(attempt), ttl);
    }
}

/// Puts the facts together; derives the paper if it was not just drawn.
pub(super) fn facts(
    attempt: Begun,
    material: Arc<Material>,
    person: Arc<Person>,
    drawn: Option<Paper>,
) -> Facts {
    let paper = drawn
        .unwrap_or_else(|| material.paper(person.number, attempt.ordinal, person.group.as_deref()));
    Facts {
        id: attempt.id,
        participant: attempt.participant,
        person,
        ordinal: attempt.ordinal,
        started_at: attempt.started_at,
        deadline_at: attempt.deadline_at,
        material,
        paper,
    }
}
