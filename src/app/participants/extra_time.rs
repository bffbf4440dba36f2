//! Extra time for a person, for example with a disability (domain.md 2.1).

use super::register::FormFaults;
use crate::app::refusal::refuses_through_its_cause;
use crate::app::rounds::{Ends, running_of};
use crate::app::staff::{Forbidden, allowed};
use crate::app::tenancy::contest_of;
use crate::app::{Absent, App, FieldFault, NotFound, Refusal, Revision};
use crate::auth::{Action, Actor};
use crate::store::StoreError;
use serde_json::json;
use std::collections::BTreeMap;

/// Most seconds that a person may be given: a day.
const MOST_S: u32 = 86_400;

/// Why no time was given.
#[derive(Debug, thiserror::Error)]
pub enum ExtraTimeError {
    /// Not for this member of staff.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// No such contest, or nobody of that identity, or the store failed.
    #[error(transparent)]
    Absent(#[from] Absent),
    /// The contest knows people by other fields, the reason is missing, or the time is out of range.
    #[error(transparent)]
    Form(#[from] FormFaults),
}

impl From<StoreError> for ExtraTimeError {
    fn from(error: StoreError) -> Self {
        Self::Absent(error.into())
    }
}

impl From<NotFound> for ExtraTimeError {
    fn from(error: NotFound) -> Self {
        Self::Absent(error.into())
    }
}

impl ExtraTimeError {
    fn refusal(&self) -> &dyn Refusal {
        match self {
            Self::Forbidden(refusal) => refusal,
            Self::Absent(refusal) => refusal,
            Self::Form(refusal) => refusal,
        }
    }
}

refuses_through_its_cause!(ExtraTimeError);

/// What was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ExtraTime {
    /// The person's number.
    pub number: i64,
    /// Seconds that he has on top of the time limit from now on.
    pub seconds: u32,
    /// Running attempts whose end moved.
    pub moved: usize,
}

impl App {
    /// Gives the person of that identity so many seconds on top of the time limit, in place of what he
    /// had, in every attempt from now on; the end of a running one moves at once, and never earlier.
    pub async fn give_extra_time(
        &self,
        actor: Actor,
        slug: &str,
        identity: &BTreeMap<String, String>,
        seconds: u32,
        reason: &str,
    ) -> Result<ExtraTime, ExtraTimeError> {
        allowed(actor, Action::RunRounds)?;
        let mut faults = Vec::new();
        if seconds > MOST_S {
            faults.push(FieldFault {
                pointer: "/seconds".to_owned(),
                code: "field.range",
                vietnamese: "Thời gian cộng thêm tối đa 86.400 giây.".to_owned(),
                english: "Extra time is 86,400 seconds at most.".to_owned(),
            });
        }
        if reason.trim().is_empty() {
            faults.push(super::form::required("/reason".to_owned()));
        }
        if !faults.is_empty() {
            return Err(FormFaults(faults).into());
        }
        let mut work = self.store.begin().await?;
        let contest = contest_of(&mut *work, actor, slug).await?;
        let identity = self
            .identity_typed(&contest, identity)
            .map_err(FormFaults)?;
        let found = work.participant_by_identity(contest.id, &identity).await?;
        let (mut person, _) = found.ok_or(NotFound)?;
        work.set_extra_time(person.id, seconds).await?;
        person.extra_time_s = seconds;
        let mut moved = 0;
        for round in work.rounds_of(contest.id).await? {
            let running = running_of(&mut *work, &person, &round).await?;
            if !running.is_empty() {
                let ends = Ends::read(&mut *work, &round).await?;
                moved += ends.apply(&mut *work, &running).await?;
            }
        }
        let detail = json!({ "seconds": seconds, "reason": reason, "moved": moved });
        self.audit(
            &mut *work,
            &actor.to_string(),
            "participant.extra_time",
            format!("participant:{}", person.id),
            &detail,
        )
        .await?;
        self.raise(&mut *work, Revision::Everything).await?;
        self.raise(&mut *work, Revision::Deadlines).await?;
        work.commit().await?;
        self.forget();
        self.forget_as_of(Revision::Deadlines);
        Ok(ExtraTime {
            number: person.number,
            seconds,
            moved,
        })
    }
}
