//! Anybody may ask for a unit to be taken into the tree.

use crate::app::notifications::Event;
use crate::app::participants::{email_address, phone_number};
use crate::app::units::UnitError;
use crate::app::units::change::{fault, line, required};
use crate::app::{App, FieldFault};
use crate::domain::{RegistrationId, UnitContact, UnitRegistration, UnitType, WaitState, text};
use crate::entropy;
use serde::{Deserialize, Serialize};
use std::net::IpAddr;
use utoipa::ToSchema;

/// Registrations that may wait for one unit; what comes beyond is dropped.
const MOST_WAITING: i64 = 1_000;

/// What is asked for.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RegistrationAsked {
    /// Full name of the unit.
    pub name: String,
    /// Kind of body.
    #[serde(rename = "type")]
    pub kind: UnitType,
    /// Code of the unit above.
    pub parent: String,
    /// Whom to ask.
    pub contact: UnitContact,
    /// People who could take part.
    #[serde(default)]
    pub headcount: Option<i64>,
    /// Anything else.
    #[serde(default)]
    pub note: Option<String>,
}

/// That it was heard; not what came of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct RegistrationKept {
    /// A number to ask the unit above with.
    #[schema(value_type = String)]
    pub id: RegistrationId,
}

impl App {
    /// Keeps a registration until somebody of the unit above decides. The answer is the same whether or
    /// not that unit exists, and whether or not the one that asks is in the tree already.
    pub async fn ask_for_unit(
        &self,
        asked: &RegistrationAsked,
        from: Option<IpAddr>,
    ) -> Result<RegistrationKept, UnitError> {
        if let Some(from) = from {
            self.within(self.limits.sign_ups, || format!("unit-sign-up:{from}"))
                .await?;
        }
        let written = checked(asked).map_err(UnitError::Fields)?;
        let now = self.now();
        let id = entropy::id(&*self.entropy, now, RegistrationId::new);
        let today = now.to_vietnam().date();
        let mut work = self.store.begin().await?;
        let parent = work.unit_by_code(asked.parent.trim()).await?;
        let parent = parent.filter(|unit| !unit.draft.ended_before(today));
        let Some(parent) = parent else {
            return Ok(RegistrationKept { id });
        };
        if work.count_waiting(parent.id).await? >= MOST_WAITING {
            tracing::warn!(unit = %parent.id, "too many registrations wait for a unit");
            return Ok(RegistrationKept { id });
        }
        let new = UnitRegistration {
            id,
            name: written.name,
            kind: asked.kind,
            parent: parent.id,
            contact: written.contact,
            headcount: asked.headcount,
            note: written.note,
            state: WaitState::Waiting,
            at: now,
            decided_by: None,
            reason: None,
            unit: None,
        };
        work.add_unit_registration(&new).await?;
        let event = Event::unit_registered(&new.name, parent.id, &parent.draft.name);
        self.notify(&mut *work, &event).await?;
        work.commit().await?;
        Ok(RegistrationKept { id })
    }
}

/// The texts that were written, in the form in which they are kept.
struct Written {
    name: String,
    contact: UnitContact,
    note: Option<String>,
}

/// Checks what was asked for; every fault at once.
fn checked(asked: &RegistrationAsked) -> Result<Written, Vec<FieldFault>> {
    let mut faults = Vec::new();
    let name = line(&mut faults, "/name", &asked.name, 200);
    if asked.name.trim().is_empty() {
        faults.push(required("/name"));
    }
    if asked.parent.trim().is_empty() {
        faults.push(required("/parent"));
    }
    let contact_name = line(&mut faults, "/contact/name", &asked.contact.name, 80);
    if asked.contact.name.trim().is_empty() {
        faults.push(required("/contact/name"));
    }
    let email = email_address(&asked.contact.email).unwrap_or_else(|| {
        faults.push(fault(
            "/contact/email",
            "field.invalid",
            "Địa chỉ thư điện tử không đúng.",
            "This is not an e-mail address.",
        ));
        String::new()
    });
    let phone = phone_number(&asked.contact.phone).unwrap_or_else(|| {
        faults.push(fault(
            "/contact/phone",
            "field.invalid",
            "Số điện thoại không đúng, ví dụ đúng: 0912 345 678.",
            "This is not a phone number; an example: 0912 345 678.",
        ));
        String::new()
    });
    if asked
        .headcount
        .is_some_and(|count| !(0..=1_000_000_000).contains(&count))
    {
        faults.push(fault(
            "/headcount",
            "field.range",
            "Số người là số nguyên không âm.",
            "A head-count is a whole number, not below zero.",
        ));
    }
    let note = asked.note.as_deref().map(|note| text::passage(note, 1_000));
    let note = note.transpose().unwrap_or_else(|_| {
        faults.push(fault(
            "/note",
            "field.length",
            "Ghi chú dài quá 1.000 ký tự hoặc có ký tự không hợp lệ.",
            "The note is longer than 1,000 characters, or holds invalid ones.",
        ));
        None
    });
    if !faults.is_empty() {
        return Err(faults);
    }
    Ok(Written {
        name,
        contact: UnitContact {
            name: contact_name,
            email,
            phone,
        },
        note: note.filter(|note| !note.is_empty()),
    })
}
