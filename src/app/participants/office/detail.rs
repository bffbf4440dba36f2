//! All that the office sees of a person.

use super::super::UnitName;
use super::view::{PersonView, UnitNames};
use super::{OfficeError, person_in_reach};
use crate::app::App;
use crate::app::running::By;
use crate::app::staff::allowed;
use crate::auth::{Action, Actor};
use crate::domain::{
    AttemptId, AttemptState, ConsentGiven, Contest, Guardian, ParticipantId, RoundId, Timestamp,
};
use crate::store::{PersonLine, StoreError, UnitOfWork};
use serde::Serialize;
use std::collections::{BTreeMap, HashMap};
use utoipa::ToSchema;

/// A purpose that a person agreed to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ConsentLine {
    /// The purpose.
    pub purpose: String,
    /// Version of the text.
    pub version: String,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
}

impl From<&ConsentGiven> for ConsentLine {
    fn from(consent: &ConsentGiven) -> Self {
        Self {
            purpose: consent.purpose.clone(),
            version: consent.version.clone(),
            at: consent.at,
        }
    }
}

/// The adult who agreed for someone under 16.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct GuardianLine {
    /// Full name.
    pub full_name: String,
    /// Telephone number in E.164.
    pub phone: String,
    /// Father, mother, …
    pub relation: String,
}

impl From<&Guardian> for GuardianLine {
    fn from(guardian: &Guardian) -> Self {
        Self {
            full_name: guardian.full_name.clone(),
            phone: guardian.phone.clone(),
            relation: guardian.relation.clone(),
        }
    }
}

/// One of a person's attempts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PersonAttempt {
    /// Its id.
    #[schema(value_type = String)]
    pub id: AttemptId,
    /// Code of the round.
    pub round: String,
    /// 1, 2, … within the round.
    pub ordinal: i64,
    /// active, submitted, expired or void.
    #[schema(value_type = String)]
    pub state: AttemptState,
    /// When it began.
    #[schema(value_type = String, format = DateTime)]
    pub started_at: Timestamp,
    /// When it ends, or had to.
    #[schema(value_type = String, format = DateTime)]
    pub deadline_at: Timestamp,
    /// When it was handed in.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub submitted_at: Option<Timestamp>,
    /// Points.
    pub score: Option<i64>,
}

/// Something of a person that staff changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct HistoryLine {
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// By whom; null: by command.
    pub by: Option<By>,
    /// The key of a field, or `exclusion`, `readmission`, `sign_in_code`.
    pub what: String,
    /// What it was.
    pub before: Option<String>,
    /// What it is.
    pub after: Option<String>,
    /// Why.
    pub reason: String,
}

/// All that the office sees of a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PersonDetail {
    /// His id.
    #[schema(value_type = String)]
    pub id: ParticipantId,
    /// His number.
    pub number: i64,
    /// His public pseudonym.
    pub alias: String,
    /// His full name.
    pub full_name: String,
    /// His unit.
    pub unit: Option<UnitName>,
    /// Code of his group (bảng).
    pub group: Option<String>,
    /// `YYYY-MM-DD`.
    pub birth_date: Option<String>,
    /// The last three digits of his telephone number.
    pub phone_masked: Option<String>,
    /// Where his newest attempt stands.
    #[schema(value_type = Option<String>)]
    pub last_state: Option<AttemptState>,
    /// Whether he was taken out of the contest.
    pub excluded: bool,
    /// When he registered.
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
    /// Seconds that he has on top of every time limit of the contest.
    pub extra_time_s: u32,
    /// All fields of the form by key, in their normal form.
    pub fields: BTreeMap<String, String>,
    /// What he agreed to.
    pub consents: Vec<ConsentLine>,
    /// Who agreed for him, where he was under 16.
    pub guardian: Option<GuardianLine>,
    /// His attempts, the oldest first.
    pub attempts: Vec<PersonAttempt>,
    /// What staff changed, the newest first.
    pub history: Vec<HistoryLine>,
}

impl App {
    /// All that the office sees of a person.
    pub async fn participant_detail(
        &self,
        actor: Actor,
        slug: &str,
        id: ParticipantId,
    ) -> Result<PersonDetail, OfficeError> {
        allowed(actor, Action::ReadParticipants)?;
        let mut work = self.store.read().await?;
        let (contest, line) = person_in_reach(&mut *work, actor, slug, id).await?;
        Ok(detail(&mut *work, &contest, line).await?)
    }
}

/// The same within a transaction that may have changed him.
pub(super) async fn detail(
    work: &mut dyn UnitOfWork,
    contest: &Contest,
    line: PersonLine,
) -> Result<PersonDetail, StoreError> {
    let id = line.person.id;
    let rounds = work.rounds_of(contest.id).await?;
    let codes: HashMap<RoundId, String> = rounds
        .into_iter()
        .map(|round| (round.id, round.rules.code))
        .collect();
    let attempts = work.attempts_of(id).await?;
    let mut units = UnitNames::default();
    units.read(work, std::slice::from_ref(&line)).await?;
    let mut history = Vec::new();
    for change in work.changes_of(id).await? {
        history.push(HistoryLine {
            at: change.at,
            by: By::read(work, &change.made_by).await?,
            what: change.what,
            before: change.before,
            after: change.after,
            reason: change.reason,
        });
    }
    history.reverse();
    let view = PersonView::of(&line, &attempts, &units);
    let person = line.person;
    Ok(PersonDetail {
        id,
        number: view.number,
        alias: view.alias,
        full_name: view.full_name,
        unit: view.unit,
        group: view.group,
        birth_date: view.birth_date,
        phone_masked: view.phone_masked,
        last_state: view.last_state,
        excluded: view.excluded,
        created_at: view.created_at,
        extra_time_s: person.extra_time_s,
        consents: person.consents.iter().map(ConsentLine::from).collect(),
        guardian: person.guardian.as_ref().map(GuardianLine::from),
        fields: person.fields,
        attempts: attempts
            .into_iter()
            .map(|attempt| PersonAttempt {
                id: attempt.id,
                round: codes.get(&attempt.round).cloned().unwrap_or_default(),
                ordinal: attempt.ordinal,
                state: attempt.state,
                started_at: attempt.started_at,
                deadline_at: attempt.deadline_at,
                submitted_at: attempt.outcome.as_ref().map(|done| done.submitted_at),
                score: attempt.outcome.as_ref().map(|done| done.score),
            })
            .collect(),
        history,
    })
}
