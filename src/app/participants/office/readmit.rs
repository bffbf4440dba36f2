//! Letting a person back who was taken out of a contest, until results are published.

use super::detail::{PersonDetail, detail};
use super::error::Standing;
use super::{OfficeError, person_in_reach};
use crate::app::desk::DeskError;
use crate::app::running::{Faults, reason};
use crate::app::staff::allowed;
use crate::app::{App, NotFound, Revision};
use crate::auth::{Action, Actor};
use crate::domain::desk::{Appeal, AppealDecision, Voiding};
use crate::domain::running::Exclusion;
use crate::domain::{Contest, ParticipantId, Round, RoundId, RoundState};
use crate::store::UnitOfWork;
use serde_json::json;

impl App {
    /// Lets a person back: he may start again, and what the exclusion made void counts again, an attempt
    /// that it ended as far as it had come. Where a round is over, its result is counted anew, and that
    /// takes another member of staff than the one who excluded, as at the desk.
    pub async fn readmit_participant(
        &self,
        actor: Actor,
        slug: &str,
        id: ParticipantId,
        why: &str,
    ) -> Result<PersonDetail, OfficeError> {
        allowed(actor, Action::CorrectParticipants)?;
        let mut work = self.store.begin().await?;
        let (contest, _) = person_in_reach(&mut *work, actor, slug, id).await?;
        let why = reason(why).map_err(|fault| Faults(vec![fault]))?;
        if !work.set_excluded(id, None).await? {
            return Err(Standing::NotExcluded.into());
        }
        let exclusion = work.exclusion_of(id).await?.ok_or(NotFound)?;
        let mut voids = Vec::with_capacity(exclusion.voidings.len());
        for voiding in &exclusion.voidings {
            voids.push(work.voiding(*voiding).await?.ok_or(NotFound)?);
        }
        // As they were locked when he was excluded.
        voids.sort_by_key(|voiding| voiding.round);
        let rounds: Vec<RoundId> = voids.iter().map(|voiding| voiding.round).collect();
        let mut counted = false;
        for voiding in voids {
            counted |= self
                .reinstate(&mut *work, actor, &contest, &exclusion, (voiding, &why))
                .await?;
        }
        let now = self.now();
        work.lift_exclusion(exclusion.id, now).await?;
        let change = self.change(actor, id, "readmission", (None, None), &why);
        work.add_change(&change).await?;
        let line = work.person_line(id).await?.ok_or(NotFound)?;
        let told = detail(&mut *work, &contest, line).await?;
        let facts = json!({ "contest": contest.id, "exclusion": exclusion.id });
        let subject = format!("participant:{id}");
        self.audit(
            &mut *work,
            &actor.to_string(),
            "participant.readmitted",
            subject,
            &facts,
        )
        .await?;
        if counted {
            self.raise(&mut *work, Revision::Everything).await?;
        }
        work.commit().await?;
        if counted {
            self.forget();
        }
        self.fill_anew(contest.id, &rounds).await;
        Ok(told)
    }

    /// Ends a void of the exclusion; gives whether a result was counted anew.
    async fn reinstate(
        &self,
        work: &mut dyn UnitOfWork,
        actor: Actor,
        contest: &Contest,
        exclusion: &Exclusion,
        (mut voiding, why): (Voiding, &str),
    ) -> Result<bool, OfficeError> {
        work.lock_round(voiding.round).await?;
        let round = work.round(voiding.round).await?.ok_or(NotFound)?;
        // The desk let him back in this round before.
        if !voiding.in_force() {
            return Ok(false);
        }
        let is_over = may_change(&round, actor, exclusion)?;
        let now = self.now();
        let by = actor.to_string();
        let decision = AppealDecision {
            reinstated: true,
            reason: why.to_owned(),
            by: by.clone(),
            at: now,
        };
        match &mut voiding.appeal {
            Some(appeal) if appeal.decision.is_some() => return Err(Standing::Decided.into()),
            Some(appeal) => appeal.decision = Some(decision),
            none => {
                *none = Some(Appeal {
                    text: why.to_owned(),
                    recorded_by: by,
                    at: now,
                    decision: Some(decision),
                });
            }
        }
        work.put_appeal(&voiding).await?;
        work.reinstate_attempts(&voiding.attempts).await?;
        if is_over {
            self.next_result(work, contest, &round, actor).await?;
        }
        Ok(is_over)
    }
}

/// Whether the round is over, if that person may change its result.
fn may_change(round: &Round, actor: Actor, exclusion: &Exclusion) -> Result<bool, OfficeError> {
    match round.state {
        RoundState::Published => Err(DeskError::Published.into()),
        state if state.is_over() && state != RoundState::Void => {
            allowed(actor, Action::WorkDesk)?;
            if actor.staff().is_none() {
                return Err(DeskError::Nameless.into());
            }
            if exclusion.made_by == actor.to_string() {
                return Err(DeskError::SamePerson.into());
            }
            Ok(true)
        }
        _ => Ok(false),
    }
}
