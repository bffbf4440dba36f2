//! While a round is open nothing tells what its prediction asks for, and a frozen board shows one
//! instant on every path (security.md 1.1; domain.md 2.3).
//!
//! The property is that others make no difference: whatever they do, every address of the contract and
//! every frame says the same as before to a stranger, to another participant and to one who has handed in.

use super::leaks::{addresses, crawl_each, first_frame};
use crate::support::database::{TestStore, every_profile};
use crate::support::platform::Platform;
use rand::rngs::ChaCha20Rng;
use rand::{RngExt as _, SeedableRng as _};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use thiluat::auth::Actor;

every_profile! {
    what_a_prediction_asks_for_shows_nowhere_while_the_round_is_open,
    a_frozen_board_shows_one_instant_on_every_path,
}

const SEED: u64 = 20_261_126;

/// An answer without what only the clock moves.
fn still(address: &str, body: &str) -> String {
    let Ok(mut value) = serde_json::from_str::<Value>(body) else {
        return body.to_owned();
    };
    strip(&mut value);
    // The board of units is counted anew every second; when, says nothing.
    if address.ends_with("/scoreboards/units") {
        value.as_object_mut().unwrap().remove("as_of");
    }
    value.to_string()
}

fn strip(value: &mut Value) {
    match value {
        Value::Object(members) => {
            for moving in ["server_time", "remaining_ms", "request_id"] {
                members.remove(moving);
            }
            members.values_mut().for_each(strip);
        }
        Value::Array(items) => items.iter_mut().for_each(strip),
        _ => {}
    }
}

/// What everybody in `watching` is told everywhere.
async fn told(
    platform: &Platform,
    round: &str,
    addresses: &[String],
    watching: &[&str],
) -> BTreeMap<String, String> {
    // Boards may be a second late.
    platform.clock.advance(2_000);
    let mut all = BTreeMap::new();
    for (who, token) in watching.iter().enumerate() {
        for (address, body, _) in crawl_each(platform, addresses, token).await {
            all.insert(format!("{who} {address}"), still(&address, &body));
        }
    }
    let mut frame: Value = serde_json::from_str(&first_frame(platform, round).await).unwrap();
    all.insert("frame".to_owned(), frame["data"].take().to_string());
    let data = platform
        .app
        .board_data(round.parse().unwrap())
        .await
        .unwrap();
    all.insert("pushed".to_owned(), data.to_string());
    all
}

fn assert_same(before: &BTreeMap<String, String>, after: &BTreeMap<String, String>, why: &str) {
    assert_eq!(before.len(), after.len());
    for (place, said) in before {
        assert_eq!(said, &after[place], "{why}: {place}");
    }
}

async fn what_a_prediction_asks_for_shows_nowhere_while_the_round_is_open(store: TestStore) {
    println!("seed {SEED}");
    let mut rng = ChaCha20Rng::seed_from_u64(SEED);
    let platform = Platform::on(store).await;
    let mut next = 0;
    let targets = [
        "people",
        "attempts",
        "people_all_correct",
        "attempts_all_correct",
    ];
    for (case, target) in targets.into_iter().enumerate() {
        let slug = format!("thi-{case}");
        let scoreboard = ["live", "frozen", "after_close", "off"][rng.random_range(0..4)];
        let scope = ["round", "contest"][rng.random_range(0..2)];
        let counted = ["valid", "recognised"][rng.random_range(0..2)];
        let at_submit = ["none", "score", "score_and_key"][rng.random_range(0..3)];
        let rules = json!({
            "attempts": { "max": 0 },
            "prediction": {
                "prompt": "Bao nhiêu?", "target": target,
                "scope": scope,
                "counted": counted,
            },
            "ranking": { "individual": ["correct desc", "prediction_distance asc"] },
            "publish": {
                "at_submit": at_submit,
                "scoreboard": scoreboard, "freeze_at": platform.clock_in(1_800_000),
            },
        });
        let round = platform.contest(&slug, rules.clone()).await;
        let mut person = async |platform: &Platform| {
            next += 1;
            platform.register(&slug, next).await
        };
        let (own, other) = (person(&platform).await, person(&platform).await);
        let done = platform.sit(&round, &own, 10).await.json();
        let receipt = done["receipt"]["code"].as_str().unwrap().to_owned();
        let me = format!("/contests/{slug}/participants/me");
        let me = platform.call("GET", &me, &own, &Value::Null).await.json();
        let attempt = me["attempts"][0]["id"].as_str().unwrap().to_owned();
        let addresses = addresses(&slug, &round, &attempt, &receipt);
        let watching = ["", other.as_str(), own.as_str()];

        let before = told(&platform, &round, &addresses, &watching).await;
        let still = told(&platform, &round, &addresses, &watching).await;
        assert_same(&before, &still, "time alone tells nothing");
        for _ in 0..rng.random_range(3..6) {
            let token = person(&platform).await;
            for _ in 0..rng.random_range(1..3) {
                platform.sit(&round, &token, rng.random_range(8..=10)).await;
            }
        }
        // Somebody who only began is counted among people and attempts too.
        let token = person(&platform).await;
        platform.start(&round, &token, "d").await;
        let after = told(&platform, &round, &addresses, &watching).await;
        assert_same(&before, &after, &format!("{target}, {rules}"));

        let closed = platform
            .app
            .close_round(Actor::Command, &slug, "v1", true)
            .await;
        closed.unwrap();
        let open = told(&platform, &round, &addresses, &watching).await;
        assert_ne!(before, open, "after the close it shows");
    }
}

async fn a_frozen_board_shows_one_instant_on_every_path(store: TestStore) {
    let platform = Platform::on(store).await;
    let freeze_at = platform.clock_in(600_000);
    let rules = json!({
        "attempts": { "max": 0 },
        "publish": { "at_submit": "score", "scoreboard": "frozen", "freeze_at": freeze_at },
    });
    let round = platform.contest("thi", rules).await;
    let (own, other) = (
        platform.register("thi", 1).await,
        platform.register("thi", 2).await,
    );
    let done = platform.sit(&round, &own, 6).await.json();
    platform.sit(&round, &other, 4).await;
    let receipt = done["receipt"]["code"].as_str().unwrap().to_owned();
    let board = format!("/rounds/{round}/scoreboard");
    platform.clock.advance(2_000);
    let live = platform.call("GET", &board, "", &Value::Null).await.json();
    assert_eq!(
        (&live["state"], &live["totals"]["attempts"]),
        (&json!("live"), &json!(2))
    );

    // Handed in at the cut-off itself still shows; a moment later does not.
    let late = platform.register("thi", 3).await;
    let until = freeze_at.parse::<thiluat::domain::Timestamp>().unwrap();
    platform.clock.set(until);
    platform.sit(&round, &late, 9).await;
    platform.clock.advance(1);
    let mut addresses = addresses("thi", &round, "none", &receipt);
    // What is one's own is told to oneself.
    addresses.retain(|address| !address.ends_with("/participants/me"));
    for query in ["?limit=1", "?unit=18073", "?group=x", "?limit=200"] {
        addresses.push(format!("/api/v1{board}{query}"));
    }
    let watching = ["", other.as_str(), own.as_str()];
    let before = told(&platform, &round, &addresses, &watching).await;
    let shown = platform
        .call("GET", &board, &own, &Value::Null)
        .await
        .json();
    assert_eq!(
        (&shown["state"], &shown["totals"]),
        (&json!("frozen"), &json!({ "people": 3, "attempts": 3 }))
    );
    assert_eq!(
        (&shown["me"]["place"], &shown["me"]["score"]),
        (&json!(2), &json!(6))
    );

    platform.sit(&round, &own, 10).await;
    for n in 4..8 {
        let token = platform.register("thi", n).await;
        platform.sit(&round, &token, 10).await;
    }
    let after = told(&platform, &round, &addresses, &watching).await;
    assert_same(&before, &after, "frozen");
    // Also where the board was lost and is filled from the store, and on a node that never saw it.
    let node = platform.another_node();
    let data = node.board_data(round.parse().unwrap()).await.unwrap();
    let filled: Value = serde_json::from_str(&data).unwrap();
    for part in ["state", "entries", "totals"] {
        assert_eq!(filled[part], shown[part], "filled anew: {part}");
    }
    let units = node
        .unit_board("thi", &thiluat::app::boards::UnitBoardQuery::default())
        .await
        .unwrap();
    assert_eq!((units.items[0].people, units.items[0].attempts), (3, 3));

    let closed = platform
        .app
        .close_round(Actor::Command, "thi", "v1", true)
        .await;
    closed.unwrap();
    platform.clock.advance(2_000);
    let last = platform
        .call("GET", &board, &own, &Value::Null)
        .await
        .json();
    assert_eq!(
        (&last["state"], &last["totals"]),
        (&json!("final"), &json!({ "people": 7, "attempts": 8 }))
    );
    assert_eq!(last["me"]["score"], 10);
}
