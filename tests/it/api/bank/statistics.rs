//! What closed rounds tell about questions.

use super::world::{BANK, World, draft, text};
use crate::support::database::{TestStore, both_databases};
use crate::support::platform::questions;
use serde_json::{Value, json};
use thiluat::auth::Actor;

both_databases! {
    a_wrong_key_raises_the_alarm_after_the_close,
}

/// People who know the law, and people who guess wrong in the same way.
const ABLE: usize = 30;
const OTHERS: usize = 24;

/// Three sound questions, and a fourth whose key holds what is wrong.
async fn a_wrong_key_raises_the_alarm_after_the_close(store: TestStore) {
    let world = World::on(store).await;
    let mut ids = Vec::new();
    for number in 1..=4 {
        let mut question = draft(&format!("Câu {number}"));
        if number == 4 {
            question["options"][0]["correct"] = false.into();
            question["options"][1]["correct"] = true.into();
        }
        ids.push(text(&world.approved(&question).await["id"]));
    }
    let blueprint = json!({ "blueprint": [{ "bank": BANK, "count": 4 }] });
    let round = world.platform.contest("do-luong", blueprint).await;
    for person in 0..ABLE + OTHERS {
        sit(&world, &round, person, person < ABLE).await;
    }
    let app = &world.platform.app;
    assert_eq!(
        app.measure_items().await.unwrap(),
        0,
        "nothing before the close"
    );
    let path = format!("/questions/{}", ids[3]);
    assert_eq!(world.get("duyet", &path).await["use"], Value::Null);
    let closed = app
        .close_round(Actor::Command, "do-luong", "v1", true)
        .await;
    closed.unwrap();
    assert_eq!(app.measure_items().await.unwrap(), 1);
    assert_eq!(app.measure_items().await.unwrap(), 0);

    let wrong = world.get("duyet", &path).await;
    let usage = &wrong["use"];
    assert_eq!(usage["rounds"], 1);
    assert_eq!(usage["papers"], ABLE + OTHERS);
    assert_eq!(usage["answered"], ABLE + OTHERS);
    assert_eq!(usage["correct"], OTHERS);
    assert_eq!(usage["facility_pm"], 444, "24 of 54");
    assert_eq!(usage["discrimination_pm"], -1000);
    assert_eq!(usage["alarm"], true);
    let alarms: Vec<&Value> = wrong["findings"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|finding| finding["code"] == "statistics.alarm")
        .collect();
    assert!(alarms.len() >= 2, "{wrong}");
    assert!(
        text(&alarms[1]["detail"]).contains("phương án A"),
        "{wrong}"
    );
    let sound = world.get("duyet", &format!("/questions/{}", ids[0])).await;
    assert_eq!(sound["use"]["alarm"], false);
    assert_eq!(sound["use"]["facility_pm"], 556);
    assert_eq!(world.tasks().await, [("alarm".to_owned(), ids[3].clone())]);
    let found = format!("/banks/{BANK}/questions?finding=statistics.alarm");
    assert_eq!(world.get("duyet", &found).await["total"], 1);

    // A new topic leaves the key as it is; a right key ends the alarm.
    let bulk = json!({ "questions": [ids[3]], "set": { "topic": "Khác" } });
    world
        .post("tac-gia", &format!("/banks/{BANK}/bulk"), bulk)
        .await;
    assert_eq!(world.tasks().await, [("alarm".to_owned(), ids[3].clone())]);
    let now = world.get("duyet", &path).await;
    let mut right = now["draft"].clone();
    right["options"][0]["correct"] = true.into();
    right["options"][1]["correct"] = false.into();
    let next = world.rewrite("tac-gia", &now, right).await;
    assert_eq!(next["use"]["alarm"], false);
    assert_eq!(next["use"]["papers"], ABLE + OTHERS);
    assert_eq!(
        world.tasks().await,
        [("to_check".to_owned(), ids[3].clone())]
    );
}

/// The able ones choose what is true, the others the first wrong option, question by question.
async fn sit(world: &World, round: &str, person: usize, able: bool) {
    let token = world.platform.register("do-luong", person).await;
    let attempt = world.platform.start(round, &token, "d").await;
    let wanted = if able { "đúng" } else { "sai một" };
    for (slot, question) in (1..).zip(questions(&attempt)) {
        let options = question["options"].as_array().unwrap().iter();
        let option = options
            .clone()
            .find(|option| text(&option["html"]).starts_with(wanted))
            .unwrap();
        let id = text(&option["id"]);
        let seq = i64::try_from(slot).unwrap();
        let saved = world.platform.save(&attempt, &token, slot, seq, &id).await;
        assert_eq!(saved.status, 200, "{saved:?}");
    }
    let done = world.platform.submit(&attempt, &token, 4).await;
    assert_eq!(done.status, 200, "{done:?}");
}
