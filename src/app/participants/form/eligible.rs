//! Whether the contest and the chosen group are for this person, as far as the form alone tells.

use super::age;
use super::faults::{fault, pointer};
use crate::app::FieldFault;
use crate::domain::contest::Eligibility;
use std::collections::BTreeMap;

/// Every condition that is not met.
pub fn faults(
    eligible: &Eligibility,
    age: Option<i32>,
    fields: &BTreeMap<String, String>,
) -> Vec<FieldFault> {
    let by_age = age.and_then(|age| age::outside(age, eligible.min_age, eligible.max_age));
    let by_field = eligible.fields.iter().filter_map(|(key, accepted)| {
        // A field that is missing or malformed is told of by itself.
        let value = fields.get(key)?;
        let is_accepted = accepted.iter().any(|one| one == value);
        (!is_accepted).then(|| {
            fault(
                pointer("/fields", key),
                "field.not_eligible",
                format!("Chỉ dành cho: {}.", accepted.join(", ")),
                format!("Only for: {}.", accepted.join(", ")),
            )
        })
    });
    by_age.into_iter().chain(by_field).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_condition_that_is_not_met_is_told() {
        let eligible = Eligibility {
            min_age: Some(18),
            fields: BTreeMap::from([("lop".to_owned(), vec!["10".to_owned(), "11".to_owned()])]),
            ..Eligibility::default()
        };
        let told = |age, class: &str| -> Vec<String> {
            let fields = BTreeMap::from([("lop".to_owned(), class.to_owned())]);
            let all = faults(&eligible, Some(age), &fields);
            all.into_iter().map(|fault| fault.pointer).collect()
        };
        assert_eq!(told(17, "9"), ["/fields/birth_date", "/fields/lop"]);
        assert_eq!(told(18, "11"), Vec::<String>::new());
        assert_eq!(faults(&eligible, None, &BTreeMap::new()), []);
    }
}
