//! A person gives what the contest asks for after answering, and so gets a place.

use super::form::{self, unit_unknown};
use super::me::{Me, MeError};
use super::register::FormFaults;
use crate::app::contests::Known;
use crate::app::refusal::refuses_through_its_cause;
use crate::app::{Absent, App, NotSignedIn, Refusal, SignedIn};
use crate::domain::{Attempt, AttemptState, Participant, RoundState};
use crate::engine::window::state_at;
use crate::store::{StoreError, UnitOfWork};
use serde::Deserialize;
use serde_json::Value;
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// Body of a completion.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Completing {
    /// The fields that are asked for after answering, by key; `unit` is a unit code.
    pub fields: BTreeMap<String, Value>,
}

/// Why a registration was not completed.
#[derive(Debug, thiserror::Error)]
pub enum CompleteError {
    /// Not signed in to this contest, or there is none.
    #[error(transparent)]
    Me(#[from] MeError),
    /// Faults in the form.
    #[error(transparent)]
    Form(#[from] FormFaults),
}

impl CompleteError {
    fn refusal(&self) -> &dyn Refusal {
        match self {
            Self::Me(refusal) => refusal,
            Self::Form(refusal) => refusal,
        }
    }
}

refuses_through_its_cause!(CompleteError);

impl From<StoreError> for CompleteError {
    fn from(error: StoreError) -> Self {
        MeError::from(error).into()
    }
}

impl From<Absent> for CompleteError {
    fn from(absent: Absent) -> Self {
        MeError::from(absent).into()
    }
}

impl App {
    /// Adds what is asked for after answering to a registration. What was given once stays; giving the
    /// same again changes nothing. When all that is required is there, the person gets his place on the
    /// boards of rounds that are under way.
    pub async fn complete_registration(
        &self,
        slug: &str,
        who: SignedIn,
        given: &Completing,
    ) -> Result<Me, CompleteError> {
        let known = self.published(slug).await?;
        if known.contest.id != who.contest {
            return Err(MeError::from(NotSignedIn).into());
        }
        let mut work = self.store.begin().await?;
        let before = work.participant(who.participant).await?;
        let before = before.ok_or_else(|| MeError::from(NotSignedIn))?;
        let after = self.completed(&mut *work, &known, &before, given).await?;
        if after != before {
            let fits = work.complete_participant(&after, &before.fields).await?;
            if !fits {
                // Two of his devices at once: the later one tries again, and finds what the other gave.
                let busy = "the registration is being completed from another device";
                return Err(StoreError::Unavailable(busy.into()).into());
            }
            let fields: Vec<&String> = after
                .fields
                .keys()
                .filter(|key| !before.fields.contains_key(*key))
                .collect();
            self.audit(
                &mut *work,
                "participant",
                "participant.completed",
                format!("participant:{}", after.id),
                &serde_json::json!({ "fields": fields }),
            )
            .await?;
            work.commit().await?;
            self.people.remove(&after.id);
            self.give_places(&known, &after).await?;
        }
        Ok(self.me(slug, who).await?)
    }

    async fn completed(
        &self,
        work: &mut dyn UnitOfWork,
        known: &Known,
        before: &Participant,
        given: &Completing,
    ) -> Result<Participant, CompleteError> {
        let registration = &known.contest.file.registration;
        let now = self.now();
        let checked = form::check_after(registration, &before.fields, &given.fields, now);
        let fields = checked.map_err(FormFaults)?;
        let mut after = before.clone();
        if let Some(code) = fields.get("unit") {
            let unit = self.living_unit(work, code).await?;
            after.unit = Some(unit.ok_or_else(|| FormFaults(vec![unit_unknown()]))?);
        }
        if let Some(name) = fields.get("full_name") {
            after.full_name.clone_from(name);
        }
        after.fields.extend(fields);
        Ok(after)
    }

    /// Brings a person who has just become complete onto the boards of rounds that are under way.
    async fn give_places(&self, known: &Known, person: &Participant) -> Result<(), Absent> {
        let attempts = self.store.read().await?.attempts_of(person.id).await?;
        let now = self.now();
        for round in &known.rounds {
            let runs = matches!(state_at(round, now), RoundState::Open | RoundState::Closing);
            if !runs {
                continue;
            }
            // In their order, as they were handed in: each has its say as it had then.
            for attempt in attempts.iter().filter(|a| a.round == round.id && counts(a)) {
                let facts = self.facts_of(attempt).await?;
                self.enter_board(&facts, attempt);
            }
        }
        Ok(())
    }
}

/// Whether an attempt is handed in and not void.
fn counts(attempt: &Attempt) -> bool {
    matches!(
        attempt.state,
        AttemptState::Submitted | AttemptState::Expired
    )
}
