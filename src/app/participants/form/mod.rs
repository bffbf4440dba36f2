//! The registration form, checked as a whole: every fault at once, each with its place.

mod age;
mod consents;
mod correction;
mod eligible;
mod faults;
mod guardian;
mod value;

pub use consents::consents_asked;
pub(super) use correction::{Corrected, correct};
pub(super) use faults::{fault, required, unknown_field};
pub(super) use value::normal_value;

use super::request::Registering;
use crate::app::FieldFault;
use crate::domain::contest::{Asked, ContestFile, Field, Registration};
use crate::domain::{ConsentGiven, Guardian, Timestamp};
use serde_json::Value;
use std::collections::BTreeMap;
use time::Date;

/// Under this age a guardian agrees as well (api.md 2, `registration.consents`).
const GROWN_UP: i32 = 16;

/// A form without faults, but for the unit, which only the store knows.
#[derive(Debug)]
pub(super) struct Checked {
    pub full_name: String,
    pub birth_date: Option<Date>,
    pub group: Option<String>,
    pub unit_code: Option<String>,
    pub fields: BTreeMap<String, String>,
    pub consents: Vec<ConsentGiven>,
    pub guardian: Option<Guardian>,
}

/// Who fills a form in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FilledIn {
    /// The person, who agrees to what he is asked.
    ByHimself,
    /// The organiser, from a list of people whose consents he holds on paper (domain.md 7, P3: for those
    /// under 16 a list of the school with proof stands in place of the guardian's own act).
    ByOrganiser,
}

/// Checks a form that a person filled in against the contest. All faults are listed.
pub(super) fn check(
    contest: &ContestFile,
    form: &Registering,
    now: Timestamp,
) -> Result<Checked, Vec<FieldFault>> {
    check_filled(contest, form, FilledIn::ByHimself, now)
}

/// Checks a form against the contest. All faults are listed.
pub(super) fn check_filled(
    contest: &ContestFile,
    form: &Registering,
    filled: FilledIn,
    now: Timestamp,
) -> Result<Checked, Vec<FieldFault>> {
    let (checked, faults) = look(contest, form, filled, now);
    if faults.is_empty() {
        Ok(checked)
    } else {
        Err(faults)
    }
}

/// What a form holds that can be taken, and all of its faults.
fn look(
    contest: &ContestFile,
    form: &Registering,
    filled: FilledIn,
    now: Timestamp,
) -> (Checked, Vec<FieldFault>) {
    let registration = &contest.registration;
    let today = now.to_vietnam().date();
    let mut faults = Vec::new();
    let mut fields = BTreeMap::new();
    for key in form.fields.keys() {
        if !registration.fields.iter().any(|field| field.key == *key) {
            faults.push(unknown_field("/fields", key));
        }
    }
    for field in &registration.fields {
        // What is asked for after answering may be given now, too.
        let given = form.fields.get(&field.key);
        match entry(field, given, field.asked == Asked::Before, today) {
            Ok(Some(value)) => drop(fields.insert(field.key.clone(), value)),
            Ok(None) => {}
            Err(fault) => faults.push(fault),
        }
    }
    let birth_date = fields.get("birth_date").and_then(|text| value::date(text));
    let age = birth_date.map(|born| age::on(born, today));
    faults
        .extend(age.and_then(|age| age::outside(age, registration.min_age, registration.max_age)));
    let group = group(contest, form.group.as_deref()).unwrap_or_else(|fault| {
        faults.push(fault);
        None
    });
    let own_group = contest
        .contest
        .groups
        .iter()
        .find(|known| group.as_ref() == Some(&known.code));
    let of_group = own_group.and_then(|group| group.eligible.as_ref());
    for eligible in registration.eligible.iter().chain(of_group) {
        faults.extend(eligible::faults(eligible, age, &fields));
    }
    let is_minor = age.is_some_and(|age| age < GROWN_UP);
    // A guardian whom the list does not name signed on paper.
    let asks_guardian = is_minor && (filled == FilledIn::ByHimself || form.guardian.is_some());
    let guardian = guardian::check(form.guardian.as_ref(), asks_guardian).unwrap_or_else(|found| {
        faults.extend(found);
        None
    });
    let consents = match filled {
        FilledIn::ByHimself => {
            consents::check(registration, &form.consents, guardian.is_some(), now)
        }
        FilledIn::ByOrganiser => Ok(consents::held(registration, is_minor, now)),
    };
    let consents = consents.unwrap_or_else(|found| {
        faults.extend(found);
        Vec::new()
    });
    let checked = Checked {
        full_name: fields.get("full_name").cloned().unwrap_or_default(),
        birth_date,
        group,
        unit_code: fields.get("unit").cloned(),
        fields,
        consents,
        guardian,
    };
    (checked, faults)
}

/// Checks what a person gives after answering: fields that are asked for then, `missing` ones of
/// which no others may be left. Gives the normal forms of those that were given.
pub(super) fn check_after(
    registration: &Registration,
    held: &BTreeMap<String, String>,
    given: &BTreeMap<String, Value>,
    now: Timestamp,
) -> Result<BTreeMap<String, String>, Vec<FieldFault>> {
    let today = now.to_vietnam().date();
    let mut faults = Vec::new();
    let mut fields = BTreeMap::new();
    for key in given.keys() {
        let asked = registration.asked(Asked::After).any(|f| f.key == *key);
        if !asked {
            faults.push(unknown_field("/fields", key));
        }
    }
    for field in registration.asked(Asked::After) {
        let held = held.get(&field.key);
        let required = field.required && held.is_none();
        match (entry(field, given.get(&field.key), required, today), held) {
            (Ok(Some(value)), Some(held)) if value != *held => faults.push(fault(
                faults::pointer("/fields", &field.key),
                "field.locked",
                "Mục này đã được ghi nhận; muốn sửa, hãy liên hệ đơn vị tổ chức.",
                "This has been recorded; to correct it, please ask the organiser.",
            )),
            (Ok(Some(value)), None) => drop(fields.insert(field.key.clone(), value)),
            (Ok(_), _) => {}
            (Err(fault), _) => faults.push(fault),
        }
    }
    if faults.is_empty() {
        Ok(fields)
    } else {
        Err(faults)
    }
}

/// The unit that was given does not exist, or does not any more.
pub(super) fn unit_unknown() -> FieldFault {
    fault(
        "/fields/unit".to_owned(),
        "unit.unknown",
        "Không có đơn vị này; hãy tìm và chọn trong danh sách.",
        "There is no such unit; please search and choose from the list.",
    )
}

/// The normalised value of a field; none if it was left empty and may be.
fn entry(
    field: &Field,
    given: Option<&Value>,
    is_required: bool,
    today: Date,
) -> Result<Option<String>, FieldFault> {
    let pointer = faults::pointer("/fields", &field.key);
    let is_empty =
        |value: &Value| value.is_null() || value.as_str().is_some_and(|s| s.trim().is_empty());
    match given.filter(|value| !is_empty(value)) {
        Some(value) => value::check(field, value, pointer, today).map(Some),
        None if field.required && is_required => Err(required(pointer)),
        None => Ok(None),
    }
}

fn group(contest: &ContestFile, given: Option<&str>) -> Result<Option<String>, FieldFault> {
    let groups = &contest.contest.groups;
    let pointer = || "/group".to_owned();
    match given.map(str::trim).filter(|code| !code.is_empty()) {
        None if groups.is_empty() => Ok(None),
        None => Err(required(pointer())),
        Some(code) if groups.iter().any(|group| group.code == code) => Ok(Some(code.to_owned())),
        Some(_) => Err(fault(
            pointer(),
            "field.invalid",
            "Cuộc thi không có bảng này; hãy chọn một bảng trong danh sách.",
            "The contest has no such group; please choose one from the list.",
        )),
    }
}

#[cfg(test)]
mod tests;
