//! Starting an attempt.

use crate::support::database::{TestStore, every_profile};
use crate::support::platform::{Platform, form, questions};
use serde_json::{Value, json};
use std::collections::BTreeSet;

every_profile! {
    fifty_parallel_starts_make_one_attempt,
    another_device_takes_over_and_the_same_one_goes_on,
    limits_windows_and_foreign_rounds_are_held,
    a_lost_reply_comes_again_under_its_key,
    sessions_end_and_others_attempts_do_not_exist,
}

async fn fifty_parallel_starts_make_one_attempt(store: TestStore) {
    let platform = Platform::on(store).await;
    let round = platform
        .contest("thi", json!({ "attempts": { "max": 1 } }))
        .await;
    for person in 0..3 {
        let token = platform.register("thi", person).await;
        let starts = (0..50).map(|n| {
            let (platform, round, token) = (&platform, &round, &token);
            async move { platform.start(round, token, &format!("d{n}")).await }
        });
        let replies = futures_util::future::join_all(starts).await;
        let ids: BTreeSet<&str> = replies
            .iter()
            .map(|r| r["attempt"]["id"].as_str().unwrap())
            .collect();
        assert_eq!(ids.len(), 1);
        // Every other device took the turn once.
        let epochs: BTreeSet<i64> = replies
            .iter()
            .map(|r| r["attempt"]["epoch"].as_i64().unwrap())
            .collect();
        assert_eq!(epochs, (1..=50).collect());
        let papers: BTreeSet<String> = replies.iter().map(|r| r["paper"].to_string()).collect();
        assert_eq!(papers.len(), 1);
        let me = platform
            .call("GET", "/contests/thi/participants/me", &token, &Value::Null)
            .await;
        assert_eq!(me.json()["attempts"].as_array().unwrap().len(), 1);
    }
}

async fn another_device_takes_over_and_the_same_one_goes_on(store: TestStore) {
    let platform = Platform::on(store).await;
    let round = platform.contest("thi", json!({})).await;
    let token = platform.register("thi", 1).await;
    let first = platform.start(&round, &token, "phone").await;
    let again = platform.start(&round, &token, "phone").await;
    assert_eq!(
        (
            first["attempt"]["epoch"].as_i64(),
            again["attempt"]["epoch"].as_i64()
        ),
        (Some(1), Some(1))
    );
    let second = platform.start(&round, &token, "laptop").await;
    assert_eq!(second["attempt"]["epoch"], 2);
    let option = crate::support::platform::option(&first, 1, true);
    let old = platform.save(&first, &token, 1, 1, &option).await;
    assert_eq!(old.problem(), "409 attempt.superseded");
    assert_eq!(old.json()["epoch"], 2);
    assert_eq!(
        platform.save(&second, &token, 1, 1, &option).await.status,
        200
    );
    // After the round has closed for starts the running attempt can still be taken up.
    platform.clock.advance(8 * 86_400_000 - 1);
    let late = platform
        .call(
            "POST",
            &format!("/rounds/{round}/attempts"),
            &token,
            &json!({ "device": "x" }),
        )
        .await;
    assert_eq!(late.problem(), "403 round.not_open");
}

async fn limits_windows_and_foreign_rounds_are_held(store: TestStore) {
    let platform = Platform::on(store).await;
    let opens = platform.clock_in(3_600_000);
    let closed = platform.contest("mai", json!({ "opens_at": opens })).await;
    let one = platform
        .contest("thi", json!({ "attempts": { "max": 1 } }))
        .await;
    let early = platform.register("mai", 1).await;
    let path = format!("/rounds/{closed}/attempts");
    let refused = platform.call("POST", &path, &early, &json!({})).await;
    assert_eq!(refused.problem(), "403 round.not_open");
    assert_eq!(refused.json()["opens_at"], opens);

    let token = platform.register("thi", 1).await;
    // Signed in to another contest: the round does not exist.
    assert_eq!(
        platform
            .call("POST", &path, &token, &json!({}))
            .await
            .problem(),
        "404 not_found"
    );
    assert_eq!(platform.sit(&one, &token, 5).await.status, 200);
    let path = format!("/rounds/{one}/attempts");
    assert_eq!(
        platform
            .call("POST", &path, &token, &json!({}))
            .await
            .problem(),
        "409 attempt.limit"
    );
    assert_eq!(
        platform.call("POST", &path, "", &json!({})).await.problem(),
        "401 auth.required"
    );
    // No field relaxes a rule, and none that is not in the contract is taken.
    for field in [
        "score",
        "finished_at",
        "participant",
        "deadline",
        "role",
        "tenant_id",
    ] {
        let reply = platform
            .call("POST", &path, &token, &json!({ field: 1 }))
            .await;
        assert_eq!(reply.problem(), "422 json.unknown_field", "{field}");
    }
}

async fn a_lost_reply_comes_again_under_its_key(store: TestStore) {
    let platform = Platform::on(store).await;
    let round = platform.contest("thi", json!({})).await;
    let key = "idempotency-key: 7f3a\r\n";
    let path = "/contests/thi/participants";
    let first = platform.call_with("POST", path, "", &form(1), key).await;
    let again = platform.call_with("POST", path, "", &form(1), key).await;
    assert_eq!((first.status, again.status), (201, 201));
    assert_eq!(first.json(), again.json());
    let other = platform.call_with("POST", path, "", &form(2), key).await;
    assert_eq!(other.problem(), "409 idempotency.conflict");
    assert_eq!(
        platform.call("POST", path, "", &form(1)).await.problem(),
        "409 participant.exists"
    );

    let token = first.json()["token"].as_str().unwrap().to_owned();
    let path = format!("/rounds/{round}/attempts");
    let first = platform
        .call_with("POST", &path, &token, &json!({}), key)
        .await;
    let again = platform
        .call_with("POST", &path, &token, &json!({}), key)
        .await;
    assert_eq!((first.status, again.status), (201, 201));
    assert_eq!(
        first.json()["attempt"]["epoch"],
        again.json()["attempt"]["epoch"]
    );
    assert_eq!(questions(&first.json()), questions(&again.json()));
}

async fn sessions_end_and_others_attempts_do_not_exist(store: TestStore) {
    let platform = Platform::on(store).await;
    let round = platform.contest("thi", json!({})).await;
    let (one, other) = (
        platform.register("thi", 1).await,
        platform.register("thi", 2).await,
    );
    let attempt = platform.start(&round, &one, "d").await;
    let id = attempt["attempt"]["id"].as_str().unwrap();
    let path = format!("/attempts/{id}");
    let foreign = platform.call("GET", &path, &other, &Value::Null).await;
    let nobodys = platform
        .call("GET", &path.replace(&id[..4], "ffff"), &other, &Value::Null)
        .await;
    let malformed = platform
        .call("GET", "/attempts/x", &other, &Value::Null)
        .await;
    for reply in [&foreign, &nobodys, &malformed] {
        assert_eq!(reply.problem(), "404 not_found");
    }
    let option = crate::support::platform::option(&attempt, 1, true);
    assert_eq!(
        platform
            .save(&attempt, &other, 1, 1, &option)
            .await
            .problem(),
        "404 not_found"
    );
    assert_eq!(
        platform.submit(&attempt, &other, 0).await.problem(),
        "404 not_found"
    );
    let before = platform.app.revisions().await.unwrap();
    let out = platform
        .call("DELETE", "/contests/thi/sessions", &one, &Value::Null)
        .await;
    assert_eq!(out.status, 204);
    // Other nodes forget sessions, and nothing else.
    let after = platform.app.revisions().await.unwrap();
    assert_eq!(
        (before[0] == after[0], before[1] == after[1]),
        (true, false)
    );
    assert_eq!(
        platform
            .call("GET", &path, &one, &Value::Null)
            .await
            .problem(),
        "401 auth.required"
    );
    // A wrong code and an unknown person are told the same.
    let sign_in =
        |phone: &str| json!({ "identity": { "phone": phone }, "sign_in_code": "AAAABBBBCCCC" });
    let wrong = platform
        .call("POST", "/contests/thi/sessions", "", &sign_in("0900000001"))
        .await;
    let unknown = platform
        .call("POST", "/contests/thi/sessions", "", &sign_in("0911111111"))
        .await;
    assert_eq!(
        (wrong.problem(), unknown.problem()),
        ("401 auth.refused".into(), "401 auth.refused".into())
    );
    assert_eq!(wrong.json()["detail"], unknown.json()["detail"]);
}
