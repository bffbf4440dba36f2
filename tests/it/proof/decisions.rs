//! Marks after decisions: a voided question, a new key.

use super::world::{Given, World, sealed};
use crate::support::database::TestStore;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// What the paper's blueprint gives for a question of this test: the round has one cell.
const POINTS: i64 = 1;

/// Marks and places of a bundle anew under a decision, computed as this test reads the rules.
fn decided(honest: &Value, decision: &Value) -> Value {
    let mut bundle = honest.clone();
    bundle["decisions"] = json!([decision]);
    let keys: BTreeMap<&str, &str> = honest["questions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|q| (q["id"].as_str().unwrap(), q["key"].as_str().unwrap()))
        .collect();
    let mut best: BTreeMap<i64, (i64, i64, i64, String)> = BTreeMap::new();
    for row in bundle["attempts"].as_array_mut().unwrap() {
        let mut correct = 0;
        for response in row["responses"].as_array().unwrap() {
            let id = response["question_id"].as_str().unwrap();
            let concerned = decision["question_id"] == id;
            let key = match decision["new_key"].as_str() {
                Some(key) if concerned => key,
                _ => keys[id],
            };
            correct += match decision["void"].as_str() {
                Some("full") if concerned => 1,
                Some("left_out") if concerned => 0,
                _ => i64::from(response["options"] == json!([key])),
            };
        }
        row["correct"] = json!(correct);
        row["score"] = json!(correct * POINTS);
        let number = |name: &str| row[name].as_i64().unwrap();
        let instant = row["submitted_at"].as_str().unwrap().to_owned();
        let this = (
            -correct,
            number("duration_ms") / 1000,
            number("ordinal"),
            instant,
        );
        let held = best.entry(number("number")).or_insert_with(|| this.clone());
        if (this.0, this.1, &this.3) < (held.0, held.1, &held.3) {
            *held = this;
        }
    }
    let mut rows: Vec<_> = best.into_iter().collect();
    rows.sort_by_key(|(number, (correct, seconds, _, at))| {
        (*correct, *seconds, at.clone(), *number)
    });
    let groups: BTreeMap<i64, Value> = honest["result"]["standings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| (row["number"].as_i64().unwrap(), row["group"].clone()))
        .collect();
    let places: Vec<Value> = (1..)
        .zip(rows)
        .map(|(place, (number, (correct, seconds, ordinal, at)))| {
            let at: thiluat::domain::Timestamp = at.parse().unwrap();
            json!({
                "place": place, "number": number, "ordinal": ordinal, "group": groups[&number],
                "values": [-correct, seconds, at.millis()],
            })
        })
        .collect();
    bundle["result"]["standings"] = json!(places);
    bundle["result"]["version"] = json!(2);
    bundle
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn marks_follow_from_decisions() {
    let round = json!({
        "blueprint": [{ "bank": "thu", "count": 10 }],
        "prediction": null,
        "ranking": { "individual": ["correct desc", "duration asc", "submitted_at asc"] },
    });
    let world = World::closed(TestStore::sqlite().await, &round).await;
    let honest: Value = serde_json::from_str(&world.export().await).unwrap();
    let given = Given::default();
    // A question that somebody answered rightly and somebody else wrongly, and that wrong answer.
    let rows = honest["attempts"].as_array().unwrap();
    let responses = || {
        rows.iter()
            .flat_map(|row| row["responses"].as_array().unwrap())
    };
    let questions = honest["questions"].as_array().unwrap();
    let (id, wrong) = questions
        .iter()
        .find_map(|question| {
            let key = json!([question["key"]]);
            let mine =
                |r: &&Value| r["question_id"] == question["id"] && r["options"][0].is_string();
            let wrong = responses().filter(mine).find(|r| r["options"] != key)?;
            responses().filter(mine).find(|r| r["options"] == key)?;
            Some((question["id"].as_str().unwrap(), &wrong["options"][0]))
        })
        .unwrap();
    let decision = |what: Value| {
        let mut decision = json!({
            "question_id": id, "version": 1, "reason": "Đáp án sai",
            "at": "2026-12-20T00:00:00.000Z",
        });
        decision
            .as_object_mut()
            .unwrap()
            .extend(what.as_object().unwrap().clone());
        decision
    };
    for what in [
        json!({ "void": "full" }),
        json!({ "void": "left_out" }),
        json!({ "new_key": wrong }),
    ] {
        let told = decided(&honest, &decision(what.clone()));
        assert_ne!(told["attempts"], honest["attempts"], "{what}");
        assert_eq!(world.verdict(&sealed(told.clone()), &given), "ok", "{what}");
        // Marks before the decision are not those after it.
        let mut stale = told;
        stale["attempts"] = honest["attempts"].clone();
        let named = world.verdict(&sealed(stale), &given);
        assert!(
            named.starts_with("attempt ") && named.ends_with(" correct"),
            "{named}"
        );
    }
    let mut nonsense = honest.clone();
    nonsense["decisions"] = json!([decision(json!({ "void": "half" }))]);
    let path = world.path("nonsense");
    std::fs::write(&path, sealed(nonsense)).unwrap();
    assert_eq!(
        super::world::ours(&path, &given),
        format!("question {id} 1")
    );
}
