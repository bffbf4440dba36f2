//! What starts and submissions are decided upon: rounds, attempts and the time, as they stand while
//! nobody else writes about them.

use crate::domain::{Attempt, AttemptId, ParticipantId, Round, RoundId, Timestamp};
use crate::store::writer::Batch;
use std::collections::{HashMap, HashSet};
use uuid::Uuid;

/// Which rows a batch looks at, every list in the order of its ids. They are locked list by list, so
/// that two nodes never wait for each other.
pub(in super::super) struct Wanted {
    /// Who wants to start.
    pub(in super::super) people: Vec<Uuid>,
    /// Where.
    pub(in super::super) rounds: Vec<Uuid>,
    /// What is handed in.
    pub(in super::super) submitted: Vec<Uuid>,
    /// What answers are saved of; locked only.
    pub(in super::super) saved: Vec<Uuid>,
}

impl Wanted {
    pub(super) fn by(batch: &Batch) -> Self {
        let mut wanted = Self {
            people: batch.starts.iter().map(|start| start.who().1.0).collect(),
            rounds: batch.starts.iter().map(|start| start.who().0.0).collect(),
            submitted: batch.submissions.iter().map(|s| s.attempt().0).collect(),
            saved: batch.saves.iter().map(|save| save.attempt.0).collect(),
        };
        for ids in [
            &mut wanted.people,
            &mut wanted.rounds,
            &mut wanted.submitted,
            &mut wanted.saved,
        ] {
            ids.sort_unstable();
            ids.dedup();
        }
        wanted
    }
}

/// Rounds and attempts as they stand now.
pub(in super::super) struct Ground {
    /// The instant by which the batch is judged; all rows were locked before it.
    pub(in super::super) now: Timestamp,
    rounds: HashMap<RoundId, Round>,
    /// All attempts of a person who wants to start, oldest first; of others those handed in.
    attempts: HashMap<ParticipantId, Vec<Attempt>>,
    owners: HashMap<AttemptId, ParticipantId>,
    /// Those of the people who want to start whom staff took out of the contest.
    excluded: HashSet<ParticipantId>,
}

impl Ground {
    pub(in super::super) fn new(
        now: Timestamp,
        rounds: Vec<Round>,
        attempts: Vec<Attempt>,
    ) -> Self {
        let mut ground = Self {
            now,
            rounds: rounds.into_iter().map(|round| (round.id, round)).collect(),
            attempts: HashMap::with_capacity(attempts.len()),
            owners: HashMap::with_capacity(attempts.len()),
            excluded: HashSet::new(),
        };
        for attempt in attempts {
            ground.add(attempt);
        }
        for own in ground.attempts.values_mut() {
            own.sort_by_key(|attempt| (attempt.started_at, attempt.ordinal));
        }
        ground
    }

    /// The same, with who was taken out of his contest.
    pub(in super::super) fn without(mut self, excluded: Vec<Uuid>) -> Self {
        self.excluded = excluded.into_iter().map(ParticipantId).collect();
        self
    }

    pub(super) fn is_excluded(&self, person: ParticipantId) -> bool {
        self.excluded.contains(&person)
    }

    pub(super) fn round(&self, id: RoundId) -> Option<&Round> {
        self.rounds.get(&id)
    }

    pub(super) fn attempts_of(&self, person: ParticipantId) -> &[Attempt] {
        self.attempts.get(&person).map_or(&[], Vec::as_slice)
    }

    pub(super) fn attempt(&self, id: AttemptId) -> Option<&Attempt> {
        let own = self.attempts.get(self.owners.get(&id)?)?;
        own.iter().find(|attempt| attempt.id == id)
    }

    pub(super) fn attempt_mut(&mut self, id: AttemptId) -> Option<&mut Attempt> {
        let own = self.attempts.get_mut(self.owners.get(&id)?)?;
        own.iter_mut().find(|attempt| attempt.id == id)
    }

    /// An attempt that the batch begins.
    pub(super) fn add(&mut self, attempt: Attempt) {
        self.owners.insert(attempt.id, attempt.participant);
        self.attempts
            .entry(attempt.participant)
            .or_default()
            .push(attempt);
    }
}
