//! What may still change once people have begun: titles, prize texts, a later end.

use crate::app::{Language, Refusal};
use crate::domain::Timestamp;
use crate::domain::contest::ContestFile;
use crate::store::Amendment;
use serde_json::{Map, Value};

/// Keys that people rely on already were changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("locked: {}", .0.join(", "))]
pub struct Locked(pub Vec<String>);

impl Refusal for Locked {
    fn code(&self) -> &'static str {
        "contest.locked"
    }

    fn detail(&self, language: Language) -> String {
        let keys = self.0.join(", ");
        match language {
            Language::Vietnamese => format!(
                "Đã có người bắt đầu làm bài nên không đổi được: {keys}. Từ lúc này chỉ đổi được tên gọi, tên giải và lùi thời điểm kết thúc."
            ),
            Language::English => format!(
                "People have begun, so these can't change: {keys}. From now on only titles, prize texts and a later end may change."
            ),
        }
    }

    fn facts(&self) -> Map<String, Value> {
        Map::from_iter([("keys".to_owned(), Value::from(self.0.clone()))])
    }
}

/// One changed key.
struct Change {
    key: String,
    before: Value,
    after: Value,
    is_allowed: bool,
}

/// Compares two files of a contest in which the rounds of these codes are fixed. Gives the changes to
/// be recorded.
pub(super) fn amendments(
    before: &ContestFile,
    after: &ContestFile,
    fixed: &[&str],
    at: Timestamp,
) -> Result<Vec<Amendment>, Locked> {
    let mut changes = Vec::new();
    if !fixed.is_empty() {
        let (old, new) = (json(&before.contest), json(&after.contest));
        diff(
            "contest",
            &old,
            &new,
            &mut |key, _, _| is_title(key),
            &mut changes,
        );
        let (old, new) = (json(&before.registration), json(&after.registration));
        diff(
            "registration",
            &old,
            &new,
            &mut |_, _, _| false,
            &mut changes,
        );
        // Whom a cap leaves out is known once people have begun; more time to object harms nobody.
        let (old, new) = (json(&before.awards), json(&after.awards));
        let mut is_longer = |key: &str, before: &Value, after: &Value| {
            key == "awards.appeal_days" && after.as_u64() > before.as_u64()
        };
        diff("awards", &old, &new, &mut is_longer, &mut changes);
    }
    for code in fixed {
        round(before, after, code, &mut changes);
    }
    prizes(before, after, fixed, &mut changes);
    rankings(before, after, fixed, &mut changes);
    let locked: Vec<String> = changes
        .iter()
        .filter(|change| !change.is_allowed)
        .map(|change| change.key.clone())
        .collect();
    if !locked.is_empty() {
        return Err(Locked(locked));
    }
    let amendment = |change: Change| Amendment {
        at,
        key: change.key,
        before: change.before.to_string(),
        after: change.after.to_string(),
    };
    Ok(changes.into_iter().map(amendment).collect())
}

fn round(before: &ContestFile, after: &ContestFile, code: &str, changes: &mut Vec<Change>) {
    let Some(old) = before.rounds.iter().find(|round| round.code == code) else {
        return;
    };
    let Some(at) = after.rounds.iter().position(|round| round.code == code) else {
        changes.push(Change {
            key: format!("rounds (code = \"{code}\")"),
            before: json(old),
            after: Value::Null,
            is_allowed: false,
        });
        return;
    };
    let new = &after.rounds[at];
    let starts = (
        old.last_start_at.unwrap_or(old.closes_at),
        new.last_start_at.unwrap_or(new.closes_at),
    );
    let mut is_allowed = |key: &str, before: &Value, after: &Value| {
        let key = key.split_once("].").map_or("", |(_, key)| key);
        let is_window_end = key.starts_with("windows[") && key.ends_with("].to");
        match key {
            "title" => true,
            "last_start_at" => starts.1 >= starts.0,
            // Without a hard end attempts begun in time run out, which is later.
            "hard_end_at" => !before.is_null() && (after.is_null() || is_later(before, after)),
            "closes_at" => is_later(before, after) && starts.1 >= starts.0,
            _ => is_window_end && is_later(before, after),
        }
    };
    diff(
        &format!("rounds[{at}]"),
        &json(old),
        &json(new),
        &mut is_allowed,
        changes,
    );
}

fn prizes(before: &ContestFile, after: &ContestFile, fixed: &[&str], changes: &mut Vec<Change>) {
    let is_fixed = |round: Option<&str>| match round {
        Some(code) => fixed.contains(&code),
        None => !fixed.is_empty(),
    };
    for at in 0..before.prizes.len().max(after.prizes.len()) {
        let (old, new) = (before.prizes.get(at), after.prizes.get(at));
        let touches = old.is_some_and(|prize| is_fixed(prize.round.as_deref()))
            || new.is_some_and(|prize| is_fixed(prize.round.as_deref()));
        if touches {
            let (old, new) = (old.map_or(Value::Null, json), new.map_or(Value::Null, json));
            let mut is_text = |key: &str, _: &Value, _: &Value| key.ends_with("].tier");
            diff(&format!("prizes[{at}]"), &old, &new, &mut is_text, changes);
        }
    }
}

/// Rankings over rounds and of units that count a fixed round.
fn rankings(before: &ContestFile, after: &ContestFile, fixed: &[&str], changes: &mut Vec<Change>) {
    let counts_fixed = |rounds: &[String]| match rounds {
        [] => !fixed.is_empty(),
        named => named.iter().any(|code| fixed.contains(&code.as_str())),
    };
    let mut pair = |key: String, old: Option<Value>, new: Option<Value>, is_fixed: bool| {
        if is_fixed {
            let (old, new) = (old.unwrap_or(Value::Null), new.unwrap_or(Value::Null));
            let mut is_text = |key: &str, _: &Value, _: &Value| key.ends_with("].title");
            diff(&key, &old, &new, &mut is_text, changes);
        }
    };
    for at in 0..before.overall.len().max(after.overall.len()) {
        let (old, new) = (before.overall.get(at), after.overall.get(at));
        let is_fixed = [old, new]
            .into_iter()
            .flatten()
            .any(|one| counts_fixed(&one.rounds));
        pair(
            format!("overall[{at}]"),
            old.map(json),
            new.map(json),
            is_fixed,
        );
    }
    for at in 0..before.collectives.len().max(after.collectives.len()) {
        let (old, new) = (before.collectives.get(at), after.collectives.get(at));
        let is_fixed = [old, new]
            .into_iter()
            .flatten()
            .any(|one| counts_fixed(&one.rounds));
        pair(
            format!("collectives[{at}]"),
            old.map(json),
            new.map(json),
            is_fixed,
        );
    }
}

/// Notes every key at which two values differ. Lists of different length differ as a whole.
fn diff(
    key: &str,
    old: &Value,
    new: &Value,
    is_allowed: &mut dyn FnMut(&str, &Value, &Value) -> bool,
    changes: &mut Vec<Change>,
) {
    match (old, new) {
        (Value::Object(a), Value::Object(b)) => {
            let mut names: Vec<&String> = a.keys().chain(b.keys()).collect();
            names.sort_unstable();
            names.dedup();
            for name in names {
                let (old, new) = (a.get(name), b.get(name));
                let (old, new) = (old.unwrap_or(&Value::Null), new.unwrap_or(&Value::Null));
                diff(&format!("{key}.{name}"), old, new, is_allowed, changes);
            }
        }
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => {
            for (at, (old, new)) in a.iter().zip(b).enumerate() {
                diff(&format!("{key}[{at}]"), old, new, is_allowed, changes);
            }
        }
        (old, new) if old == new => {}
        (old, new) => changes.push(Change {
            key: key.to_owned(),
            before: old.clone(),
            after: new.clone(),
            is_allowed: is_allowed(key, old, new),
        }),
    }
}

fn is_title(key: &str) -> bool {
    key == "contest.title" || (key.starts_with("contest.groups[") && key.ends_with("].title"))
}

fn is_later(before: &Value, after: &Value) -> bool {
    let instant = |value: &Value| {
        value
            .as_str()
            .and_then(|text| text.parse::<Timestamp>().ok())
    };
    instant(before)
        .zip(instant(after))
        .is_some_and(|(before, after)| after > before)
}

fn json(value: &impl serde::Serialize) -> Value {
    serde_json::to_value(value).expect("a contest file is plain data with text keys")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn file() -> Value {
        json!({
            "contest": { "slug": "thi", "title": "Thi", "organiser": "42", "groups": [{ "code": "a", "title": "A" }] },
            "rounds": [
                { "code": "r1", "title": "Một", "opens_at": "2026-12-01T00:00:00Z", "closes_at": "2026-12-08T00:00:00Z",
                  "time_limit_s": 900, "hard_end_at": "2026-12-08T00:00:00Z", "blueprint": [{ "bank": "b", "count": 10 }] },
                { "code": "r2", "title": "Hai", "opens_at": "2026-12-08T00:00:00Z", "closes_at": "2026-12-15T00:00:00Z",
                  "time_limit_s": 900, "blueprint": [{ "bank": "b", "count": 10 }] },
            ],
            "prizes": [{ "round": "r1", "tier": "Nhất", "value_vnd": 1 }, { "round": "r2", "tier": "Nhất" }],
            "overall": [{ "code": "o1", "title": "Chung", "rounds": ["r1"] },
                { "code": "o2", "title": "Sau", "rounds": ["r2"] }],
            "collectives": [{ "code": "xa", "title": "Xã", "block": ["xa"], "keys": ["people desc"] }],
        })
    }

    fn change(pointer: &str, value: Value) -> Result<Vec<String>, Vec<String>> {
        let mut new = file();
        let (parent, name) = pointer.rsplit_once('/').unwrap();
        let parent = new.pointer_mut(parent).unwrap();
        match name.parse::<usize>() {
            Ok(at) if parent.is_array() => parent[at] = value,
            _ => parent[name] = value,
        }
        let read = |value| serde_json::from_value(value).unwrap();
        amendments(
            &read(file()),
            &read(new),
            &["r1"],
            Timestamp::from_millis(0),
        )
        .map(|all| all.into_iter().map(|amendment| amendment.key).collect())
        .map_err(|locked| locked.0)
    }

    fn keys(keys: &[&str]) -> Vec<String> {
        keys.iter().map(|key| (*key).to_owned()).collect()
    }

    #[test]
    fn titles_prize_texts_and_later_ends_may_change() {
        assert_eq!(
            change("/contest/title", json!("Thi luật")),
            Ok(keys(&["contest.title"]))
        );
        assert_eq!(
            change("/contest/groups/0/title", json!("B")),
            Ok(keys(&["contest.groups[0].title"]))
        );
        assert_eq!(
            change("/rounds/0/title", json!("Tuần 1")),
            Ok(keys(&["rounds[0].title"]))
        );
        assert_eq!(
            change("/rounds/0/closes_at", json!("2026-12-09T00:00:00Z")),
            Ok(keys(&["rounds[0].closes_at"]))
        );
        assert_eq!(
            change("/rounds/0/hard_end_at", json!(null)),
            Ok(keys(&["rounds[0].hard_end_at"]))
        );
        assert_eq!(
            change("/prizes/0/tier", json!("Giải Nhất")),
            Ok(keys(&["prizes[0].tier"]))
        );
        assert_eq!(
            change("/awards", json!({ "appeal_days": 10 })),
            Ok(keys(&["awards.appeal_days"]))
        );
    }

    #[test]
    fn anything_else_is_named() {
        assert_eq!(
            change("/contest/organiser", json!("43")),
            Err(keys(&["contest.organiser"]))
        );
        assert_eq!(
            change("/rounds/0/time_limit_s", json!(901)),
            Err(keys(&["rounds[0].time_limit_s"]))
        );
        assert_eq!(
            change("/rounds/0/blueprint/0/count", json!(9)),
            Err(keys(&["rounds[0].blueprint[0].count"]))
        );
        assert_eq!(
            change("/rounds/0/closes_at", json!("2026-12-07T00:00:00Z")),
            Err(keys(&["rounds[0].closes_at"]))
        );
        assert_eq!(
            change("/rounds/0/hard_end_at", json!("2026-12-07T00:00:00Z")),
            Err(keys(&["rounds[0].hard_end_at"]))
        );
        assert_eq!(
            change("/rounds/0/publish", json!({ "names": "full" })),
            Err(keys(&["rounds[0].publish.names"]))
        );
        assert_eq!(
            change("/rounds/0/code", json!("r9")),
            Err(keys(&["rounds (code = \"r1\")"]))
        );
        assert_eq!(
            change("/registration", json!({ "min_age": 14 })),
            Err(keys(&["registration.min_age"]))
        );
        assert_eq!(
            change("/prizes/0/value_vnd", json!(2)),
            Err(keys(&["prizes[0].value_vnd"]))
        );
        assert_eq!(
            change(
                "/awards",
                json!({ "appeal_days": 2, "per_person_round": 0 })
            ),
            Err(keys(&["awards.appeal_days", "awards.per_person_round"]))
        );
    }

    #[test]
    fn rankings_of_rounds_that_people_have_begun_keep_their_rules() {
        assert_eq!(
            change("/overall/0/title", json!("Chung cuộc")),
            Ok(keys(&["overall[0].title"]))
        );
        assert_eq!(
            change("/overall/0/rule", json!("best_round")),
            Err(keys(&["overall[0].rule"]))
        );
        assert_eq!(
            change("/overall/1/rule", json!("best_round")),
            Ok(keys(&[]))
        );
        // Without a list of rounds it counts all of them.
        assert_eq!(
            change("/collectives/0/least_people", json!(5)),
            Err(keys(&["collectives[0].least_people"]))
        );
        assert_eq!(
            change("/collectives", json!([])),
            Err(keys(&["collectives[0]"]))
        );
    }

    #[test]
    fn rounds_that_no_one_has_begun_are_free() {
        assert_eq!(change("/rounds/1/time_limit_s", json!(60)), Ok(keys(&[])));
        assert_eq!(change("/prizes/1/value_vnd", json!(5)), Ok(keys(&[])));
    }
}
