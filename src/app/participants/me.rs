//! What a person sees of himself.

use super::Card;
use crate::app::refusal::refuses_through_its_cause;
use crate::app::{Absent, App, NotFound, NotSignedIn, Refusal, SignedIn};
use crate::domain::contest::{Asked, AtSubmit};
use crate::domain::{Attempt, AttemptId, AttemptState, Outcome, Round, RoundId, Timestamp};
use crate::engine::window::state_at;
use crate::store::StoreError;
use serde::Serialize;
use utoipa::ToSchema;

/// Why a person does not see himself.
#[derive(Debug, thiserror::Error)]
pub enum MeError {
    /// No such contest.
    #[error(transparent)]
    NotFound(#[from] NotFound),
    /// The session belongs to another contest.
    #[error(transparent)]
    NotSignedIn(#[from] NotSignedIn),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl MeError {
    fn refusal(&self) -> &dyn Refusal {
        match self {
            Self::NotFound(refusal) => refusal,
            Self::NotSignedIn(refusal) => refusal,
            Self::Store(refusal) => refusal,
        }
    }
}

refuses_through_its_cause!(MeError);

impl From<Absent> for MeError {
    fn from(absent: Absent) -> Self {
        match absent {
            Absent::NotFound(refusal) => refusal.into(),
            Absent::Store(refusal) => refusal.into(),
        }
    }
}

/// A person and his attempts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Me {
    /// The person.
    pub participant: Profile,
    /// Whether nothing is missing that the contest asks for after answering; without it he has no
    /// place.
    pub complete: bool,
    /// Keys of the fields that are asked for after answering and are not given yet, in the order of
    /// the form.
    pub missing: Vec<String>,
    /// His attempts in the contest, oldest first.
    pub attempts: Vec<AttemptLine>,
    /// The time now.
    #[schema(value_type = String, format = DateTime)]
    pub server_time: Timestamp,
}

/// A person as only he sees himself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Profile {
    /// Id, number and pseudonym.
    #[serde(flatten)]
    pub card: Card,
    /// Full name.
    pub full_name: String,
    /// Code of the group (bảng).
    pub group: Option<String>,
    /// The unit.
    pub unit: Option<UnitName>,
}

/// A unit by code and name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct UnitName {
    /// Code.
    pub code: String,
    /// Name.
    pub name: String,
}

/// One of his attempts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct AttemptLine {
    /// Opaque.
    #[schema(value_type = String)]
    pub id: AttemptId,
    /// Id of the round.
    #[schema(value_type = String)]
    pub round: RoundId,
    /// 1, 2, … within the round.
    pub ordinal: i64,
    /// Where it stands.
    #[schema(value_type = String)]
    pub state: AttemptState,
    /// When it was handed in.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub submitted_at: Option<Timestamp>,
    /// What came of it, if the person may know.
    pub result: Option<OwnResult>,
}

/// What came of an attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct OwnResult {
    /// Points.
    pub score: i64,
    /// Greatest number of points.
    pub max_score: i64,
    /// Right answers.
    pub correct: i64,
    /// Number of questions.
    pub questions: i64,
    /// Whether a disqualifying question was missed, so that the attempt is not ranked.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub failed: bool,
}

impl From<&Outcome> for OwnResult {
    fn from(outcome: &Outcome) -> Self {
        Self {
            score: outcome.score,
            max_score: outcome.max_score,
            correct: outcome.correct,
            questions: outcome.questions,
            failed: outcome.failed,
        }
    }
}

impl App {
    /// The signed-in person and his attempts in that contest.
    pub async fn me(&self, slug: &str, who: SignedIn) -> Result<Me, MeError> {
        let known = self.published(slug).await?;
        if known.contest.id != who.contest {
            return Err(NotSignedIn.into());
        }
        let mut work = self.store.read().await?;
        let person = work
            .participant(who.participant)
            .await?
            .ok_or(NotSignedIn)?;
        let unit = match person.unit {
            Some(unit) => work.unit(unit).await?,
            None => None,
        };
        let attempts = work.attempts_of(who.participant).await?;
        let now = self.now();
        let line = |attempt: &Attempt| {
            let round = known.rounds.iter().find(|round| round.id == attempt.round);
            line(attempt, round, now)
        };
        let registration = &known.contest.file.registration;
        let missing = registration
            .asked(Asked::After)
            .filter(|field| !person.fields.contains_key(&field.key))
            .map(|field| field.key.clone())
            .collect();
        Ok(Me {
            complete: registration.is_complete(&person.fields),
            missing,
            participant: Profile {
                card: Card::from(&person),
                full_name: person.full_name,
                group: person.group,
                unit: unit.map(|unit| UnitName {
                    code: unit.draft.code,
                    name: unit.draft.name,
                }),
            },
            attempts: attempts.iter().map(line).collect(),
            server_time: now,
        })
    }
}

fn line(attempt: &Attempt, round: Option<&Round>, now: Timestamp) -> AttemptLine {
    let outcome = attempt.outcome.as_ref();
    let is_told = round.is_some_and(|round| {
        round.rules.publish.at_submit != AtSubmit::None || state_at(round, now).is_over()
    });
    let counts = attempt.state != AttemptState::Void;
    AttemptLine {
        id: attempt.id,
        round: attempt.round,
        ordinal: attempt.ordinal,
        state: attempt.state,
        submitted_at: outcome.map(|outcome| outcome.submitted_at),
        result: outcome.filter(|_| is_told && counts).map(OwnResult::from),
    }
}
