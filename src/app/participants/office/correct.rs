//! Correcting what a person registered with.

use super::super::form::{self, Corrected, required};
use super::super::register::{Exists, FormFaults};
use super::detail::{PersonDetail, detail};
use super::{OfficeError, person_in_reach};
use crate::app::running::reason;
use crate::app::staff::allowed;
use crate::app::{App, FieldFault, Revision};
use crate::auth::{Action, Actor};
use crate::domain::{Contest, Participant, ParticipantId};
use crate::store::{StoreError, UnitOfWork};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

impl App {
    /// Corrects fields of a person by the rules by which he registered, and writes down what was and what
    /// is, by whom and why. The audit log names the fields only. Boards of rounds under way show him as
    /// he is then; results that exist stay as they are.
    pub async fn correct_participant(
        &self,
        actor: Actor,
        slug: &str,
        id: ParticipantId,
        given: &BTreeMap<String, Value>,
        why: &str,
    ) -> Result<PersonDetail, OfficeError> {
        allowed(actor, Action::CorrectParticipants)?;
        let mut work = self.store.begin().await?;
        let (contest, line) = person_in_reach(&mut *work, actor, slug, id).await?;
        let before = line.person;
        let mut faults: Vec<FieldFault> = Vec::new();
        let why = reason(why).unwrap_or_else(|fault| {
            faults.push(fault);
            String::new()
        });
        if given.is_empty() {
            faults.push(required("/fields".to_owned()));
        }
        let corrected = form::correct(&contest.file, &before, given, self.now());
        let corrected = corrected.unwrap_or_else(|found| {
            faults.extend(found);
            // The unit is looked up all the same, so that all faults are told at once.
            let told = faults.iter().any(|fault| fault.pointer == "/fields/unit");
            let unit = given.get("unit").filter(|_| !told);
            let unit = unit.and_then(Value::as_str);
            Corrected {
                full_name: String::new(),
                birth_date: None,
                unit_code: unit.map(|code| code.trim().to_owned()),
                fields: BTreeMap::new(),
            }
        });
        let unit = self.unit_of(&mut *work, &before, &corrected).await?;
        let unit = unit.unwrap_or_else(|fault| {
            faults.push(fault);
            None
        });
        if !faults.is_empty() {
            return Err(FormFaults(faults).into());
        }
        let after = Participant {
            full_name: corrected.full_name,
            birth_date: corrected.birth_date,
            unit,
            fields: corrected.fields,
            ..before.clone()
        };
        if after != before {
            self.write_correction(&mut *work, actor, &contest, (&before, &after), &why)
                .await?;
        }
        let line = work.person_line(id).await?.ok_or(crate::app::NotFound)?;
        let told = detail(&mut *work, &contest, line).await?;
        if after != before {
            self.raise(&mut *work, Revision::People).await?;
            work.commit().await?;
            self.forget_as_of(Revision::People);
            self.show_anew(contest.id, id).await;
        }
        Ok(told)
    }

    /// The unit of a person after a correction.
    async fn unit_of(
        &self,
        work: &mut dyn UnitOfWork,
        before: &Participant,
        corrected: &Corrected,
    ) -> Result<Result<Option<crate::domain::UnitId>, FieldFault>, StoreError> {
        match corrected.unit_code.as_deref() {
            None => Ok(Ok(before.unit)),
            Some("") => Ok(Ok(None)),
            Some(code) => {
                let unit = self.living_unit(work, code).await?;
                Ok(unit.map(Some).ok_or_else(form::unit_unknown))
            }
        }
    }

    async fn write_correction(
        &self,
        work: &mut dyn UnitOfWork,
        actor: Actor,
        contest: &Contest,
        (before, after): (&Participant, &Participant),
        why: &str,
    ) -> Result<(), OfficeError> {
        let Some(identity) = self.identity_of(contest, &after.fields) else {
            let missing = contest.file.registration.identity.iter();
            let missing = missing.map(|identity| identity.field());
            let faults = missing
                .filter(|key| !after.fields.contains_key(*key))
                .map(|key| required(format!("/fields/{key}")));
            return Err(FormFaults(faults.collect()).into());
        };
        let held = work.participant_by_identity(contest.id, &identity).await?;
        if held.is_some_and(|(other, _)| other.id != after.id) {
            return Err(Exists.into());
        }
        match work.correct_person(after, &identity, &before.fields).await {
            Ok(true) => {}
            Ok(false) => {
                let busy = "the registration was changed at the same moment";
                return Err(StoreError::Unavailable(busy.into()).into());
            }
            // Somebody registered with it a moment ago.
            Err(StoreError::Conflict) => return Err(Exists.into()),
            Err(error) => return Err(error.into()),
        }
        let keys: BTreeSet<&String> = before.fields.keys().chain(after.fields.keys()).collect();
        let changed: Vec<&String> = keys
            .into_iter()
            .filter(|key| before.fields.get(*key) != after.fields.get(*key))
            .collect();
        for key in &changed {
            let values = (
                before.fields.get(*key).cloned(),
                after.fields.get(*key).cloned(),
            );
            let change = self.change(actor, after.id, key, values, why);
            work.add_change(&change).await?;
        }
        let detail = json!({ "contest": contest.id, "fields": changed });
        let subject = format!("participant:{}", after.id);
        self.audit(
            work,
            &actor.to_string(),
            "participant.corrected",
            subject,
            &detail,
        )
        .await?;
        Ok(())
    }
}
