//! A contest file that is still being written, read as far as it goes.
//!
//! What is missing or can't be read becomes a finding and a hole; a stand-in fills the hole, so that
//! the rest can be looked at by the very checks that a finished file goes through. Everything is done
//! twice, with other stand-ins the second time: what is said both times does not hang on them.

use super::apply::settle;
use super::finding::{Finding, Findings};
use super::source::{normalise, shape};
use crate::domain::contest::ContestFile;
use crate::domain::{Millis, Timestamp};
use serde_json::{Map, Value, json};

/// Most faults of shape that are told of one document.
const MOST: usize = 200;
/// A day.
const DAY: Millis = Millis::seconds(86_400);

/// A document, read as far as it goes.
pub(in crate::app) struct Partial {
    /// With the first stand-ins, and with the others. None: it can't be read at all.
    pub files: Option<[ContestFile; 2]>,
    /// What is wrong with its shape.
    pub findings: Vec<Finding>,
    holes: Vec<String>,
}

impl Partial {
    /// Reads a document; times that are missing stand after `now`.
    pub fn read(document: &Value, now: Timestamp) -> Self {
        let mut value = document.clone();
        drop_nulls(&mut value);
        let mut findings = Findings::default();
        normalise(&mut value, "", &mut findings);
        let mut holes = Vec::new();
        let first = filled(value.clone(), now, 0, &mut findings, &mut holes);
        let other = filled(value, now, 1, &mut findings, &mut holes);
        Self {
            files: first.zip(other).map(|(first, other)| [first, other]),
            findings: findings.into_inner(),
            holes,
        }
    }

    /// Whether a finding hangs on a stand-in: at a hole, or within one.
    pub fn is_hollow(&self, finding: &Finding) -> bool {
        self.holes.iter().any(|hole| {
            let rest = finding.key.strip_prefix(hole.as_str());
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
        })
    }

    /// Whether the key, or something in it, is missing.
    pub fn lacks(&self, key: &str) -> bool {
        self.holes.iter().any(|hole| {
            let rest = hole.strip_prefix(key);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
        })
    }
}

/// A key without a value is one that nobody filled in.
fn drop_nulls(value: &mut Value) {
    match value {
        Value::Object(members) => {
            members.retain(|_, member| !member.is_null());
            members.values_mut().for_each(drop_nulls);
        }
        Value::Array(items) => items.iter_mut().for_each(drop_nulls),
        _ => {}
    }
}

fn filled(
    mut value: Value,
    now: Timestamp,
    variant: i64,
    findings: &mut Findings,
    holes: &mut Vec<String>,
) -> Option<ContestFile> {
    if !value.is_object() {
        findings.push(
            "",
            "contest.value",
            "Tệp cuộc thi phải là một bảng các khóa.",
        );
        return None;
    }
    let mut tried: Vec<String> = Vec::new();
    for _ in 0..MOST {
        let error = match serde_path_to_error::deserialize::<_, ContestFile>(&value) {
            Ok(mut file) => {
                settle(&mut file);
                return Some(file);
            }
            Err(error) => error,
        };
        let said = error.inner().to_string();
        let fault = shape(&error.path().to_string(), &said).0.remove(0);
        let again = tried.iter().filter(|key| **key == fault.key).count();
        if again == 0 && !holes.contains(&fault.key) {
            findings.push(fault.key.clone(), fault.code, fault.detail.clone());
        }
        let steps = steps(&fault.key);
        if said.starts_with("unknown field") {
            remove(&mut value, &steps);
        } else {
            let stand_in = stand_in(&value, &steps, now, variant, again);
            // No stand-in fits: the whole of what it stands in is left out.
            match stand_in {
                Some(stand_in) => put(&mut value, &steps, stand_in),
                None => remove(&mut value, &steps[..steps.len().saturating_sub(1)]),
            }
            if !holes.contains(&fault.key) {
                holes.push(fault.key.clone());
            }
        }
        tried.push(fault.key);
    }
    None
}

/// A step of a key.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Step {
    Name(String),
    At(usize),
}

/// `rounds[0].opens_at` as its steps. Names of own keys may hold anything but these signs.
fn steps(key: &str) -> Vec<Step> {
    let mut steps = Vec::new();
    for part in key.split('.').filter(|part| !part.is_empty()) {
        let mut pieces = part.split('[');
        let name = pieces.next().unwrap_or_default();
        if !name.is_empty() {
            steps.push(Step::Name(name.to_owned()));
        }
        for index in pieces {
            if let Ok(at) = index.trim_end_matches(']').parse() {
                steps.push(Step::At(at));
            }
        }
    }
    steps
}

fn at<'a>(value: &'a mut Value, steps: &[Step]) -> Option<&'a mut Value> {
    steps.iter().try_fold(value, |value, step| match step {
        Step::Name(name) => value.get_mut(name.as_str()),
        Step::At(at) => value.get_mut(*at),
    })
}

fn put(value: &mut Value, steps: &[Step], stand_in: Value) {
    let Some((last, parents)) = steps.split_last() else {
        return;
    };
    match (at(value, parents), last) {
        (Some(Value::Object(members)), Step::Name(name)) => {
            members.insert(name.clone(), stand_in);
        }
        (Some(Value::Array(items)), Step::At(at)) => {
            if let Some(item) = items.get_mut(*at) {
                *item = stand_in;
            }
        }
        _ => {}
    }
}

fn remove(value: &mut Value, steps: &[Step]) {
    let Some((last, parents)) = steps.split_last() else {
        *value = Value::Object(Map::new());
        return;
    };
    match (at(value, parents), last) {
        (Some(Value::Object(members)), Step::Name(name)) => {
            members.remove(name);
        }
        (Some(Value::Array(items)), Step::At(at)) if *at < items.len() => {
            items.remove(*at);
        }
        _ => {}
    }
}

/// Something that may stand at a key, by its name; another thing each time it did not fit `again`.
fn stand_in(
    value: &Value,
    steps: &[Step],
    now: Timestamp,
    variant: i64,
    again: usize,
) -> Option<Value> {
    let (last, parents) = steps.split_last()?;
    let beside = |name: &str| -> Option<Timestamp> {
        let mut value = value;
        for step in parents {
            value = match step {
                Step::Name(name) => value.get(name.as_str())?,
                Step::At(at) => value.get(*at)?,
            };
        }
        value.get(name)?.as_str()?.parse().ok()
    };
    let days = |days: i64| Millis(DAY.0 * days);
    // Rounds stand one after another, as those that people come on from must.
    let round = match parents {
        [Step::Name(name), Step::At(round), ..] if name == "rounds" => {
            i64::try_from(*round).unwrap_or(0)
        }
        _ => 0,
    };
    let in_windows = parents.contains(&Step::Name("windows".to_owned()));
    let by_name = match last {
        Step::At(_) => Some(json!({})),
        Step::Name(name) => match name.as_str() {
            "opens_at" => {
                let closes = beside("closes_at");
                let opens = closes.map_or(now + days(1 + variant + 10 * round), |closes| {
                    Timestamp::from_millis(closes.millis() - days(7 + variant).0)
                });
                Some(json!(opens))
            }
            "closes_at" => {
                let opens = beside("opens_at").unwrap_or(now);
                Some(json!(opens + days(7 + variant)))
            }
            "due" => Some(json!(now)),
            "from" | "to" if in_windows => Some(json!(now + days(2 + variant + 10 * round))),
            "time_limit_s" => Some(json!(900 + 60 * variant)),
            "count" => Some(json!(1 + variant)),
            "target" => Some(json!("people")),
            "contest" => Some(json!({})),
            _ => None,
        },
    };
    let general = [json!("…"), json!({}), json!(1), json!([]), json!(false)];
    by_name.into_iter().chain(general).nth(again)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now() -> Timestamp {
        "2026-12-01T00:00:00Z".parse().unwrap()
    }

    fn keys(document: &Value) -> Vec<String> {
        let partial = Partial::read(document, now());
        assert!(partial.files.is_some(), "{document}");
        let found = partial.findings.into_iter();
        let mut keys: Vec<String> = found.map(|finding| finding.key).collect();
        keys.sort();
        keys
    }

    #[test]
    fn what_is_missing_is_named_at_once_and_the_rest_is_read() {
        let document = json!({
            "contest": { "title": "Thi" },
            "rounds": [{ "code": "v1", "title": "Vòng 1", "closes_at": "2026-12-09T00:00:00Z",
                "blueprint": [{ "bank": "b" }] }],
            "prizes": [{ "count": 1 }],
        });
        assert_eq!(
            keys(&document),
            [
                "contest.organiser",
                "contest.slug",
                "prizes[0].tier",
                "rounds[0].blueprint[0].count",
                "rounds[0].opens_at",
                "rounds[0].time_limit_s",
            ]
        );
        let partial = Partial::read(&document, now());
        let [first, other] = partial.files.as_ref().unwrap();
        assert_eq!(first.contest.title, "Thi");
        assert!(first.rounds[0].opens_at < first.rounds[0].closes_at);
        assert_ne!(first.rounds[0].opens_at, other.rounds[0].opens_at);
        assert!(partial.lacks("rounds[0]") && !partial.lacks("rounds[1]"));
    }

    #[test]
    fn nothing_at_all_and_nonsense_are_read_too() {
        assert_eq!(
            keys(&json!({})),
            [
                "contest",
                "contest.organiser",
                "contest.slug",
                "contest.title",
            ]
        );
        let wrong = json!({
            "contest": { "slug": 7, "title": null, "organiser": "42", "colour": "red" },
            "rounds": ["x", { "code": "a", "title": "A", "opens_at": "mai", "closes_at": "",
                "time_limit_s": -1, "ranking": { "individual": ["beauty desc"] } }],
        });
        let found = keys(&wrong);
        for key in [
            "contest.slug",
            "contest.title",
            "contest.colour",
            "rounds[0]",
            "rounds[1].opens_at",
            "rounds[1].closes_at",
            "rounds[1].time_limit_s",
            "rounds[1].ranking.individual[0]",
        ] {
            assert!(found.iter().any(|known| known == key), "{key}: {found:?}");
        }
        assert!(Partial::read(&json!([1]), now()).files.is_none());
    }

    #[test]
    fn a_finding_at_a_stand_in_is_hollow() {
        let partial = Partial::read(&json!({ "contest": { "title": "A" } }), now());
        let finding = |key: &str| Finding {
            key: key.to_owned(),
            code: "contest.value",
            detail: String::new(),
        };
        assert!(partial.is_hollow(&finding("contest.slug")));
        assert!(!partial.is_hollow(&finding("contest.slugs")));
        assert!(!partial.is_hollow(&finding("rounds")));
    }
}
