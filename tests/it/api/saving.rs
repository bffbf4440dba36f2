//! Saving answers.

use crate::support::database::{TestStore, every_profile};
use crate::support::platform::{Platform, option, questions};
use serde_json::{Value, json};

every_profile! {
    an_ack_is_the_same_whenever_it_is_asked_for,
    older_and_conflicting_numbers_are_told_apart,
    shapes_that_do_not_fit_are_refused,
    the_deadline_is_the_servers,
    a_phone_that_comes_back_sends_everything_at_once,
    only_the_newest_device_is_stored,
}

async fn an_ack_is_the_same_whenever_it_is_asked_for(store: TestStore) {
    let platform = Platform::on(store).await;
    let round = platform.contest("thi", json!({})).await;
    let token = platform.register("thi", 1).await;
    let attempt = platform.start(&round, &token, "d").await;
    let right = option(&attempt, 1, true);
    let first = platform.save(&attempt, &token, 1, 1, &right).await.json();
    platform.clock.advance(2_000);
    let again = platform.save(&attempt, &token, 1, 1, &right).await.json();
    assert_eq!(first["ack"], again["ack"]);
    assert_eq!(first["ack"]["mac"].as_str().unwrap().len(), 32);
    assert_eq!(again["remaining_ms"], 898_000);
    // Also when another answer came since, and after the end.
    let wrong = option(&attempt, 1, false);
    assert_eq!(
        platform.save(&attempt, &token, 1, 2, &wrong).await.status,
        200
    );
    platform.clock.advance(3_600_000);
    let late = platform.save(&attempt, &token, 1, 1, &right).await;
    assert_eq!(
        (late.status, late.json()["ack"].clone()),
        (200, first["ack"].clone())
    );
    let path = format!("/attempts/{}", attempt["attempt"]["id"].as_str().unwrap());
    let view = platform
        .call("GET", &path, &token, &Value::Null)
        .await
        .json();
    assert_eq!(
        view["answers"],
        json!([{ "slot": 1, "epoch": 1, "seq": 2, "answer": { "options": [wrong] } }])
    );
    assert_eq!(
        (&view["attempt"]["state"], &view["attempt"]["remaining_ms"]),
        (&json!("expired"), &json!(0))
    );
}

async fn older_and_conflicting_numbers_are_told_apart(store: TestStore) {
    let platform = Platform::on(store).await;
    let round = platform.contest("thi", json!({})).await;
    let token = platform.register("thi", 1).await;
    let attempt = platform.start(&round, &token, "d").await;
    let (right, wrong) = (option(&attempt, 1, true), option(&attempt, 1, false));
    assert_eq!(
        platform.save(&attempt, &token, 1, 5, &right).await.status,
        200
    );
    let stale = platform.save(&attempt, &token, 1, 4, &wrong).await;
    assert_eq!(stale.problem(), "409 answer.stale");
    assert_eq!(
        (stale.json()["epoch"].as_i64(), stale.json()["seq"].as_i64()),
        (Some(1), Some(5))
    );
    assert_eq!(
        platform
            .save(&attempt, &token, 1, 5, &wrong)
            .await
            .problem(),
        "409 answer.seq_conflict"
    );
    // Another question may be late: its own newest is older.
    let other = option(&attempt, 2, true);
    assert_eq!(
        platform.save(&attempt, &token, 2, 3, &other).await.status,
        200
    );
    assert_eq!(
        platform
            .save(&attempt, &token, 2, 5, &other)
            .await
            .problem(),
        "409 answer.seq_conflict"
    );
}

async fn shapes_that_do_not_fit_are_refused(store: TestStore) {
    let platform = Platform::on(store).await;
    let round = platform.contest("thi", json!({})).await;
    let token = platform.register("thi", 1).await;
    let attempt = platform.start(&round, &token, "d").await;
    let id = attempt["attempt"]["id"].as_str().unwrap();
    let (mine, foreign) = (option(&attempt, 1, true), option(&attempt, 2, true));
    let many: Vec<String> = (0..500).map(|n| format!("o{n}")).collect();
    let base = json!({ "epoch": 1, "seq": 1, "answer": { "options": [mine] } });
    let with = |key: &str, value: Value| {
        let mut body = base.clone();
        body[key] = value;
        body
    };
    for (slot, body, code) in [
        ("99", base.clone(), "422 answer.slot"),
        ("0", base.clone(), "422 answer.slot"),
        ("x", base.clone(), "422 answer.slot"),
        (
            "prediction",
            with("answer", json!({ "number": 3 })),
            "422 answer.slot",
        ),
        (
            "1",
            with("answer", json!({ "options": [foreign] })),
            "422 answer.option",
        ),
        (
            "1",
            with("answer", json!({ "options": many })),
            "422 answer.count",
        ),
        (
            "1",
            with(
                "answer",
                json!({ "options": [mine, option(&attempt, 1, false)] }),
            ),
            "422 answer.count",
        ),
        (
            "1",
            with("answer", json!({ "text": "a" })),
            "422 answer.kind",
        ),
        (
            "1",
            with("answer", json!({ "key": "a" })),
            "422 field.choice",
        ),
        ("1", with("seq", json!("1")), "422 field.type"),
        ("1", with("seq", json!(-1)), "422 field.range"),
        ("1", with("seq", json!(0)), "422 field.range"),
        (
            "1",
            with("seq", json!(9_007_199_254_740_992_u64)),
            "422 field.range",
        ),
        ("1", with("epoch", json!(1.5)), "422 field.type"),
        (
            "1",
            with("is_correct", json!(true)),
            "422 json.unknown_field",
        ),
    ] {
        let path = format!("/attempts/{id}/answers/{slot}");
        let reply = platform.call("PUT", &path, &token, &body).await;
        assert_eq!(reply.problem(), code, "{slot} {body}");
    }
    let view = platform
        .call("GET", &format!("/attempts/{id}"), &token, &Value::Null)
        .await;
    assert_eq!(view.json()["answers"], json!([]), "nothing half written");
    // Taking an answer back is an answer.
    assert_eq!(
        platform.save(&attempt, &token, 1, 1, &mine).await.status,
        200
    );
    let blank = json!({ "epoch": 1, "seq": 2, "answer": { "options": [] } });
    let path = format!("/attempts/{id}/answers/1");
    assert_eq!(
        platform.call("PUT", &path, &token, &blank).await.status,
        200
    );
}

async fn the_deadline_is_the_servers(store: TestStore) {
    let platform = Platform::on(store).await;
    let round = platform.contest("thi", json!({})).await;
    let token = platform.register("thi", 1).await;
    let attempt = platform.start(&round, &token, "d").await;
    let right = option(&attempt, 1, true);
    platform.clock.advance(900_000 + 5_000);
    let grace = platform.save(&attempt, &token, 1, 1, &right).await;
    assert_eq!(
        (grace.status, grace.json()["remaining_ms"].clone()),
        (200, json!(0))
    );
    platform.clock.advance(1);
    let closed = platform.save(&attempt, &token, 1, 2, &right).await;
    assert_eq!(closed.problem(), "409 attempt.closed");
    assert_eq!(closed.json()["deadline"], attempt["attempt"]["deadline"]);
    assert!(
        closed.json()["server_time"].as_str().unwrap()
            > closed.json()["deadline"].as_str().unwrap()
    );
}

async fn a_phone_that_comes_back_sends_everything_at_once(store: TestStore) {
    let platform = Platform::on(store).await;
    let round = platform.contest("thi", json!({})).await;
    let token = platform.register("thi", 1).await;
    let attempt = platform.start(&round, &token, "d").await;
    let path = format!(
        "/attempts/{}/answers",
        attempt["attempt"]["id"].as_str().unwrap()
    );
    let answer = |slot: usize, seq: i64, right: bool| json!({ "slot": slot, "seq": seq, "answer": { "options": [option(&attempt, slot, right)] } });
    // In any order, with a repeated number, an unknown slot and an outdated one among them.
    let body = json!({ "epoch": 1, "answers": [
        answer(3, 7, true), answer(1, 2, true), answer(1, 1, false), answer(2, 7, true),
        { "slot": 99, "seq": 8, "answer": { "options": [] } }, answer(4, 9, true),
    ]});
    let reply = platform.call("PUT", &path, &token, &body).await;
    assert_eq!(reply.status, 200, "{reply:?}");
    let results = reply.json()["results"].clone();
    let told: Vec<String> = results
        .as_array()
        .unwrap()
        .iter()
        .map(|r| {
            r["error"]["code"]
                .as_str()
                .map_or_else(|| format!("saved {}", r["ack"]["seq"]), str::to_owned)
        })
        .collect();
    assert_eq!(
        told,
        [
            "saved 7",
            "saved 2",
            "saved 1",
            "answer.seq_conflict",
            "answer.slot",
            "saved 9"
        ]
    );
    // The same again: the same acks.
    let again = platform.call("PUT", &path, &token, &body).await.json();
    assert_eq!(again["results"][0]["ack"], results[0]["ack"]);
    assert_eq!(again["results"][5]["ack"], results[5]["ack"]);
    let superseded = json!({ "epoch": 9, "answers": [answer(5, 20, true)] });
    let reply = platform
        .call("PUT", &path, &token, &superseded)
        .await
        .json();
    assert_eq!(reply["results"][0]["error"]["code"], "attempt.superseded");
    assert_eq!(reply["results"][0]["error"]["epoch"], 1);
}

async fn only_the_newest_device_is_stored(store: TestStore) {
    let platform = Platform::on(store).await;
    let round = platform.contest("thi", json!({})).await;
    let token = platform.register("thi", 1).await;
    let old = platform.start(&round, &token, "old").await;
    let new = platform.start(&round, &token, "new").await;
    let count = questions(&new).len();
    for turn in 0..200_usize {
        let slot = turn % count + 1;
        let seq = i64::try_from(turn).unwrap() + 1;
        let (a, b) = (option(&old, slot, false), option(&new, slot, true));
        let (old, new) = tokio::join!(
            platform.save(&old, &token, slot, seq, &a),
            platform.save(&new, &token, slot, seq, &b)
        );
        assert_eq!(
            (old.problem().as_str(), new.status),
            ("409 attempt.superseded", 200)
        );
    }
    let done = platform.submit(&new, &token, 200).await.json();
    assert_eq!(done["result"]["correct"], 10);
}
