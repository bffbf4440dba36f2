//! The live monitor.

use super::world::{SLUG, World, form};
use crate::support::database::{TestStore, every_profile};
use crate::support::platform::option;
use serde_json::{Value, json};
use thiluat::auth::Actor;
use thiluat::domain::{UnitDraft, UnitType};

every_profile! {
    the_monitor_tells_how_a_round_goes,
    figures_serve_for_a_second_and_add_up_over_nodes,
}

async fn the_monitor_tells_how_a_round_goes(store: TestStore) {
    let world = World::open(store, json!({})).await;
    let unit = |code: &str, headcount| {
        let draft = UnitDraft {
            code: code.into(),
            name: format!("Xã {code}"),
            kind: UnitType::Xa,
            parent: Some("42".into()),
            area_type: None,
            headcount: Some(headcount),
            valid_from: None,
            valid_to: None,
            replaced_by: Vec::new(),
            block: None,
            headcount_source: None,
            headcount_date: None,
            aliases: Vec::new(),
        };
        (code.to_owned(), draft)
    };
    let units = [unit("18074", 500), unit("18075", 50)];
    world
        .platform
        .app
        .import_units(Actor::Command, &units)
        .await
        .unwrap();
    let mut tokens = Vec::new();
    for number in 1..=4 {
        let phone = format!("090100022{number}");
        tokens.push(world.registered(&form("Trần Văn An", &phone)).await.1);
    }
    world.platform.sit(&world.round, &tokens[0], 3).await;
    world.platform.clock.advance(60_000);
    world.platform.sit(&world.round, &tokens[0], 3).await;
    let running = world.platform.start(&world.round, &tokens[1], "d").await;
    world
        .platform
        .save(&running, &tokens[1], 1, 1, &option(&running, 1, true))
        .await;
    let monitor = world.get("/monitor").await;
    assert_eq!(
        (&monitor["round"]["code"], &monitor["round"]["state"]),
        (&json!("v1"), &json!("open"))
    );
    assert_eq!(
        monitor["rounds"],
        json!([{ "code": "v1", "title": "Vòng 1", "state": "open" }])
    );
    let figure = |key: &str| monitor[key].as_i64().unwrap();
    assert_eq!(
        ["registered", "people", "sitting", "handed_in", "attempts"].map(figure),
        [4, 2, 1, 1, 3]
    );
    let minutes = monitor["minutes"].as_array().unwrap();
    assert_eq!(minutes.len(), 60);
    let counts =
        |minute: &Value| ["started", "handed_in", "saved"].map(|key| minute[key].as_i64().unwrap());
    assert_eq!(counts(&minutes[58]), [1, 1, 10]);
    assert_eq!(counts(&minutes[59]), [2, 1, 11]);
    assert_eq!(counts(&minutes[57]), [0, 0, 0]);
    // Those that lag first, the larger one before the smaller.
    let units = monitor["units"].as_array().unwrap();
    let codes: Vec<_> = units
        .iter()
        .map(|unit| unit["code"].as_str().unwrap())
        .collect();
    assert_eq!(codes, ["18074", "18075", "18073"]);
    assert_eq!(
        units[2],
        json!({
            "code": "18073", "name": "Phường Thành Sen", "headcount": 100, "registered": 4,
            "people": 2, "sitting": 1, "handed_in": 1,
        })
    );
    assert_eq!(monitor["units_total"], 3);
    assert_eq!(monitor["board"]["behind_ms"], 0);
    assert_eq!(monitor["saves"], json!({ "late": 0, "refused": 0 }));
    let troubles = |monitor: &Value| -> Vec<(String, i64)> {
        let troubles = monitor["troubles"].as_array().unwrap().iter();
        troubles
            .map(|trouble| {
                (
                    trouble["code"].as_str().unwrap().to_owned(),
                    trouble["count"].as_i64().unwrap(),
                )
            })
            .collect()
    };
    assert_eq!(troubles(&monitor), [("units.idle".to_owned(), 2)]);

    // One answer within the grace and one after it; nobody hands the attempt in here.
    world.platform.clock.advance(903_000);
    let late = world
        .platform
        .save(&running, &tokens[1], 2, 2, &option(&running, 2, true))
        .await;
    assert_eq!(late.status, 200, "{late:?}");
    world.platform.clock.advance(20_000);
    let refused = world
        .platform
        .save(&running, &tokens[1], 3, 3, &option(&running, 3, true))
        .await;
    assert_eq!(refused.problem(), "409 attempt.closed");
    let monitor = world.get("/monitor?round=v1").await;
    assert_eq!(monitor["saves"], json!({ "late": 1, "refused": 1 }));
    let expected = [
        ("attempts.overdue", 1),
        ("saves.refused", 1),
        ("saves.late", 1),
        ("units.idle", 2),
    ];
    assert_eq!(
        troubles(&monitor),
        expected.map(|(code, count)| (code.to_owned(), count))
    );
    let english = world
        .platform
        .call_with(
            "GET",
            &format!("/contests/{SLUG}/monitor"),
            &world.an,
            &Value::Null,
            "accept-language: en\r\n",
        )
        .await
        .json();
    assert_eq!(
        english["troubles"][3]["detail"],
        "Nobody of 2 units has sat this round yet."
    );
    assert_eq!(
        english["troubles"][3]["since"],
        monitor["troubles"][3]["since"]
    );
    let none = world
        .call("GET", "/monitor?round=v9", &world.an, &Value::Null)
        .await;
    assert_eq!(none.problem(), "404 not_found");
    let seen = world
        .call("GET", "/monitor", &world.xem, &Value::Null)
        .await;
    assert_eq!(seen.status, 200, "{seen:?}");
}

async fn figures_serve_for_a_second_and_add_up_over_nodes(store: TestStore) {
    let world = World::open(store, json!({})).await;
    let (_, one) = world.registered(&form("Trần Văn An", "0901000222")).await;
    let (_, two) = world.registered(&form("Lê Đào", "0901000333")).await;
    world.platform.sit(&world.round, &one, 3).await;
    let sums = async || {
        let monitor = world.get("/monitor").await;
        let minutes = monitor["minutes"].as_array().unwrap().iter();
        minutes
            .map(|minute| minute["started"].as_i64().unwrap())
            .sum::<i64>()
    };
    assert_eq!(sums().await, 1);
    let node = world.platform.another_node();
    let who = node.signed_in(&two).await.unwrap();
    let request = thiluat::app::attempts::StartRequest {
        round: world.round.parse().unwrap(),
        device: None,
        idempotency_key: None,
        address: None,
        code: None,
    };
    node.start_attempt(who, request).await.unwrap();
    assert_eq!(node.write_tallies().await.unwrap(), 1);
    assert_eq!(node.write_tallies().await.unwrap(), 0, "nothing new");
    assert_eq!(world.platform.app.write_tallies().await.unwrap(), 1);
    // The same second, the same figures.
    assert_eq!(sums().await, 1);
    world.platform.clock.advance(1_000);
    assert_eq!(sums().await, 2, "what a node wrote itself counts once");
}
