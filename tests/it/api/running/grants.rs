//! Time and attempts that are given.

use super::world::{SLUG, World, form};
use crate::support::database::{TestStore, both_databases};
use crate::support::platform::option;
use serde_json::{Value, json};
use thiluat::auth::Actor;
use thiluat::clock::Clock as _;
use thiluat::domain::{Millis, Timestamp};

both_databases! {
    time_moves_who_sits_and_counts_for_who_starts_later,
    the_hard_end_cuts_what_was_given_and_an_outage_comes_on_top,
    attempts_that_are_given_back_can_be_begun,
    what_was_given_is_listed_and_nothing_is_given_in_a_round_that_is_over,
    another_node_starts_with_what_was_given_a_moment_ago,
}

fn deadline(attempt: &Value) -> Timestamp {
    attempt["attempt"]["deadline"]
        .as_str()
        .unwrap()
        .parse()
        .unwrap()
}

async fn give(world: &World, what: &str, body: Value) -> Value {
    let reply = world.of_round("POST", what, &world.an, &body).await;
    assert_eq!(reply.status, 200, "{reply:?}");
    reply.json()
}

async fn read(world: &World, attempt: &Value, token: &str) -> Timestamp {
    let path = format!("/attempts/{}", attempt["attempt"]["id"].as_str().unwrap());
    deadline(
        &world
            .platform
            .call("GET", &path, token, &Value::Null)
            .await
            .json(),
    )
}

async fn time_moves_who_sits_and_counts_for_who_starts_later(store: TestStore) {
    let world = World::open(store, json!({})).await;
    let (one, an) = world.registered(&form("Trần Văn An", "0901000222")).await;
    let mut of_province = form("Lê Đào", "0901000333");
    of_province["fields"]["unit"] = "42".into();
    let (_, dao) = world.registered(&of_province).await;
    let (_, late) = world.registered(&form("Hồ Hòa", "0901000444")).await;
    let (first, second) = (
        world.platform.start(&world.round, &an, "d").await,
        world.platform.start(&world.round, &dao, "d").await,
    );
    let before = (deadline(&first), deadline(&second));
    let person = give(
        &world,
        "/extensions",
        json!({ "to": { "participant": one }, "seconds": 60, "reason": "Mất điện" }),
    )
    .await;
    assert_eq!(person, json!({ "people": 1, "moved": 1 }));
    // A unit with all below it: the commune holds two of the three.
    let unit = give(
        &world,
        "/extensions",
        json!({ "to": { "unit": "18073" }, "seconds": 30, "reason": "Mất mạng" }),
    )
    .await;
    assert_eq!(unit, json!({ "people": 2, "moved": 1 }));
    let all = give(
        &world,
        "/extensions",
        json!({ "to": { "all": true }, "seconds": 10, "reason": "Máy chủ chậm" }),
    )
    .await;
    assert_eq!(all, json!({ "people": 3, "moved": 2 }));
    let of = |start: Timestamp, seconds| start + Millis::seconds(seconds);
    assert_eq!(read(&world, &first, &an).await, of(before.0, 100));
    assert_eq!(read(&world, &second, &dao).await, of(before.1, 10));
    // The reply to the next answer tells it.
    let saved = world
        .platform
        .save(&first, &an, 1, 1, &option(&first, 1, true))
        .await
        .json();
    assert_eq!(saved["remaining_ms"], 1_000_000);
    let third = world.platform.start(&world.round, &late, "d").await;
    assert_eq!(deadline(&third).since(deadline(&second)).0, 40_000);
    // An answer in the time that was given is in time.
    world.platform.clock.advance(990_000);
    let saved = world
        .platform
        .save(&first, &an, 2, 2, &option(&first, 2, true))
        .await;
    assert_eq!(saved.json()["remaining_ms"], 10_000);
    let refused = world
        .platform
        .save(&second, &dao, 1, 1, &option(&second, 1, true))
        .await;
    assert_eq!(refused.problem(), "409 attempt.closed");
}

async fn the_hard_end_cuts_what_was_given_and_an_outage_comes_on_top(store: TestStore) {
    let hard_end = store.clock.now() + Millis::seconds(1_000);
    let world = World::open(
        store,
        json!({ "hard_end_at": hard_end, "closes_at": hard_end }),
    )
    .await;
    let (_, token) = world.registered(&form("Trần Văn An", "0901000222")).await;
    let attempt = world.platform.start(&world.round, &token, "d").await;
    let began = deadline(&attempt) - Millis::seconds(900);
    let all = json!({ "to": { "all": true }, "seconds": 300, "reason": "Máy chủ chậm" });
    assert_eq!(give(&world, "/extensions", all).await["moved"], 1);
    assert_eq!(read(&world, &attempt, &token).await, hard_end);
    let span = (began + Millis::seconds(10), began + Millis::seconds(40));
    let app = &world.platform.app;
    app.give_outage_back(Actor::Command, SLUG, "v1", span, "mất điện")
        .await
        .unwrap();
    assert_eq!(
        read(&world, &attempt, &token).await,
        hard_end + Millis::seconds(30)
    );
}

async fn attempts_that_are_given_back_can_be_begun(store: TestStore) {
    let world = World::open(store, json!({ "attempts": { "max": 1 } })).await;
    let (one, an) = world.registered(&form("Trần Văn An", "0901000222")).await;
    let (_, dao) = world.registered(&form("Lê Đào", "0901000333")).await;
    for token in [&an, &dao] {
        world.platform.sit(&world.round, token, 3).await;
    }
    let start = async |token: &str| {
        let body = json!({ "device": "d" });
        world.of_round("POST", "/attempts", token, &body).await
    };
    assert_eq!(start(&an).await.problem(), "409 attempt.limit");
    let to = json!({ "participant": one });
    let back = give(
        &world,
        "/give-backs",
        json!({ "to": to, "attempts": 1, "reason": "Lỗi máy" }),
    )
    .await;
    assert_eq!(back, json!({ "people": 1 }));
    assert_eq!(start(&dao).await.problem(), "409 attempt.limit");
    world.platform.sit(&world.round, &an, 5).await;
    let refused = start(&an).await;
    assert_eq!(refused.problem(), "409 attempt.limit");
    assert_eq!(refused.json()["max"], 2);
    give(
        &world,
        "/give-backs",
        json!({ "to": { "unit": "42" }, "attempts": 2, "reason": "Cả đơn vị" }),
    )
    .await;
    assert_eq!(start(&an).await.status, 201);
    assert_eq!(start(&dao).await.status, 201);
}

async fn what_was_given_is_listed_and_nothing_is_given_in_a_round_that_is_over(store: TestStore) {
    let world = World::open(store, json!({})).await;
    let (one, _) = world.registered(&form("Trần Văn An", "0901000222")).await;
    let faulty = json!({ "to": { "unit": "99" }, "seconds": 0, "reason": "" });
    let reply = world
        .of_round("POST", "/extensions", &world.an, &faulty)
        .await;
    assert_eq!(reply.problem(), "422 field.invalid");
    let errors = reply.json()["errors"].clone();
    let pointers: Vec<_> = errors
        .as_array()
        .unwrap()
        .iter()
        .map(|error| error["pointer"].as_str().unwrap())
        .collect();
    assert_eq!(pointers, ["/seconds", "/reason", "/to/unit"]);
    let body = |to: Value| json!({ "to": to, "attempts": 1, "reason": "Thử" });
    for (to, problem) in [
        (json!({ "all": false }), "422 field.invalid"),
        (json!({ "participant": "không" }), "404 not_found"),
        (json!({ "participant": world.round }), "404 not_found"),
    ] {
        let reply = world
            .of_round("POST", "/give-backs", &world.an, &body(to))
            .await;
        assert_eq!(reply.problem(), problem);
    }
    give(
        &world,
        "/extensions",
        json!({ "to": { "unit": "18073" }, "seconds": 30, "reason": "Mất mạng" }),
    )
    .await;
    world.platform.clock.advance(1_000);
    give(&world, "/give-backs", body(json!({ "participant": one }))).await;
    let list = world
        .of_round("GET", "/grants", &world.an, &Value::Null)
        .await
        .json();
    let items = list["items"].as_array().unwrap();
    assert_eq!(items.len(), 2);
    assert_eq!(items[0]["kind"], "give_back");
    assert_eq!(
        items[0]["to"],
        json!({ "participant": { "id": one, "number": 1, "name": "Trần Văn An" } })
    );
    assert_eq!(
        (&items[1]["seconds"], &items[1]["by"]["name"]),
        (&json!(30), &json!("Cán bộ an"))
    );
    assert_eq!(
        items[1]["to"],
        json!({ "unit": { "code": "18073", "name": "Phường Thành Sen" } })
    );
    let app = &world.platform.app;
    app.close_round(Actor::Command, SLUG, "v1", true)
        .await
        .unwrap();
    let over = world
        .of_round(
            "POST",
            "/give-backs",
            &world.an,
            &body(json!({ "all": true })),
        )
        .await;
    assert_eq!(over.problem(), "409 round.not_under_way");
}

async fn another_node_starts_with_what_was_given_a_moment_ago(store: TestStore) {
    let world = World::open(store, json!({})).await;
    let (_, one) = world.registered(&form("Trần Văn An", "0901000222")).await;
    let (_, two) = world.registered(&form("Lê Đào", "0901000333")).await;
    let node = world.platform.another_node();
    let start = async |token: &str| {
        let who = node.signed_in(token).await.unwrap();
        let request = thiluat::app::attempts::StartRequest {
            round: world.round.parse().unwrap(),
            device: None,
            idempotency_key: None,
            address: None,
            code: None,
        };
        let started = node.start_attempt(who, request).await.unwrap();
        serde_json::to_value(&started.view.attempt).unwrap()["deadline"]
            .as_str()
            .unwrap()
            .parse::<Timestamp>()
            .unwrap()
    };
    // It remembers the round as it was.
    let before = start(&one).await;
    give(
        &world,
        "/extensions",
        json!({ "to": { "all": true }, "seconds": 77, "reason": "Thử" }),
    )
    .await;
    assert_eq!(start(&two).await, before + Millis::seconds(77));
}
