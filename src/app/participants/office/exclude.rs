//! Taking a person out of a contest.

use super::detail::{PersonDetail, detail};
use super::error::Standing;
use super::{OfficeError, person_in_reach};
use crate::app::running::{Faults, reason};
use crate::app::staff::allowed;
use crate::app::{App, NotFound, Revision};
use crate::auth::{Action, Actor};
use crate::domain::desk::Voiding;
use crate::domain::running::Exclusion;
use crate::domain::{
    Attempt, AttemptId, AttemptState, Contest, ContestId, ExclusionId, Millis, ParticipantId,
    RoundId, RoundState, VoidingId,
};
use crate::entropy;
use crate::store::{StoreError, UnitOfWork};
use serde_json::json;
use std::collections::BTreeMap;

/// How often what runs is ended before the exclusion; the person starts as fast as that.
const TRIES: usize = 8;

/// What came of a try.
enum Tried {
    Done {
        told: Box<PersonDetail>,
        contest: ContestId,
        /// In which he had handed in.
        rounds: Vec<RoundId>,
        counted: bool,
    },
    /// These run, and have to be ended first: whoever holds a transaction can't wait for the writer.
    Running(Vec<Attempt>),
}

impl App {
    /// Takes a person out of a contest: he can't start any more, and what he handed in is void, as the
    /// desk makes it void. What he sits is handed in and void with the rest. Rounds that are over are
    /// counted anew, for which the desk's own right is needed.
    pub async fn exclude_participant(
        &self,
        actor: Actor,
        slug: &str,
        id: ParticipantId,
        why: &str,
    ) -> Result<PersonDetail, OfficeError> {
        allowed(actor, Action::CorrectParticipants)?;
        for _ in 0..TRIES {
            match self.try_to_exclude(actor, slug, id, why).await? {
                Tried::Done {
                    told,
                    contest,
                    rounds,
                    counted,
                } => {
                    if counted {
                        self.forget();
                    }
                    self.fill_anew(contest, &rounds).await;
                    return Ok(*told);
                }
                Tried::Running(attempts) => {
                    for attempt in &attempts {
                        let facts = self.facts_of(attempt).await?;
                        self.end_now(&facts).await?;
                    }
                }
            }
        }
        let busy = "the person begins one attempt after another";
        Err(StoreError::Unavailable(busy.into()).into())
    }

    async fn try_to_exclude(
        &self,
        actor: Actor,
        slug: &str,
        id: ParticipantId,
        why: &str,
    ) -> Result<Tried, OfficeError> {
        let mut work = self.store.begin().await?;
        let (contest, _) = person_in_reach(&mut *work, actor, slug, id).await?;
        let why = reason(why).map_err(|fault| Faults(vec![fault]))?;
        let now = self.now();
        if !work.set_excluded(id, Some(now)).await? {
            return Err(Standing::Excluded.into());
        }
        // He is locked from here on, so that these are all.
        let attempts = work.attempts_of(id).await?;
        let (running, ended): (Vec<Attempt>, Vec<Attempt>) = attempts
            .into_iter()
            .filter(|attempt| attempt.state != AttemptState::Void)
            .partition(|attempt| attempt.state == AttemptState::Active);
        if !running.is_empty() {
            return Ok(Tried::Running(running));
        }
        // Rounds by id, so that two who exclude people never wait for each other.
        let mut by_round: BTreeMap<RoundId, Vec<AttemptId>> = BTreeMap::new();
        for attempt in ended {
            by_round.entry(attempt.round).or_default().push(attempt.id);
        }
        let mut voidings = Vec::with_capacity(by_round.len());
        let rounds: Vec<RoundId> = by_round.keys().copied().collect();
        let mut counted = false;
        for (round, attempts) in by_round {
            let voiding = self
                .void_in(&mut *work, actor, &contest, (round, id), attempts, &why)
                .await?;
            counted |= voiding.1;
            voidings.push(voiding.0);
        }
        let exclusion = Exclusion {
            id: entropy::id(&*self.entropy, now, ExclusionId::new),
            participant: id,
            reason: why.clone(),
            made_by: actor.to_string(),
            at: now,
            voidings,
            lifted_at: None,
        };
        work.add_exclusion(&exclusion).await?;
        let change = self.change(actor, id, "exclusion", (None, None), &why);
        work.add_change(&change).await?;
        let line = work.person_line(id).await?.ok_or(NotFound)?;
        let told = Box::new(detail(&mut *work, &contest, line).await?);
        let facts = json!({
            "contest": contest.id, "exclusion": exclusion.id, "voids": exclusion.voidings,
        });
        let subject = format!("participant:{id}");
        self.audit(
            &mut *work,
            &actor.to_string(),
            "participant.excluded",
            subject,
            &facts,
        )
        .await?;
        if counted {
            self.raise(&mut *work, Revision::Everything).await?;
        }
        work.commit().await?;
        Ok(Tried::Done {
            told,
            contest: contest.id,
            rounds,
            counted,
        })
    }

    /// Makes what a person handed in in a round void; gives the void, and whether a result was counted
    /// anew. In a round that is not over there is no result yet from which a place could be lost.
    async fn void_in(
        &self,
        work: &mut dyn UnitOfWork,
        actor: Actor,
        contest: &Contest,
        (id, participant): (RoundId, ParticipantId),
        attempts: Vec<AttemptId>,
        why: &str,
    ) -> Result<(VoidingId, bool), OfficeError> {
        work.lock_round(id).await?;
        let round = work.round(id).await?.ok_or(NotFound)?;
        let newest = work.latest_result(id).await?;
        let is_over = round.state.is_over() && round.state != RoundState::Void;
        if is_over {
            allowed(actor, Action::WorkDesk)?;
        }
        let now = self.now();
        let days = i64::from(contest.file.awards.appeal_days);
        let voiding = Voiding {
            id: entropy::id(&*self.entropy, now, VoidingId::new),
            round: id,
            participant,
            attempts,
            whole_person: true,
            result_version: newest.map_or(0, |result| result.version),
            reason: why.to_owned(),
            made_by: actor.to_string(),
            at: now,
            appeal_until: now + Millis::seconds(days * 86_400),
            appeal: None,
        };
        work.add_voiding(&voiding).await?;
        work.void_attempts(&voiding.attempts).await?;
        if is_over {
            self.next_result(work, contest, &round, actor).await?;
        }
        Ok((voiding.id, is_over))
    }
}
