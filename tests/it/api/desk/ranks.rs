//! Prizes by lot, and of rankings beyond a round.

use crate::support::database::{TestStore, both_databases};
use crate::support::platform::Platform;
use serde_json::{Value, json};
use thiluat::app::desk::VoidRequest;
use thiluat::auth::Actor;
use thiluat::clock::Clock as _;
use thiluat::domain::{ParticipantId, RoundId, Timestamp};
use thiluat::engine::proof::{self, Outside};

both_databases! {
    the_next_ticket_moves_up_when_somebody_is_void,
    prizes_of_all_rounds_keep_to_the_cap_of_the_contest,
}

/// Numbers of a result, first place first; places are 1, 2, 3, …
async fn order(platform: &Platform, round: RoundId, version: i64) -> Vec<i64> {
    let page = (0, 200);
    let result = platform
        .app
        .result_version(round, version, page, Some(Actor::Command))
        .await
        .unwrap();
    for (at, entry) in (1..).zip(&result.entries) {
        assert_eq!(entry.place, at, "nobody shares a place");
    }
    let entries = result.entries.into_iter();
    entries.map(|entry| entry.person.unwrap().number).collect()
}

async fn the_next_ticket_moves_up_when_somebody_is_void(store: TestStore) {
    let platform = Platform::on(store).await;
    let rules = json!({ "ranking": { "individual": ["correct desc", "lot asc"] } });
    let round = platform.contest("thi", rules).await;
    for n in 0..6 {
        let token = platform.register("thi", n).await;
        // 1 to 5 are equal, 6 stands below.
        let right = if n < 5 { 9 } else { 4 };
        assert_eq!(platform.sit(&round, &token, right).await.status, 200);
    }
    let app = &platform.app;
    app.close_round(Actor::Command, "thi", "v1", false)
        .await
        .unwrap();
    app.give_lot_beacon(Actor::Command, "thi", "v1", "48213")
        .await
        .unwrap();
    let id: RoundId = round.parse().unwrap();
    let drawn = order(&platform, id, 2).await;
    assert_eq!(drawn[5], 6);
    let first = app
        .result_version(id, 2, (0, 1), Some(Actor::Command))
        .await
        .unwrap();
    let winner: ParticipantId = first.entries[0].person.as_ref().unwrap().id;
    let void = VoidRequest {
        participant: winner,
        attempt: None,
        reason: "Thi hộ".into(),
    };
    app.void_result(Actor::Command, id, &void).await.unwrap();
    assert_eq!(order(&platform, id, 3).await, drawn[1..]);
    let path = format!("/rounds/{round}/proof");
    let bundle = platform.call("GET", &path, "", &Value::Null).await;
    let text = std::str::from_utf8(&bundle.body).unwrap();
    let verified = proof::verify(text, &Outside::default()).unwrap();
    assert_eq!(verified.places, 5);
    // Another public value would have been found.
    let mut planted = bundle.json();
    planted["lot"]["beacon2"] = json!("48214");
    assert!(proof::verify(&planted.to_string(), &Outside::default()).is_err());
}

async fn prizes_of_all_rounds_keep_to_the_cap_of_the_contest(store: TestStore) {
    let platform = Platform::on(store).await;
    let now = platform.clock.now().millis();
    let round = |code: &str| {
        json!({
            "code": code, "title": code, "time_limit_s": 900,
            "opens_at": Timestamp::from_millis(now - 3_600_000),
            "closes_at": Timestamp::from_millis(now + 7 * 86_400_000),
            "blueprint": [{ "bank": "thu", "count": 10 }],
            "ranking": { "individual": ["correct desc"] },
        })
    };
    let file = json!({
        "contest": { "slug": "hai-vong", "title": "Hai vòng", "organiser": "42" },
        "rounds": [round("v1"), round("v2")],
        "overall": [{ "code": "chung", "title": "Chung cuộc", "by": ["score desc"] }],
        "collectives": [{ "code": "xa", "title": "Xã", "block": ["xa"], "keys": ["people desc"] }],
        "prizes": [
            { "round": "v1", "tier": "Nhất vòng 1" }, { "round": "v2", "tier": "Nhất vòng 2" },
            { "ranking": "chung", "tier": "Chung cuộc", "count": 2 },
            { "ranking": "xa", "tier": "Tập thể" },
        ],
        "awards": { "per_person_contest": 1 },
    });
    let applied = platform
        .app
        .apply_contest(Actor::Command, &file.to_string(), false)
        .await
        .unwrap();
    let rounds: Vec<String> = applied.rounds.iter().map(|r| r.id.to_string()).collect();
    // Right answers in both rounds: 20, 16, 17 and 10 together.
    for (n, right) in [[10, 10], [9, 7], [8, 9], [5, 5]].into_iter().enumerate() {
        let token = platform.register("hai-vong", n).await;
        for (round, right) in rounds.iter().zip(right) {
            assert_eq!(platform.sit(round, &token, right).await.status, 200);
        }
    }
    let prizes = async || {
        let all = platform
            .app
            .prizes_of_contest(Actor::Command, "hai-vong")
            .await
            .unwrap();
        serde_json::to_value(all).unwrap()["items"].clone()
    };
    let winners = |prizes: &Value, at: usize| -> Vec<i64> {
        let winners = prizes[at]["winners"].as_array().unwrap().iter();
        winners
            .map(|w| w["subject"]["number"].as_i64().unwrap())
            .collect()
    };
    let app = &platform.app;
    app.close_round(Actor::Command, "hai-vong", "v1", false)
        .await
        .unwrap();
    let early = prizes().await;
    assert_eq!(winners(&early, 0), [1]);
    // What is not over has no ranking yet.
    assert_eq!(
        (&early[1]["left"], &early[2]["left"]),
        (&json!(1), &json!(2))
    );
    app.close_round(Actor::Command, "hai-vong", "v2", false)
        .await
        .unwrap();
    let all = prizes().await;
    assert_eq!(winners(&all, 0), [1]);
    assert_eq!(winners(&all, 1), [3], "1 has a prize already");
    assert_eq!(winners(&all, 2), [2, 4]);
    let passed: Vec<_> = all[2]["passed"]
        .as_array()
        .unwrap()
        .iter()
        .map(|p| {
            (
                p["subject"]["number"].as_i64().unwrap(),
                p["why"].as_str().unwrap(),
            )
        })
        .collect();
    assert_eq!(passed, [(1, "cap_of_contest"), (3, "cap_of_contest")]);
    assert_eq!(all[3]["winners"][0]["subject"]["kind"], "unit");
    assert_eq!(all[3]["winners"][0]["subject"]["unit"]["code"], "18073");
}
