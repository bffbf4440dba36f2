//! Declaring attempts void, and objections to it.

use super::change::RoundNow;
use super::error::DeskError;
use super::names::{Names, Who};
use super::reason;
use crate::app::staff::allowed;
use crate::app::tenancy::round_of;
use crate::app::{App, NotFound};
use crate::auth::{Action, Actor};
use crate::domain::desk::{Appeal, AppealDecision, Voiding};
use crate::domain::{
    AttemptId, AttemptState, Millis, ParticipantId, RoundId, Timestamp, VoidingId,
};
use crate::entropy;
use crate::store::{StoreError, UnitOfWork};
use serde::Serialize;
use serde_json::json;
use std::collections::BTreeSet;

/// What to make void.
#[derive(Debug, Clone)]
pub struct VoidRequest {
    /// The person.
    pub participant: ParticipantId,
    /// A single attempt; none: all of the person's in the round.
    pub attempt: Option<AttemptId>,
    /// Why.
    pub reason: String,
}

/// A void.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct VoidingView {
    /// Its id.
    #[schema(value_type = String)]
    pub id: VoidingId,
    /// The person.
    #[schema(value_type = String)]
    pub participant: ParticipantId,
    /// The attempts.
    #[schema(value_type = Vec<String>)]
    pub attempts: Vec<AttemptId>,
    /// Whether it is about the person and not about a single attempt.
    pub whole_person: bool,
    /// The newest result when it was declared.
    pub result_version: i64,
    /// Why.
    pub reason: String,
    /// Who declared it.
    pub made_by: Who,
    /// When.
    #[schema(value_type = String)]
    pub at: Timestamp,
    /// The last instant for an objection.
    #[schema(value_type = String)]
    pub appeal_until: Timestamp,
    /// Whether the attempts are void by it.
    pub in_force: bool,
    /// The objection.
    pub appeal: Option<AppealView>,
}

/// An objection.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct AppealView {
    /// What the person says.
    pub text: String,
    /// Who wrote it down.
    pub recorded_by: Who,
    /// When.
    #[schema(value_type = String)]
    pub at: Timestamp,
    /// upheld: the void stays; reinstated: the attempts count again; null: open.
    pub decision: Option<&'static str>,
    /// Why.
    pub decision_reason: Option<String>,
    /// Who decided.
    pub decided_by: Option<Who>,
    /// When.
    #[schema(value_type = Option<String>)]
    pub decided_at: Option<Timestamp>,
}

impl VoidingView {
    fn of(voiding: &Voiding, names: &Names) -> Self {
        let appeal = voiding.appeal.as_ref().map(|appeal| {
            let decision = appeal.decision.as_ref();
            AppealView {
                text: appeal.text.clone(),
                recorded_by: names.who(&appeal.recorded_by),
                at: appeal.at,
                decision: decision.map(|d| if d.reinstated { "reinstated" } else { "upheld" }),
                decision_reason: decision.map(|decision| decision.reason.clone()),
                decided_by: decision.map(|decision| names.who(&decision.by)),
                decided_at: decision.map(|decision| decision.at),
            }
        });
        Self {
            id: voiding.id,
            participant: voiding.participant,
            attempts: voiding.attempts.clone(),
            whole_person: voiding.whole_person,
            result_version: voiding.result_version,
            reason: voiding.reason.clone(),
            made_by: names.who(&voiding.made_by),
            at: voiding.at,
            appeal_until: voiding.appeal_until,
            in_force: voiding.in_force(),
            appeal,
        }
    }

    /// Of these, with the names of those who decided.
    pub(super) async fn all(
        work: &mut dyn UnitOfWork,
        voidings: &[Voiding],
    ) -> Result<Vec<Self>, StoreError> {
        let mut actors = BTreeSet::new();
        for voiding in voidings {
            actors.insert(voiding.made_by.clone());
            if let Some(appeal) = &voiding.appeal {
                actors.insert(appeal.recorded_by.clone());
                actors.extend(appeal.decision.as_ref().map(|decision| decision.by.clone()));
            }
        }
        let names = Names::read(work, actors).await?;
        Ok(voidings
            .iter()
            .map(|voiding| Self::of(voiding, &names))
            .collect())
    }
}

impl App {
    /// Makes an attempt or all attempts of a person in a round void, and counts the round anew.
    pub async fn void_result(
        &self,
        actor: Actor,
        round: RoundId,
        request: &VoidRequest,
    ) -> Result<(VoidingView, RoundNow), DeskError> {
        allowed(actor, Action::WorkDesk)?;
        let reason = reason("/reason", &request.reason)?;
        let mut taken = self.take_over(actor, round).await?;
        let attempts: Vec<AttemptId> = taken
            .work
            .attempts_of(request.participant)
            .await?
            .into_iter()
            .filter(|attempt| attempt.round == round)
            .filter(|attempt| request.attempt.is_none_or(|id| id == attempt.id))
            .filter(|a| matches!(a.state, AttemptState::Submitted | AttemptState::Expired))
            .map(|attempt| attempt.id)
            .collect();
        if attempts.is_empty() {
            return Err(DeskError::NothingToVoid);
        }
        let now = self.now();
        let days = i64::from(taken.contest.file.awards.appeal_days);
        let voiding = Voiding {
            id: entropy::id(&*self.entropy, now, VoidingId::new),
            round,
            participant: request.participant,
            attempts,
            whole_person: request.attempt.is_none(),
            result_version: taken.newest.version,
            reason,
            made_by: actor.to_string(),
            at: now,
            appeal_until: now + Millis::seconds(days * 86_400),
            appeal: None,
        };
        taken.work.add_voiding(&voiding).await?;
        taken.work.void_attempts(&voiding.attempts).await?;
        let made = self.count_anew(&mut taken, actor).await?;
        let detail = json!({
            "voiding": voiding.id,
            "participant": voiding.participant,
            "attempts": voiding.attempts,
            "result": made.version,
        });
        let view = one(&mut *taken.work, &voiding).await?;
        let now = self.settle(taken, actor, "result.voided", &detail).await?;
        Ok((view, now))
    }

    /// All voids of a round, the oldest first.
    pub async fn voidings(
        &self,
        actor: Actor,
        round: RoundId,
    ) -> Result<Vec<VoidingView>, DeskError> {
        allowed(actor, Action::WorkDesk)?;
        let mut work = self.store.read().await?;
        round_of(&mut *work, actor, round).await?;
        let all = work.voidings_of(round).await?;
        Ok(VoidingView::all(&mut *work, &all).await?)
    }

    /// Writes down what the person says to it, in time.
    pub async fn record_appeal(
        &self,
        actor: Actor,
        round: RoundId,
        voiding: VoidingId,
        text: &str,
    ) -> Result<VoidingView, DeskError> {
        allowed(actor, Action::WorkDesk)?;
        let text = reason("/text", text)?;
        let mut taken = self.take_over(actor, round).await?;
        let mut voiding = of_round(taken.work.voiding(voiding).await?, round)?;
        if voiding.appeal.is_some() {
            return Err(DeskError::AppealExists);
        }
        let now = self.now();
        if now > voiding.appeal_until || voiding.appeal_until == voiding.at {
            return Err(DeskError::AppealLate);
        }
        voiding.appeal = Some(Appeal {
            text,
            recorded_by: actor.to_string(),
            at: now,
            decision: None,
        });
        taken.work.put_appeal(&voiding).await?;
        let detail = json!({ "voiding": voiding.id });
        let view = one(&mut *taken.work, &voiding).await?;
        self.settle(taken, actor, "appeal.recorded", &detail)
            .await?;
        Ok(view)
    }

    /// Decides on an objection; never the one who declared the void. Reinstated attempts count again.
    pub async fn decide_appeal(
        &self,
        actor: Actor,
        round: RoundId,
        voiding: VoidingId,
        reinstated: bool,
        why: &str,
    ) -> Result<(VoidingView, RoundNow), DeskError> {
        allowed(actor, Action::WorkDesk)?;
        let reason = reason("/reason", why)?;
        let mut taken = self.take_over(actor, round).await?;
        let mut voiding = of_round(taken.work.voiding(voiding).await?, round)?;
        by_name(actor)?;
        if voiding.made_by == actor.to_string() {
            return Err(DeskError::SamePerson);
        }
        let now = self.now();
        match &mut voiding.appeal {
            Some(appeal) if appeal.decision.is_none() => {
                appeal.decision = Some(AppealDecision {
                    reinstated,
                    reason,
                    by: actor.to_string(),
                    at: now,
                });
            }
            _ => return Err(DeskError::NoAppeal),
        }
        taken.work.put_appeal(&voiding).await?;
        if reinstated {
            taken.work.reinstate_attempts(&voiding.attempts).await?;
            self.count_anew(&mut taken, actor).await?;
        }
        let detail = json!({
            "voiding": voiding.id,
            "reinstated": reinstated,
            "result": taken.newest.version,
        });
        let view = one(&mut *taken.work, &voiding).await?;
        let now = self.settle(taken, actor, "appeal.decided", &detail).await?;
        Ok((view, now))
    }
}

async fn one(work: &mut dyn UnitOfWork, voiding: &Voiding) -> Result<VoidingView, DeskError> {
    let mut views = VoidingView::all(work, std::slice::from_ref(voiding)).await?;
    views.pop().ok_or_else(|| NotFound.into())
}

fn of_round(voiding: Option<Voiding>, round: RoundId) -> Result<Voiding, NotFound> {
    voiding
        .filter(|voiding| voiding.round == round)
        .ok_or(NotFound)
}

/// Refuses the command line and the platform itself: they have no name.
pub(super) fn by_name(actor: Actor) -> Result<(), DeskError> {
    match actor {
        Actor::Staff { .. } => Ok(()),
        Actor::Command | Actor::Job => Err(DeskError::Nameless),
    }
}
