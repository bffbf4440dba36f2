//! Giving time and attempts.

use super::{Ends, running_of};
use crate::app::refusal::refuses_through_its_cause;
use crate::app::running::{Faults, reason, round_in_reach};
use crate::app::staff::{Forbidden, allowed};
use crate::app::{Absent, App, FieldFault, Language, NotFound, Refusal, Revision};
use crate::auth::{Action, Actor};
use crate::domain::running::{Given, Grant, GrantTo};
use crate::domain::{GrantId, ParticipantId, Round, RoundId, RoundState, UnitId};
use crate::entropy;
use crate::store::{StoreError, UnitOfWork};
use serde_json::json;
use std::collections::HashSet;

/// Most seconds that are given at once: a day, as for extra time.
const MOST_S: u32 = 86_400;
/// Most attempts that are given back at once.
const MOST_ATTEMPTS: u32 = 100;

/// To whom, as staff name it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GrantTarget {
    /// The person of that id.
    Person(ParticipantId),
    /// The unit of that code, with all below it.
    Unit(String),
    /// Everybody.
    All,
}

/// What is to be given.
#[derive(Debug, Clone)]
pub struct GrantRequest {
    /// The round.
    pub round: RoundId,
    /// To whom.
    pub to: GrantTarget,
    /// Why.
    pub reason: String,
}

/// Time that was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GaveTime {
    /// People who registered among those whom it is for.
    pub people: i64,
    /// Running attempts whose end moved.
    pub moved: usize,
}

/// Attempts that were given back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GaveAttempts {
    /// People who registered among those whom it is for.
    pub people: i64,
}

/// Why nothing was given.
#[derive(Debug, thiserror::Error)]
pub enum GrantError {
    /// Not for this member of staff.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// No such round or person, or the store failed.
    #[error(transparent)]
    Absent(#[from] Absent),
    /// The reason is missing, the amount out of range, or there is no such unit.
    #[error(transparent)]
    Fields(#[from] Faults),
    /// The round is over, or a draft.
    #[error("the round is not under way")]
    NotUnderWay,
}

/// The round is over, or a draft.
#[derive(Debug, Clone, Copy, thiserror::Error)]
#[error("the round is not under way")]
struct NotUnderWay;

impl Refusal for NotUnderWay {
    fn code(&self) -> &'static str {
        "round.not_under_way"
    }

    fn detail(&self, language: Language) -> String {
        match language {
            Language::Vietnamese => "Vòng thi còn là bản nháp hoặc đã đóng nên không gia hạn hay trả lượt được. Nếu đã đóng, hãy mở lại vòng thi trước.",
            Language::English => "The round is a draft or closed, so nothing can be given in it. If it is closed, reopen it first.",
        }
        .to_owned()
    }
}

impl GrantError {
    fn refusal(&self) -> &dyn Refusal {
        match self {
            Self::Forbidden(refusal) => refusal,
            Self::Absent(refusal) => refusal,
            Self::Fields(refusal) => refusal,
            Self::NotUnderWay => &NotUnderWay,
        }
    }
}

refuses_through_its_cause!(GrantError);

impl From<StoreError> for GrantError {
    fn from(error: StoreError) -> Self {
        Self::Absent(error.into())
    }
}

impl From<NotFound> for GrantError {
    fn from(error: NotFound) -> Self {
        Self::Absent(error.into())
    }
}

/// A number of seconds or attempts that is not from one to the most.
fn out_of_range(pointer: &str, most: u32) -> FieldFault {
    FieldFault {
        pointer: pointer.to_owned(),
        code: "field.range",
        vietnamese: format!("Cần một số từ 1 đến {most}."),
        english: format!("A number from 1 to {most} is needed."),
    }
}

impl App {
    /// Gives time on top of the time limit, in attempts of the round that run and in those that begin
    /// later. The end of a running one moves at once, in the same transaction, and never earlier.
    pub async fn extend(
        &self,
        actor: Actor,
        request: &GrantRequest,
        seconds: u32,
    ) -> Result<GaveTime, GrantError> {
        let range = (1..=MOST_S).contains(&seconds);
        let fault = (!range).then(|| out_of_range("/seconds", MOST_S));
        let given = Given::Seconds(seconds);
        let (people, moved) = self.give(actor, request, given, fault).await?;
        Ok(GaveTime { people, moved })
    }

    /// Gives attempts on top of those that the rules allow.
    pub async fn give_attempts_back(
        &self,
        actor: Actor,
        request: &GrantRequest,
        attempts: u32,
    ) -> Result<GaveAttempts, GrantError> {
        let range = (1..=MOST_ATTEMPTS).contains(&attempts);
        let fault = (!range).then(|| out_of_range("/attempts", MOST_ATTEMPTS));
        let given = Given::Attempts(attempts);
        let (people, _) = self.give(actor, request, given, fault).await?;
        Ok(GaveAttempts { people })
    }

    async fn give(
        &self,
        actor: Actor,
        request: &GrantRequest,
        given: Given,
        fault: Option<FieldFault>,
    ) -> Result<(i64, usize), GrantError> {
        allowed(actor, Action::RunRounds)?;
        let mut work = self.store.begin().await?;
        // Nobody starts without knowing of the grant, and nothing is closed meanwhile.
        work.lock_round(request.round).await?;
        let (round, contest) = round_in_reach(&mut *work, actor, request.round).await?;
        let mut faults: Vec<FieldFault> = fault.into_iter().collect();
        let why = reason(&request.reason).unwrap_or_else(|fault| {
            faults.push(fault);
            String::new()
        });
        let to = self.target(&mut *work, &round, &request.to).await?;
        let to = match to {
            Ok(to) => Some(to),
            Err(fault) => {
                faults.push(fault);
                None
            }
        };
        let Some((to, units)) = to.filter(|_| faults.is_empty()) else {
            return Err(Faults(faults).into());
        };
        if round.state.is_over() || round.state == RoundState::Draft {
            return Err(GrantError::NotUnderWay);
        }
        let now = self.now();
        let grant = Grant {
            id: entropy::id(&*self.entropy, now, GrantId::new),
            round: round.id,
            to,
            given,
            reason: why,
            made_by: actor.to_string(),
            at: now,
            people: match to {
                GrantTo::Person(_) => 1,
                GrantTo::Unit(unit) => work.registered_in(contest.id, unit).await?,
                GrantTo::All => work.registered(contest.id).await?,
            },
        };
        work.add_grant(&grant).await?;
        let moved = match given {
            Given::Seconds(_) => move_ends(&mut *work, &round, to, &units).await?,
            Given::Attempts(_) => 0,
        };
        // The reason may name people; it stands with the grant.
        let detail = json!({
            "grant": grant.id, "kind": given.kind(), "amount": given.amount(),
            "to": match to {
                GrantTo::Person(person) => json!({ "participant": person }),
                GrantTo::Unit(unit) => json!({ "unit": unit }),
                GrantTo::All => json!({ "all": true }),
            },
            "people": grant.people, "moved": moved,
        });
        let action = match given {
            Given::Seconds(_) => "round.extended",
            Given::Attempts(_) => "round.attempts_given_back",
        };
        let subject = format!("round:{}", round.id);
        self.audit(&mut *work, &actor.to_string(), action, subject, &detail)
            .await?;
        if moved > 0 {
            self.raise(&mut *work, Revision::Deadlines).await?;
        }
        work.commit().await?;
        if moved > 0 {
            self.forget_as_of(Revision::Deadlines);
        }
        Ok((grant.people, moved))
    }

    /// Whom a target is, with the units that it reaches; a unit that does not exist is a fault of the
    /// form, and a person of another contest does not exist.
    async fn target(
        &self,
        work: &mut dyn UnitOfWork,
        round: &Round,
        to: &GrantTarget,
    ) -> Result<Result<(GrantTo, HashSet<UnitId>), FieldFault>, GrantError> {
        match to {
            GrantTarget::All => Ok(Ok((GrantTo::All, HashSet::new()))),
            GrantTarget::Person(id) => {
                let person = work.participant(*id).await?;
                let person = person.filter(|person| person.contest == round.contest);
                let person = person.ok_or(NotFound)?;
                Ok(Ok((GrantTo::Person(person.id), HashSet::new())))
            }
            GrantTarget::Unit(code) => {
                let Some(unit) = work.unit_by_code(code).await? else {
                    return Ok(Err(FieldFault {
                        pointer: "/to/unit".to_owned(),
                        code: "unit.unknown",
                        vietnamese: "Không có đơn vị này; hãy tìm và chọn trong danh sách."
                            .to_owned(),
                        english: "There is no such unit; please search and choose from the list."
                            .to_owned(),
                    }));
                };
                let below = work.units_below(unit.id).await?;
                Ok(Ok((GrantTo::Unit(unit.id), below)))
            }
        }
    }
}

/// Moves the ends of the running attempts of those whom a grant is for.
async fn move_ends(
    work: &mut dyn UnitOfWork,
    round: &Round,
    to: GrantTo,
    units: &HashSet<UnitId>,
) -> Result<usize, StoreError> {
    let running = match to {
        GrantTo::Person(id) => match work.participant(id).await? {
            Some(person) => running_of(work, &person, round).await?,
            None => Vec::new(),
        },
        GrantTo::Unit(_) => {
            let mut running = work.running_in(round.id).await?;
            running.retain(|one| one.unit.is_some_and(|unit| units.contains(&unit)));
            running
        }
        GrantTo::All => work.running_in(round.id).await?,
    };
    Ends::read(work, round).await?.apply(work, &running).await
}
