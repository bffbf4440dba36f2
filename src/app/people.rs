//! What starts, marks and boards need of a person, read once.

use super::{Absent, App, NotFound};
use crate::domain::contest::{Names, Registration};
use crate::domain::{Millis, Participant, ParticipantId, Timestamp, UnitId};
use std::sync::Arc;

/// Remembered people; beyond it the memory starts afresh.
const MOST: usize = 400_000;

/// A person as the rules see him.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// Enters the draw.
    pub number: i64,
    /// Group (bảng).
    pub group: Option<String>,
    /// Public pseudonym.
    pub alias: String,
    /// Full name.
    pub full_name: String,
    /// The unit whose count he adds to.
    pub unit: Option<UnitId>,
    /// Its name.
    pub unit_name: Option<String>,
    /// Whether he agreed to see his name published.
    pub publishes_name: bool,
    /// The first instant at which he is 16.
    pub grown_up_at: Option<Timestamp>,
    /// Time on top of the time limit.
    pub extra_time: Millis,
    /// Whether nothing is missing that the contest asks for after answering; without it there is no
    /// place on a board.
    pub is_complete: bool,
}

impl Person {
    /// Of a stored participant, the name of his unit and the rules that he registered under.
    pub fn of(
        participant: Participant,
        unit_name: Option<String>,
        registration: &Registration,
    ) -> Self {
        let grown_up_at = participant.birth_date.and_then(|born| {
            let day = born.replace_year(born.year() + 16).ok().or_else(|| {
                // Born on 29 February: the day after in years without it.
                born.next_day()
                    .and_then(|day| day.replace_year(born.year() + 16).ok())
            })?;
            let midnight = day.midnight().assume_offset(crate::domain::VIETNAM);
            Some(Timestamp::from_millis(midnight.unix_timestamp() * 1000))
        });
        Self {
            number: participant.number,
            group: participant.group,
            alias: participant.alias,
            full_name: participant.full_name,
            unit: participant.unit,
            unit_name,
            publishes_name: participant
                .consents
                .iter()
                .any(|c| c.purpose == "publish_name"),
            grown_up_at,
            extra_time: Millis::seconds(i64::from(participant.extra_time_s)),
            is_complete: registration.is_complete(&participant.fields),
        }
    }

    /// How public boards name the person (api.md 2): by pseudonym if under 16 or unknown to be
    /// older, whatever the contest says; a full name only with consent.
    pub fn public_name(&self, names: Names, now: Timestamp) -> String {
        let minor = self.grown_up_at.is_none_or(|at| now < at);
        match names {
            _ if minor => self.alias.clone(),
            Names::Alias => self.alias.clone(),
            Names::Full if self.publishes_name => self.full_name.clone(),
            Names::Full | Names::Masked => masked(&self.full_name),
        }
    }
}

/// Initials of all but the given name, which stands last in Vietnamese: "N. V. An".
pub fn masked(full_name: &str) -> String {
    let words: Vec<&str> = full_name.split_whitespace().collect();
    let Some((given, before)) = words.split_last() else {
        return String::new();
    };
    let mut out = String::new();
    for word in before {
        out.extend(word.chars().next().into_iter().flat_map(char::to_uppercase));
        out.push_str(". ");
    }
    out.push_str(given);
    out
}

impl App {
    /// The person of that id.
    pub async fn person(&self, id: ParticipantId) -> Result<Arc<Person>, Absent> {
        if let Some(person) = self.people.get(&id) {
            return Ok(Arc::clone(&person));
        }
        let mut work = self.store.read_urgently().await?;
        let participant = work.participant(id).await?.ok_or(NotFound)?;
        let unit_name = match participant.unit {
            Some(unit) => work.unit(unit).await?.map(|unit| unit.draft.name),
            None => None,
        };
        drop(work);
        let known = self.known_contest(participant.contest).await?;
        let registration = &known.contest.file.registration;
        let person = Arc::new(Person::of(participant, unit_name, registration));
        if !person.is_complete {
            // Another node may hear first of what was missing.
            return Ok(person);
        }
        if self.people.len() >= MOST {
            self.people.clear();
        }
        self.people.insert(id, Arc::clone(&person));
        Ok(person)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(grown_up_at: Option<&str>, publishes_name: bool) -> Person {
        Person {
            number: 1,
            group: None,
            alias: "Sao Mai 7".into(),
            full_name: "Nguyễn Thị Ánh Đào".into(),
            unit: None,
            unit_name: None,
            publishes_name,
            grown_up_at: grown_up_at.map(|text| text.parse().unwrap()),
            extra_time: Millis(0),
            is_complete: true,
        }
    }

    #[test]
    fn names_are_masked_to_initials_and_given_name() {
        assert_eq!(masked("Nguyễn Thị Ánh Đào"), "N. T. Á. Đào");
        assert_eq!(masked("An"), "An");
        assert_eq!(masked(""), "");
    }

    #[test]
    fn a_minor_is_known_by_pseudonym_only() {
        let now: Timestamp = "2026-11-21T00:00:00Z".parse().unwrap();
        let child = person(Some("2027-01-01T00:00:00Z"), true);
        assert_eq!(child.public_name(Names::Full, now), "Sao Mai 7");
        assert_eq!(
            person(None, true).public_name(Names::Full, now),
            "Sao Mai 7"
        );
        let adult = person(Some("2020-01-01T00:00:00Z"), true);
        assert_eq!(adult.public_name(Names::Full, now), "Nguyễn Thị Ánh Đào");
        let shy = person(Some("2020-01-01T00:00:00Z"), false);
        assert_eq!(shy.public_name(Names::Full, now), "N. T. Á. Đào");
        assert_eq!(adult.public_name(Names::Alias, now), "Sao Mai 7");
    }
}
