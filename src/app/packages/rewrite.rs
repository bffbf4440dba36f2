//! A contest file of somebody else becomes one's own: its name, its unit, its dates.

use crate::domain::Timestamp;
use serde_json::{Value, json};

/// Instants of a round that lie in its window; none of them means anything without it.
const DATES: [&str; 5] = [
    "opens_at",
    "closes_at",
    "windows",
    "last_start_at",
    "hard_end_at",
];

/// Sets a key of the section `[contest]`.
pub(super) fn set_head(document: &mut Value, key: &str, value: &str) {
    let Some(members) = document.as_object_mut() else {
        return;
    };
    let head = members.entry("contest").or_insert_with(|| json!({}));
    if let Some(head) = head.as_object_mut() {
        head.insert(key.to_owned(), json!(value));
    }
}

/// A text of the section `[contest]`; empty: there is none.
pub(super) fn head<'a>(document: &'a Value, key: &str) -> &'a str {
    document
        .pointer(&format!("/contest/{key}"))
        .and_then(Value::as_str)
        .unwrap_or_default()
}

/// Takes the dates out of every round whose window has begun; gives the codes of these rounds.
pub(super) fn without_past_dates(document: &mut Value, now: Timestamp) -> Vec<String> {
    empty_dates(document, |round| {
        let instant = |key: &str| -> Option<Timestamp> { round.get(key)?.as_str()?.parse().ok() };
        // What can't be read is told by the draft, where people can mend it.
        instant("opens_at").is_some_and(|at| at <= now)
            || instant("closes_at").is_some_and(|at| at <= now)
    })
}

/// Takes the dates out of all rounds, and what only the organiser's contest had: its name, its unit, its
/// codes at the door.
pub(in crate::app) fn without_dates(document: &mut Value) {
    empty_dates(document, |_| true);
    if let Some(head) = document.get_mut("contest").and_then(Value::as_object_mut) {
        for key in ["slug", "organiser", "title", "legal_basis"] {
            head.remove(key);
        }
    }
    let rounds = document.get_mut("rounds").and_then(Value::as_array_mut);
    for round in rounds
        .into_iter()
        .flatten()
        .filter_map(Value::as_object_mut)
    {
        round.remove("entry");
    }
}

fn empty_dates(document: &mut Value, which: impl Fn(&Value) -> bool) -> Vec<String> {
    let mut emptied = Vec::new();
    let rounds = document.get_mut("rounds").and_then(Value::as_array_mut);
    for round in rounds.into_iter().flatten() {
        if !which(round) {
            continue;
        }
        let code = round.get("code").and_then(Value::as_str);
        emptied.push(code.unwrap_or_default().to_owned());
        let Some(members) = round.as_object_mut() else {
            continue;
        };
        for key in DATES {
            members.remove(key);
        }
        if let Some(publish) = members.get_mut("publish").and_then(Value::as_object_mut) {
            publish.remove("freeze_at");
        }
        if let Some(beacon) = members.get_mut("beacon").and_then(Value::as_object_mut) {
            beacon.remove("due");
        }
    }
    emptied
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_of_rounds_that_have_begun_are_taken_out_and_others_stay() {
        let now: Timestamp = "2026-12-01T00:00:00Z".parse().unwrap();
        let mut document = json!({ "rounds": [
            { "code": "a", "opens_at": "2026-11-01T07:00:00+07:00", "closes_at": "2026-12-24T00:00:00Z",
              "publish": { "freeze_at": "2026-11-02T00:00:00Z", "names": "alias" } },
            { "code": "b", "opens_at": "2026-12-02T00:00:00Z", "closes_at": "2026-12-03T00:00:00Z" },
            { "code": "c" },
        ] });
        assert_eq!(without_past_dates(&mut document, now), ["a"]);
        assert_eq!(
            document["rounds"][0],
            json!({ "code": "a", "publish": { "names": "alias" } })
        );
        assert_eq!(document["rounds"][1]["opens_at"], "2026-12-02T00:00:00Z");
    }
}
