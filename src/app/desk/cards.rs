//! People and units as the desk names them.

use super::view::{PersonCard, SubjectCard};
use crate::app::boards::UnitName;
use crate::domain::{Participant, UnitId};
use crate::engine::prizes::Subject;
use crate::store::{StoreError, UnitOfWork};
use std::collections::{BTreeSet, HashMap};

/// Cards by subject.
pub(super) struct Cards(HashMap<Subject, SubjectCard>);

impl Cards {
    /// Reads those who are named.
    pub async fn read(
        work: &mut dyn UnitOfWork,
        subjects: &BTreeSet<Subject>,
    ) -> Result<Self, StoreError> {
        let mut units: HashMap<UnitId, UnitName> = HashMap::new();
        if !subjects.is_empty() {
            for unit in work.all_units().await? {
                let name = UnitName {
                    code: unit.draft.code,
                    name: unit.draft.name,
                };
                units.insert(unit.id, name);
            }
        }
        let mut cards = HashMap::new();
        for subject in subjects {
            let card = match subject {
                Subject::Person(id) => match work.participant(*id).await? {
                    Some(person) => SubjectCard::Person(person_card(person, &units)),
                    None => continue,
                },
                Subject::Unit(id) => match units.get(id) {
                    Some(unit) => SubjectCard::Unit {
                        id: *id,
                        unit: unit.clone(),
                    },
                    None => continue,
                },
            };
            cards.insert(*subject, card);
        }
        Ok(Self(cards))
    }

    /// The card of somebody who was named.
    pub fn get(&self, subject: Subject) -> Option<SubjectCard> {
        self.0.get(&subject).cloned()
    }
}

fn person_card(person: Participant, units: &HashMap<UnitId, UnitName>) -> PersonCard {
    PersonCard {
        id: person.id,
        number: person.number,
        alias: person.alias,
        full_name: person.full_name,
        group: person.group,
        unit: person.unit.and_then(|unit| units.get(&unit).cloned()),
    }
}
