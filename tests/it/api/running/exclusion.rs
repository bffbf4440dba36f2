//! Taking people out of a contest, and letting them back.

use super::world::{SLUG, World, form};
use crate::edge::wire::Reply;
use crate::support::database::{TestStore, both_databases};
use crate::support::platform::option;
use serde_json::{Value, json};
use thiluat::auth::Actor;

both_databases! {
    who_is_excluded_starts_nothing_and_has_no_place_and_may_come_back,
    a_round_that_is_over_is_counted_anew_and_undone_by_another_person,
    a_start_and_an_exclusion_at_once_leave_nothing_running,
}

async fn exclude(world: &World, id: &str, token: &str, method: &str) -> Reply {
    let path = format!("/participants/{id}/exclusion");
    let body = json!({ "reason": "Thi hộ" });
    world.call(method, &path, token, &body).await
}

async fn board(world: &World) -> Value {
    world.platform.clock.advance(1_000);
    let path = format!("/rounds/{}/scoreboard", world.round);
    world
        .platform
        .call("GET", &path, "", &Value::Null)
        .await
        .json()
}

fn places(board: &Value) -> Vec<(i64, i64)> {
    let entries = board["entries"].as_array().unwrap().iter();
    entries
        .map(|entry| {
            (
                entry["place"].as_i64().unwrap(),
                entry["score"].as_i64().unwrap(),
            )
        })
        .collect()
}

async fn who_is_excluded_starts_nothing_and_has_no_place_and_may_come_back(store: TestStore) {
    let world = World::open(store, json!({ "publish": { "scoreboard": "live" } })).await;
    let (one, token) = world.registered(&form("Trần Văn Ân", "0901000222")).await;
    let (_, other) = world.registered(&form("Lê Đào", "0901000333")).await;
    world.platform.sit(&world.round, &token, 9).await;
    world.platform.sit(&world.round, &other, 4).await;
    // He sits a second one, with an answer given.
    let running = world.platform.start(&world.round, &token, "d").await;
    let saved = option(&running, 1, true);
    assert_eq!(
        world
            .platform
            .save(&running, &token, 1, 1, &saved)
            .await
            .status,
        200
    );
    assert_eq!(places(&board(&world).await), [(1, 9), (2, 4)]);

    let done = exclude(&world, &one, &world.an, "POST").await;
    assert_eq!(done.status, 200, "{done:?}");
    let detail = done.json();
    assert_eq!(detail["excluded"], true);
    let states: Vec<_> = detail["attempts"]
        .as_array()
        .unwrap()
        .iter()
        .map(|a| &a["state"])
        .collect();
    assert_eq!(states, ["void", "void"]);
    assert_eq!(
        (
            &detail["history"][0]["what"],
            &detail["history"][0]["reason"]
        ),
        (&json!("exclusion"), &json!("Thi hộ"))
    );
    let board_now = board(&world).await;
    assert_eq!(places(&board_now), [(1, 4)]);
    assert_eq!(board_now["totals"], json!({ "people": 1, "attempts": 1 }));
    let late = world
        .platform
        .save(&running, &token, 2, 2, &option(&running, 2, true))
        .await;
    assert_eq!(late.problem(), "409 attempt.closed");
    let body = json!({ "device": "d" });
    let start = world.of_round("POST", "/attempts", &token, &body).await;
    assert_eq!(start.problem(), "403 participant.excluded");
    // Another node knows it at once.
    let node = world.platform.another_node();
    let who = node.signed_in(&token).await.unwrap();
    let request = thiluat::app::attempts::StartRequest {
        round: world.round.parse().unwrap(),
        device: None,
        idempotency_key: None,
        address: None,
        code: None,
    };
    let refused = node.start_attempt(who, request).await;
    assert!(refused.is_err_and(|error| error.to_string() == "excluded from the contest"));
    assert_eq!(world.found("state=excluded").await, [1]);
    assert_eq!(world.found("state=handed_in").await, [2]);
    assert_eq!(
        exclude(&world, &one, &world.an, "POST").await.problem(),
        "409 exclusion.exists"
    );
    // The desk sees why.
    let voids = world
        .of_round("GET", "/voids", &world.an, &Value::Null)
        .await
        .json();
    assert_eq!(voids["items"][0]["reason"], "Thi hộ");

    let back = exclude(&world, &one, &world.an, "DELETE").await;
    assert_eq!(back.status, 200, "{back:?}");
    assert_eq!(back.json()["excluded"], false);
    let states: Vec<Value> = back.json()["attempts"]
        .as_array()
        .unwrap()
        .iter()
        .map(|a| a["state"].clone())
        .collect();
    assert_eq!(states, ["submitted", "expired"]);
    let board_now = board(&world).await;
    assert_eq!(places(&board_now), [(1, 9), (2, 4)]);
    assert_eq!(board_now["totals"], json!({ "people": 2, "attempts": 3 }));
    world.platform.start(&world.round, &token, "d").await;
    assert_eq!(
        exclude(&world, &one, &world.an, "DELETE").await.problem(),
        "409 exclusion.none"
    );
}

async fn a_round_that_is_over_is_counted_anew_and_undone_by_another_person(store: TestStore) {
    let world = World::open(store, json!({})).await;
    let (one, token) = world.registered(&form("Trần Văn Ân", "0901000222")).await;
    let (_, other) = world.registered(&form("Lê Đào", "0901000333")).await;
    world.platform.sit(&world.round, &token, 9).await;
    world.platform.sit(&world.round, &other, 4).await;
    let app = &world.platform.app;
    app.close_round(Actor::Command, SLUG, "v1", true)
        .await
        .unwrap();
    let people = async |version: i64| -> Vec<i64> {
        let path = format!("/results/{version}");
        let result = world
            .of_round("GET", &path, &world.an, &Value::Null)
            .await
            .json();
        let entries = result["entries"].as_array().unwrap().iter();
        entries
            .map(|entry| entry["person"]["number"].as_i64().unwrap())
            .collect()
    };
    assert_eq!(people(1).await, [1, 2]);
    assert_eq!(exclude(&world, &one, &world.an, "POST").await.status, 200);
    assert_eq!(people(2).await, [2]);
    assert_eq!(people(1).await, [1, 2], "the first result stays as it was");
    let same = exclude(&world, &one, &world.an, "DELETE").await;
    assert_eq!(same.problem(), "403 two_people.same");
    assert_eq!(exclude(&world, &one, &world.ha, "DELETE").await.status, 200);
    assert_eq!(people(3).await, [1, 2]);

    // Once results are published nobody comes back by this way.
    assert_eq!(exclude(&world, &one, &world.an, "POST").await.status, 200);
    let propose = json!({ "what": { "publish": {} }, "reason": "Biên bản" });
    let made = world
        .of_round("POST", "/proposals", &world.an, &propose)
        .await;
    assert_eq!(made.status, 201, "{made:?}");
    let id = made.json()["id"].as_str().unwrap().to_owned();
    let path = format!("/proposals/{id}/approval");
    let approved = world.of_round("POST", &path, &world.ha, &json!({})).await;
    assert_eq!(approved.status, 200, "{approved:?}");
    let late = exclude(&world, &one, &world.ha, "DELETE").await;
    assert_eq!(late.problem(), "409 result.published");
}

async fn a_start_and_an_exclusion_at_once_leave_nothing_running(store: TestStore) {
    let world = World::open(store, json!({})).await;
    let mut people = Vec::new();
    for number in 0..8 {
        let phone = format!("09010002{number:02}");
        people.push(world.registered(&form("Trần Văn Ân", &phone)).await);
    }
    let calls = people.iter().map(|(id, token)| {
        let world = &world;
        async move {
            let body = json!({ "device": "d" });
            let start = world.of_round("POST", "/attempts", token, &body);
            let exclusion = exclude(world, id, &world.an, "POST");
            let (start, exclusion) = tokio::join!(start, exclusion);
            assert!(matches!(start.status, 201 | 403), "{start:?}");
            assert_eq!(exclusion.status, 200, "{exclusion:?}");
        }
    });
    for call in calls {
        call.await;
    }
    let round = world.round.parse().unwrap();
    let mut work = world.platform.app.store.read().await.unwrap();
    assert_eq!(work.active_in(round).await.unwrap(), []);
    assert_eq!(work.finished_in(round).await.unwrap().len(), 0);
}
