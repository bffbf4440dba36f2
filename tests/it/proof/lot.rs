//! The lot: committed to with the round, fixed at the close, drawn by a value that came later.

use super::world::{Given, SLUG, World, sealed};
use crate::support::database::{TestStore, both_databases};
use serde_json::{Value, json};
use thiluat::app::Refusal as _;
use thiluat::auth::Actor;

both_databases! {
    equals_are_told_apart_by_a_committed_lot,
}

async fn equals_are_told_apart_by_a_committed_lot(store: TestStore) {
    let round = json!({
        "prediction": null,
        "ranking": { "individual": ["correct desc", "lot asc"] },
    });
    let world = World::sat(store, &round).await;
    let app = &world.platform.app;
    let early = app.give_lot_beacon(Actor::Command, SLUG, "v1", "1").await;
    assert_eq!(early.unwrap_err().code(), "round.not_closed");
    let path = format!("/rounds/{}/commitments", world.round);
    let before = world
        .platform
        .call("GET", &path, "", &Value::Null)
        .await
        .json();
    assert_eq!(before["result"], Value::Null);
    let committed = before["items"][0]["lot_commitment"].clone();
    world.close().await;

    let shared: Value = serde_json::from_str(&world.export().await).unwrap();
    let places = |bundle: &Value| -> Vec<i64> {
        let rows = bundle["result"]["standings"].as_array().unwrap();
        rows.iter()
            .map(|row| row["place"].as_i64().unwrap())
            .collect()
    };
    assert_eq!(
        places(&shared),
        [1, 1, 3, 4, 4, 6, 7],
        "equals share a place until then"
    );
    assert_eq!(
        world.verdict(shared.to_string().as_bytes(), &Given::default()),
        "ok"
    );

    app.give_lot_beacon(Actor::Command, SLUG, "v1", " 48213 ")
        .await
        .unwrap();
    let again = app
        .give_lot_beacon(Actor::Command, SLUG, "v1", "48214")
        .await;
    assert_eq!(again.unwrap_err().code(), "round.lot_not_wanted");
    let drawn: Value = serde_json::from_str(&world.export().await).unwrap();
    assert_eq!(drawn["result"]["version"], 2);
    assert_eq!(places(&drawn), [1, 2, 3, 4, 5, 6, 7]);
    assert_eq!(drawn["lot"]["beacon2"], "48213");
    assert_eq!(drawn["lot"]["commitment"], committed);
    let after = world
        .platform
        .call("GET", &path, "", &Value::Null)
        .await
        .json();
    assert_eq!(after["result"]["lot_root"], drawn["lot"]["root"]);
    assert_eq!(after["result"]["receipts_root"], drawn["receipts_root"]);
    assert_eq!(
        world.verdict(drawn.to_string().as_bytes(), &Given::default()),
        "ok"
    );

    let told = |lie: &dyn Fn(&mut Value)| {
        let mut bundle = drawn.clone();
        lie(&mut bundle);
        world.verdict(&sealed(bundle), &Given::default())
    };
    assert_eq!(
        told(&|b| b["lot"]["seed"] = json!("5".repeat(64))),
        "lot commitment"
    );
    assert_eq!(
        told(&|b| b["lot"]["root"] = json!("5".repeat(64))),
        "lot root"
    );
    assert_eq!(told(&|b| b["lot"] = Value::Null), "lot seed");
    let row = |at: usize, name: &str| drawn["result"]["standings"][at][name].clone();
    let swapped = told(&|b| {
        b["result"]["standings"][0]["number"] = row(1, "number");
        b["result"]["standings"][1]["number"] = row(0, "number");
    });
    // Groups of the two are the other way round as well, which shows first where they differ.
    let first = row(0, "number");
    assert_eq!(swapped, format!("standing 1 {first} number"));
    let turn = told(&|b| b["result"]["standings"][2]["values"][1] = json!(99));
    assert_eq!(turn, format!("standing 3 {} values", row(2, "number")));
}
