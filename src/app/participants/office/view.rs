//! A person as a line of a list.

use super::super::UnitName;
use crate::domain::{Attempt, AttemptState, ParticipantId, Timestamp, UnitId};
use crate::store::{PersonLine, StoreError, UnitOfWork};
use serde::Serialize;
use std::collections::HashMap;
use utoipa::ToSchema;

/// Last digits of a telephone number that are shown.
const SHOWN: usize = 3;

/// A person as a line of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PersonView {
    /// His id.
    #[schema(value_type = String)]
    pub id: ParticipantId,
    /// His number.
    pub number: i64,
    /// His public pseudonym.
    pub alias: String,
    /// His full name; empty while it is not given.
    pub full_name: String,
    /// His unit.
    pub unit: Option<UnitName>,
    /// Code of his group (bảng).
    pub group: Option<String>,
    /// `YYYY-MM-DD`.
    pub birth_date: Option<String>,
    /// The last three digits of his telephone number, the others as dots.
    pub phone_masked: Option<String>,
    /// How many attempts he has begun, void ones too.
    pub attempts: usize,
    /// Where the newest of them stands: active, submitted, expired or void.
    #[schema(value_type = Option<String>)]
    pub last_state: Option<AttemptState>,
    /// Whether he was taken out of the contest.
    pub excluded: bool,
    /// When he registered.
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
}

impl PersonView {
    /// Of a stored person, with his attempts, the oldest first.
    pub(super) fn of(line: &PersonLine, attempts: &[Attempt], units: &UnitNames) -> Self {
        let person = &line.person;
        Self {
            id: person.id,
            number: person.number,
            alias: person.alias.clone(),
            full_name: person.full_name.clone(),
            unit: person.unit.and_then(|unit| units.of(unit)),
            group: person.group.clone(),
            birth_date: person.birth_date.map(|date| date.to_string()),
            phone_masked: person.fields.get("phone").map(|phone| masked(phone)),
            attempts: attempts.len(),
            last_state: attempts.last().map(|attempt| attempt.state),
            excluded: line.excluded_at.is_some(),
            created_at: person.created_at,
        }
    }
}

/// A telephone number with its last digits only.
pub(super) fn masked(phone: &str) -> String {
    let digits: Vec<char> = phone.chars().filter(char::is_ascii_digit).collect();
    let shown = digits.len().saturating_sub(SHOWN);
    let hidden = "•".repeat(shown);
    digits[shown..]
        .iter()
        .fold(hidden, |text, digit| format!("{text}{digit}"))
}

/// Names of units that were asked for.
#[derive(Default)]
pub(super) struct UnitNames(HashMap<UnitId, Option<UnitName>>);

impl UnitNames {
    /// Reads those of these people that are not known yet.
    pub async fn read(
        &mut self,
        work: &mut dyn UnitOfWork,
        people: &[PersonLine],
    ) -> Result<(), StoreError> {
        for unit in people.iter().filter_map(|line| line.person.unit) {
            if self.0.contains_key(&unit) {
                continue;
            }
            let name = work.unit(unit).await?.map(|unit| UnitName {
                code: unit.draft.code,
                name: unit.draft.name,
            });
            self.0.insert(unit, name);
        }
        Ok(())
    }

    /// The name of a unit.
    pub fn of(&self, unit: UnitId) -> Option<UnitName> {
        self.0.get(&unit).cloned().flatten()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_telephone_number_shows_its_end_only() {
        assert_eq!(masked("+84901234567"), "••••••••567");
        assert_eq!(masked("12"), "12");
    }
}
