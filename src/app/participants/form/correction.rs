//! A form of a registered person with some fields corrected, checked as a registration is.

use super::super::request::{ConsentChoice, GuardianForm, Registering};
use super::{FilledIn, consents_asked, look, unknown_field};
use crate::app::FieldFault;
use crate::domain::contest::ContestFile;
use crate::domain::{ConsentGiven, HeldBy, Participant, Timestamp};
use serde_json::Value;
use std::collections::BTreeMap;
use time::Date;

/// The fields of a person after a correction, but for the unit, which only the store knows.
#[derive(Debug)]
pub(in crate::app::participants) struct Corrected {
    pub full_name: String,
    pub birth_date: Option<Date>,
    /// Code of the unit, where it was corrected; an empty one was taken away.
    pub unit_code: Option<String>,
    pub fields: BTreeMap<String, String>,
}

/// Checks the corrected fields by the rules of a registration. What was taken once is not judged again:
/// only faults of corrected fields count, and that of a missing guardian where the birth date changes.
pub(in crate::app::participants) fn correct(
    contest: &ContestFile,
    person: &Participant,
    given: &BTreeMap<String, Value>,
    now: Timestamp,
) -> Result<Corrected, Vec<FieldFault>> {
    let known = |key: &str| {
        contest
            .registration
            .fields
            .iter()
            .any(|field| field.key == key)
    };
    let mut form = Registering {
        group: person.group.clone(),
        consents: consents_asked(&contest.registration)
            .into_iter()
            .map(|consent| ConsentChoice::Purpose(consent.purpose))
            .collect(),
        guardian: person.guardian.as_ref().map(|guardian| GuardianForm {
            full_name: guardian.full_name.clone(),
            phone: guardian.phone.clone(),
            relation: guardian.relation.clone(),
        }),
        ..Registering::default()
    };
    let mut faults = Vec::new();
    for (key, value) in &person.fields {
        if known(key) {
            form.fields.insert(key.clone(), Value::from(value.clone()));
        }
    }
    for (key, value) in given {
        if known(key) {
            form.fields.insert(key.clone(), value.clone());
        } else {
            faults.push(unknown_field("/fields", key));
        }
    }
    // Whose list it was that brought the person in holds the consents, and a guardian's hand, on paper.
    let by_organiser = |consent: &ConsentGiven| consent.held_by == Some(HeldBy::Organiser);
    let filled = if person.consents.iter().any(by_organiser) {
        FilledIn::ByOrganiser
    } else {
        FilledIn::ByHimself
    };
    let (checked, found) = look(contest, &form, filled, now);
    let concerns = |fault: &FieldFault| {
        let field = fault.pointer.strip_prefix("/fields/");
        field.is_some_and(|key| given.contains_key(key))
            || (fault.pointer.starts_with("/guardian") && given.contains_key("birth_date"))
    };
    faults.extend(found.into_iter().filter(concerns));
    if !faults.is_empty() {
        return Err(faults);
    }
    let mut fields = person.fields.clone();
    for key in given.keys() {
        match checked.fields.get(key) {
            Some(value) => drop(fields.insert(key.clone(), value.clone())),
            None => drop(fields.remove(key)),
        }
    }
    let corrected = |key: &str| given.contains_key(key);
    Ok(Corrected {
        full_name: if corrected("full_name") {
            checked.full_name
        } else {
            person.full_name.clone()
        },
        birth_date: if corrected("birth_date") {
            checked.birth_date
        } else {
            person.birth_date
        },
        unit_code: corrected("unit").then(|| checked.unit_code.unwrap_or_default()),
        fields,
    })
}
