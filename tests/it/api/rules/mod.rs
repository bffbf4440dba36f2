//! Rules of the contest file, from the outside: each key does what it says.

mod after;
mod papers;
mod people;
mod results;
mod told;

use crate::support::platform::Platform;
use serde_json::{Value, json};
use thiluat::auth::Actor;

/// Applies a contest of these rounds; gives their ids.
async fn contest(platform: &Platform, rounds: Value, more: Value) -> Vec<String> {
    let mut file = json!({
        "contest": { "slug": "thi", "title": "Thi thử", "organiser": "42" },
        "rounds": rounds,
    });
    for (key, value) in more.as_object().unwrap() {
        file[key] = value.clone();
    }
    let applied = platform
        .app
        .apply_contest(Actor::Command, &file.to_string(), false)
        .await;
    let applied = applied.unwrap_or_else(|error| panic!("{:?}", error.findings()));
    applied
        .rounds
        .iter()
        .map(|round| round.id.to_string())
        .collect()
}

fn round(platform: &Platform, code: &str, change: Value) -> Value {
    let mut rules = json!({
        "code": code, "title": format!("Vòng {code}"),
        "opens_at": platform.clock_in(-3_600_000), "closes_at": platform.clock_in(86_400_000),
        "time_limit_s": 900,
        "blueprint": [{ "bank": "thu", "count": 10 }],
        "publish": { "at_submit": "score" },
    });
    let Value::Object(change) = change else {
        panic!("keys of a round");
    };
    for (key, value) in change {
        rules[key] = value;
    }
    rules
}

async fn board(platform: &Platform, round: &str, token: &str) -> Value {
    platform.clock.advance(1_000);
    let path = format!("/rounds/{round}/scoreboard");
    platform
        .call("GET", &path, token, &Value::Null)
        .await
        .json()
}

async fn close(platform: &Platform, code: &str) {
    let closed = platform
        .app
        .close_round(Actor::Command, "thi", code, true)
        .await;
    assert_eq!(closed.unwrap().state.word(), "closed");
}
