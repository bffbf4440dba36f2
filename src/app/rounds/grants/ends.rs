//! When running attempts of a round end, after all that was given (algorithms.md 5).

use super::Grants;
use crate::domain::{AttemptId, AttemptState, Millis, Participant, Round, Timestamp};
use crate::engine::attempt::{Allowance, with_outages};
use crate::store::{Running, StoreError, UnitOfWork};

/// What the end of an attempt of a round follows from, beside the person.
pub(in crate::app) struct Ends {
    round: Round,
    outages: Vec<(Timestamp, Timestamp)>,
    grants: Grants,
}

impl Ends {
    /// As it stands in this transaction.
    pub async fn read(work: &mut dyn UnitOfWork, round: &Round) -> Result<Self, StoreError> {
        let outages = work.outages(round.id).await?;
        Ok(Self {
            outages: outages.iter().map(|out| (out.from, out.to)).collect(),
            grants: Grants::read(work, round.contest).await?,
            round: round.clone(),
        })
    }

    fn of(&self, running: &Running) -> Timestamp {
        let given = self
            .grants
            .time(self.round.id, running.participant, running.unit);
        let own = Millis::seconds(i64::from(running.extra_time_s));
        let rules = &self.round.rules;
        let allowance = Allowance {
            extra: Millis(own.0 + given.0),
            ..Allowance::of(rules.time_limit_s, rules.hard_end_at)
        };
        let base = allowance.deadline(running.started_at);
        with_outages(base, running.started_at, &self.outages)
    }

    /// Moves the ends of those running attempts to where they belong; none moves earlier. Gives how many
    /// moved.
    pub async fn apply(
        &self,
        work: &mut dyn UnitOfWork,
        running: &[Running],
    ) -> Result<usize, StoreError> {
        let ends: Vec<(AttemptId, Timestamp)> = running
            .iter()
            .map(|running| (running.attempt, self.of(running)))
            .collect();
        work.move_deadlines(&ends).await
    }
}

/// The running attempts of one person in a round, himself as he is told: there is one at the most.
pub(in crate::app) async fn running_of(
    work: &mut dyn UnitOfWork,
    person: &Participant,
    round: &Round,
) -> Result<Vec<Running>, StoreError> {
    let attempts = work.attempts_of(person.id).await?.into_iter();
    Ok(attempts
        .filter(|attempt| attempt.round == round.id && attempt.state == AttemptState::Active)
        .map(|attempt| Running {
            attempt: attempt.id,
            participant: person.id,
            unit: person.unit,
            extra_time_s: person.extra_time_s,
            started_at: attempt.started_at,
            deadline_at: attempt.deadline_at,
        })
        .collect())
}
