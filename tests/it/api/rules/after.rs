//! What a contest asks for after answering: without it there is no place, and at the end no attempt.

use super::{board, close, contest, round};
use crate::support::database::{TestStore, both_databases};
use crate::support::platform::Platform;
use serde_json::{Value, json};

both_databases! {
    a_place_is_given_when_nothing_is_missing_any_more,
    what_was_given_stays_and_faults_are_told_by_field,
    who_never_completes_is_void_when_the_round_closes,
}

const ME: &str = "/contests/thi/participants/me";

async fn after_contest(platform: &Platform, rounds: Value) -> Vec<String> {
    let registration = json!({ "registration": { "fields": [
        { "key": "birth_date", "required": true },
        { "key": "phone", "required": true },
        { "key": "full_name", "required": true, "asked": "after" },
        { "key": "unit", "required": true, "asked": "after" },
        { "key": "occupation", "asked": "after" },
    ] } });
    contest(platform, rounds, registration).await
}

async fn registered(platform: &Platform, n: usize) -> String {
    let form = json!({
        "fields": { "birth_date": "1990-05-01", "phone": format!("09{n:08}") },
        "consents": ["take_part"],
    });
    let reply = platform
        .call("POST", "/contests/thi/participants", "", &form)
        .await;
    assert_eq!(reply.status, 201, "{reply:?}");
    reply.json()["token"].as_str().unwrap().to_owned()
}

async fn me(platform: &Platform, token: &str) -> Value {
    platform.call("GET", ME, token, &Value::Null).await.json()
}

fn everything() -> Value {
    json!({ "fields": { "full_name": "Trần Thị Bưởi", "unit": "18073" } })
}

fn numbers(board: &Value) -> Vec<i64> {
    let entries = board["entries"].as_array().unwrap();
    entries
        .iter()
        .map(|e| e["score"].as_i64().unwrap())
        .collect()
}

async fn a_place_is_given_when_nothing_is_missing_any_more(store: TestStore) {
    let platform = Platform::on(store).await;
    let wanted = [("best", [7, 4]), ("first", [4, 3]), ("last", [5, 4])];
    let rounds = wanted.map(|(code, _)| {
        round(
            &platform,
            code,
            json!({ "attempts": { "max": 0, "recognised": code } }),
        )
    });
    let ids = after_contest(&platform, json!(rounds)).await;
    let (early, late) = (
        registered(&platform, 1).await,
        registered(&platform, 2).await,
    );
    let done = platform.call("PATCH", ME, &early, &everything()).await;
    assert_eq!((done.status, &done.json()["complete"]), (200, &json!(true)));
    for id in &ids {
        platform.sit(id, &early, 4).await;
        for right in [3, 7, 5] {
            platform.sit(id, &late, right).await;
        }
        let seen = board(&platform, id, &late).await;
        assert_eq!((numbers(&seen), &seen["me"]), (vec![4], &Value::Null));
        // They took part all the same.
        assert_eq!(seen["totals"], json!({ "people": 2, "attempts": 4 }));
    }
    let own = me(&platform, &late).await;
    assert_eq!(own["complete"], false);
    assert_eq!(own["missing"], json!(["full_name", "unit", "occupation"]));
    let done = platform
        .call("PATCH", ME, &late, &everything())
        .await
        .json();
    let told = (&done["complete"], &done["missing"]);
    assert_eq!(told, (&json!(true), &json!(["occupation"])));
    assert_eq!(done["participant"]["full_name"], "Trần Thị Bưởi");
    assert_eq!(done["participant"]["unit"]["code"], "18073");
    for (id, (code, wanted)) in ids.iter().zip(wanted) {
        let seen = board(&platform, id, &late).await;
        assert_eq!(numbers(&seen), wanted, "{code}");
        let own = seen["entries"].as_array().unwrap();
        let own = own.iter().find(|e| e["score"] != 4).unwrap();
        assert_eq!(
            (&own["name"], &own["unit"]),
            (&json!("T. T. Bưởi"), &json!("Phường Thành Sen"))
        );
        close(&platform, code).await;
        assert_eq!(numbers(&board(&platform, id, "").await), wanted, "{code}");
    }
}

async fn what_was_given_stays_and_faults_are_told_by_field(store: TestStore) {
    let platform = Platform::on(store).await;
    after_contest(&platform, json!([round(&platform, "v1", json!({}))])).await;
    let token = registered(&platform, 1).await;
    let refused = async |fields: Value| {
        let reply = platform
            .call("PATCH", ME, &token, &json!({ "fields": fields }))
            .await;
        assert_eq!(reply.status, 422, "{reply:?}");
        let mut errors: Vec<(String, String)> = reply.json()["errors"]
            .as_array()
            .unwrap()
            .iter()
            .map(|e| {
                [&e["pointer"], &e["code"]]
                    .map(|v| v.as_str().unwrap().to_owned())
                    .into()
            })
            .collect();
        errors.sort();
        errors
    };
    let told = |pairs: &[(&str, &str)]| -> Vec<(String, String)> {
        pairs
            .iter()
            .map(|(a, b)| ((*a).into(), (*b).into()))
            .collect()
    };
    assert_eq!(
        refused(json!({ "phone": "0912345678", "unit": "nowhere" })).await,
        told(&[
            ("/fields/full_name", "field.required"),
            ("/fields/phone", "field.unknown")
        ])
    );
    assert_eq!(
        refused(json!({ "full_name": "An", "unit": "nowhere" })).await,
        told(&[("/fields/unit", "unit.unknown")])
    );
    assert_eq!(
        me(&platform, &token).await["missing"]
            .as_array()
            .unwrap()
            .len(),
        3
    );
    for _ in 0..2 {
        let reply = platform.call("PATCH", ME, &token, &everything()).await;
        assert_eq!(reply.status, 200, "the same once more changes nothing");
    }
    assert_eq!(
        refused(json!({ "full_name": "Người Khác" })).await,
        told(&[("/fields/full_name", "field.locked")])
    );
    // What is optional may come later.
    let later = json!({ "fields": { "occupation": "Giáo viên" } });
    let reply = platform.call("PATCH", ME, &token, &later).await.json();
    assert_eq!(reply["missing"], json!([]));
    let stranger = platform.call("PATCH", ME, "", &everything()).await;
    assert_eq!(stranger.status, 401);
}

async fn who_never_completes_is_void_when_the_round_closes(store: TestStore) {
    let platform = Platform::on(store).await;
    let prediction = json!({ "prediction": {
        "prompt": "Bao nhiêu người dự thi?", "target": "people", "required": false,
    } });
    let rounds = json!([round(&platform, "v1", prediction)]);
    let id = after_contest(&platform, rounds).await.remove(0);
    let (whole, lacking) = (
        registered(&platform, 1).await,
        registered(&platform, 2).await,
    );
    platform.sit(&id, &whole, 6).await;
    platform.sit(&id, &lacking, 9).await;
    platform.call("PATCH", ME, &whole, &everything()).await;
    close(&platform, "v1").await;
    let last = board(&platform, &id, "").await;
    assert_eq!(numbers(&last), [6]);
    let mut work = platform.app.store.read().await.unwrap();
    let round = id.parse().unwrap();
    let result = work.latest_result(round).await.unwrap().unwrap();
    assert_eq!(
        (result.people, result.attempts, result.actual_prediction),
        (1, 1, Some(1))
    );
    let voidings = work.voidings_of(round).await.unwrap();
    assert_eq!(voidings.len(), 1);
    assert!(
        voidings[0].reason.starts_with("Chưa bổ sung"),
        "{}",
        voidings[0].reason
    );
    drop(work);
    let attempts = me(&platform, &lacking).await["attempts"].clone();
    assert_eq!(attempts[0]["state"], "void");
}
