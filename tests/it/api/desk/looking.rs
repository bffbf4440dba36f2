//! Who stands for which prize, what is looked at of a person, and who may look.

use super::world::{SLUG, World};
use super::{FIRST, numbers, prizes, rows};
use crate::support::database::{TestStore, both_databases};
use serde_json::{Value, json};

both_databases! {
    ties_are_told_and_dossiers_hold_clues,
    the_desk_is_for_those_who_may,
}

/// The signal of that code in the first attempt of a dossier.
fn signal(dossier: &Value, code: &str) -> Option<Value> {
    let signals = dossier["attempts"][0]["signals"].as_array().unwrap();
    let found = signals.iter().find(|signal| signal["code"] == code)?;
    for language in ["vi", "en"] {
        assert!(!found["reason"][language].as_str().unwrap().is_empty());
    }
    Some(found["evidence"].clone())
}

async fn ties_are_told_and_dossiers_hold_clues(store: TestStore) {
    let world = World::closed(store).await;
    assert_eq!(world.result(1).await, rows(&FIRST));
    let told = world.get("/prizes", &world.an).await;
    // 4 is second; 1 and 3 are equal for one more second prize and one third prize.
    assert_eq!(world.prizes(&world.an).await, prizes([&[2], &[4], &[7]]));
    assert_eq!(
        (&told["undecided"], &told["result_version"]),
        (&json!(2), &json!(1))
    );
    for tier in [1, 2] {
        let tie = &told["prizes"][tier]["undecided"];
        assert_eq!(tie.as_array().unwrap().len(), 1);
        assert_eq!((&tie[0]["seats"], &tie[0]["place"]), (&json!(1), &json!(3)));
        let mut tied = numbers(&tie[0]["subjects"]);
        tied.sort_unstable();
        assert_eq!(tied, [1, 3]);
    }
    let next = told["prizes"][2]["next"].as_array().unwrap();
    let next: Vec<i64> = next
        .iter()
        .map(|n| n["subject"]["number"].as_i64().unwrap())
        .collect();
    assert_eq!(next, [8, 5, 6]);
    let reason = &told["prizes"][0]["winners"][0]["reason"]["en"];
    assert!(reason.as_str().unwrap().contains("12"), "{reason}");
    let publish = json!({ "what": { "publish": {} }, "reason": "Xong" });
    let code = world.refused("/proposals", &world.an, publish).await;
    assert_eq!(code, "409 prizes.undecided");

    let dossier = async |number: usize| {
        let path = format!("/people/{}", world.person(number));
        world.get(&path, &world.binh).await
    };
    let third = dossier(3).await;
    assert_eq!(
        signal(&third, "shared_contact"),
        Some(json!({ "field": "phone", "others": [4] }))
    );
    assert_eq!(signal(&third, "too_fast"), None);
    // All of them came from this machine.
    let network = signal(&third, "same_network").unwrap();
    assert_eq!(
        network,
        json!({ "others": [1, 2, 4, 5, 6, 7, 8], "people": 7 })
    );
    assert_eq!(signal(&third, "same_device"), None);
    let fourth = dossier(4).await;
    assert_eq!(
        signal(&fourth, "too_fast"),
        Some(json!({ "duration_ms": 50_000, "least_s": 55 }))
    );
    assert_eq!(
        (&fourth["place"], &fourth["prizes"]),
        (&json!(2), &json!([1]))
    );
    // 5 and 6 erred alike on questions 5 to 11. Nobody else erred on 5 to 8; on 9, 10 and 11 one,
    // two and three others did, each time otherwise: 3⁴ · 4 · 5 · 6.
    let fifth = dossier(5).await;
    assert_eq!(
        signal(&fifth, "alike_answers"),
        Some(
            json!({ "other": 6, "common": 12, "both_wrong": 7, "same_wrong": 7, "one_in": 9_720 })
        )
    );
    assert_eq!(signal(&fifth, "same_order"), None);
    assert_eq!(signal(&dossier(1).await, "alike_answers"), None);
    let questions = fifth["attempts"][0]["questions"].as_array().unwrap();
    let right = questions.iter().filter(|q| q["correct"] == true).count();
    assert_eq!((questions.len(), right), (12, 5));
    let receipt = fifth["attempts"][0]["receipt_code"].as_str().unwrap();
    let found = world
        .platform
        .call("GET", &format!("/receipts/{receipt}"), "", &Value::Null)
        .await;
    assert_eq!(found.status, 200);
    // Keys were shown: the round stays closed.
    let reopen = world.call("POST", "/reopen", &world.an, &json!({})).await;
    assert_eq!(reopen.problem(), "409 round.revealed");
}

async fn the_desk_is_for_those_who_may(store: TestStore) {
    let world = World::closed(store).await;
    let paths = ["/prizes", "/voids", "/proposals"];
    let person = format!("/people/{}", world.person(1));
    for path in paths.into_iter().chain([person.as_str()]) {
        for (token, expected) in [
            (&world.xem, "403 auth.forbidden"),
            (&world.participant, "401 auth.required"),
            (&String::new(), "401 auth.required"),
        ] {
            let reply = world.call("GET", path, token, &Value::Null).await;
            assert_eq!(reply.problem(), expected, "{path}");
        }
    }
    let writes = [
        (
            "/voids",
            json!({ "participant": world.person(1), "reason": "x" }),
        ),
        (
            "/proposals",
            json!({ "what": { "publish": {} }, "reason": "x" }),
        ),
    ];
    for (path, body) in writes {
        assert_eq!(
            world.refused(path, &world.xem, body.clone()).await,
            "403 auth.forbidden"
        );
        assert_eq!(world.refused(path, "", body).await, "401 auth.required");
    }
    let blank = json!({ "participant": world.person(1), "reason": "  " });
    assert_eq!(
        world.refused("/voids", &world.an, blank).await,
        "422 desk.text"
    );
    // Readers see results without people.
    let public = world.get("/results/1", "").await;
    assert_eq!(public["entries"].as_array().unwrap().len(), 8);
    assert!(
        public["entries"]
            .as_array()
            .unwrap()
            .iter()
            .all(|e| e["person"] == Value::Null)
    );
    let paged = world.get("/results/1?limit=3&cursor=3", &world.an).await;
    let places: Vec<_> = paged["entries"]
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| entry["place"].as_i64().unwrap())
        .collect();
    assert_eq!(
        (places, &paged["next_cursor"]),
        (vec![3, 5, 6], &json!("6"))
    );
    let prizes = world
        .platform
        .call(
            "GET",
            &format!("/contests/{SLUG}/prizes"),
            &world.an,
            &Value::Null,
        )
        .await;
    assert_eq!(prizes.json()["items"].as_array().unwrap().len(), 3);
}
