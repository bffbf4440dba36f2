//! Who may sit a round.

use super::{close, contest, round};
use crate::support::database::{TestStore, both_databases};
use crate::support::platform::Platform;
use serde_json::{Value, json};
use thiluat::auth::Actor;

both_databases! {
    an_entry_code_is_asked_for_once,
    people_come_on_by_the_recorded_list,
    practice_counts_towards_nothing,
    a_roster_lets_in_only_who_is_on_it,
}

async fn an_entry_code_is_asked_for_once(store: TestStore) {
    let platform = Platform::on(store).await;
    let rules = json!({ "entry": { "code": "HT-2026" } });
    let ids = contest(&platform, json!([round(&platform, "v1", rules)]), json!({})).await;
    let token = platform.register("thi", 1).await;
    let path = format!("/rounds/{}/attempts", ids[0]);
    for code in [Value::Null, json!("HT-2027")] {
        let body = json!({ "device": "a", "code": code });
        let refused = platform.call("POST", &path, &token, &body).await;
        assert_eq!(
            (refused.status, &refused.json()["code"]),
            (403, &json!("round.entry_code"))
        );
    }
    let body = json!({ "device": "a", "code": "ht 2026" });
    assert_eq!(
        platform.call("POST", &path, &token, &body).await.status,
        201
    );
    // Who has begun needs it no more, on another device either.
    let again = platform
        .call("POST", &path, &token, &json!({ "device": "b" }))
        .await;
    assert_eq!(again.status, 200);
    let contest = platform
        .call("GET", "/contests/thi", "", &Value::Null)
        .await;
    assert_eq!(contest.json()["rounds"][0]["asks_for_code"], true);
    for path in ["/contests/thi", "/contests/thi/rules", "/contests"] {
        let said = platform.call("GET", path, "", &Value::Null).await;
        assert!(
            !String::from_utf8_lossy(&said.body).contains("2026-HT"),
            "{path}"
        );
        assert!(
            !String::from_utf8_lossy(&said.body).contains("HT-2026"),
            "{path}"
        );
    }
}

async fn people_come_on_by_the_recorded_list(store: TestStore) {
    let platform = Platform::on(store).await;
    let semi = round(
        &platform,
        "loai",
        json!({
            "closes_at": platform.clock_in(3_600_000),
            "ranking": { "individual": ["correct desc"] },
        }),
    );
    let last = round(
        &platform,
        "ck",
        json!({
            "kind": "final", "opens_at": platform.clock_in(7_200_000),
            "promotion": { "from": "loai", "top": 2, "least": { "correct": 6 } },
        }),
    );
    let more =
        json!({ "overall": [{ "code": "chung", "title": "Chung cuộc", "rule": "final_only" }] });
    let ids = contest(&platform, json!([semi, last]), more).await;
    let mut tokens = Vec::new();
    for (n, right) in [9, 7, 7, 5, 6].into_iter().enumerate() {
        let token = platform.register("thi", n).await;
        platform.sit(&ids[0], &token, right).await;
        tokens.push(token);
    }
    close(&platform, "loai").await;
    platform.clock.advance(7_300_000);
    let path = format!("/rounds/{}/attempts", ids[1]);
    let mut came = Vec::new();
    for token in &tokens {
        let reply = platform
            .call("POST", &path, token, &json!({ "device": "d" }))
            .await;
        came.push(reply.status == 201);
        if reply.status != 201 {
            assert_eq!(
                (reply.status, &reply.json()["code"]),
                (403, &json!("round.not_promoted"))
            );
        }
    }
    // Places 1, 2, 2: both who share the second place come on.
    assert_eq!(came, [true, true, true, false, false]);
    let list = platform
        .call("GET", "/contests/thi/rankings", "", &Value::Null)
        .await
        .json();
    assert_eq!(
        list["items"][0]["version"],
        Value::Null,
        "while the final is open"
    );
    platform.sit(&ids[1], &tokens[2], 8).await;
    platform.sit(&ids[1], &tokens[0], 4).await;
    close(&platform, "ck").await;
    let chung = platform
        .call("GET", "/contests/thi/rankings/chung", "", &Value::Null)
        .await
        .json();
    let places: Vec<_> = chung["entries"]
        .as_array()
        .unwrap()
        .iter()
        .map(|e| (&e["place"], &e["values"][0]))
        .collect();
    assert_eq!(
        places[..2],
        [(&json!(1), &json!(8)), (&json!(2), &json!(4))]
    );
    assert_eq!(chung["results"], json!({ "ck": 1, "loai": 1 }));
    assert!(
        chung["entries"][0]["reason"]["vi"]
            .as_str()
            .unwrap()
            .starts_with("Đứng trước")
    );
}

async fn practice_counts_towards_nothing(store: TestStore) {
    let platform = Platform::on(store).await;
    let practice = round(
        &platform,
        "thu",
        json!({ "kind": "practice", "attempts": { "max": 0 } }),
    );
    let real = round(
        &platform,
        "v1",
        json!({ "attempts": { "max": 1, "per": "contest" } }),
    );
    let ids = contest(&platform, json!([practice, real]), json!({})).await;
    let token = platform.register("thi", 1).await;
    for _ in 0..3 {
        assert_eq!(platform.sit(&ids[0], &token, 10).await.status, 200);
    }
    platform.clock.advance(2_000);
    let units = "/contests/thi/scoreboards/units";
    let counted = platform.call("GET", units, "", &Value::Null).await.json();
    assert_eq!(counted["totals"], json!({ "people": 0, "attempts": 0 }));
    let contest = platform
        .call("GET", "/contests/thi", "", &Value::Null)
        .await
        .json();
    assert_eq!(contest["people"], 0);
    assert_eq!(
        contest["rounds"][0]["totals"],
        json!({ "people": 1, "attempts": 3 })
    );
    // Nor does it use up what the contest allows.
    assert_eq!(platform.sit(&ids[1], &token, 10).await.status, 200);
    let path = format!("/rounds/{}/attempts", ids[1]);
    let again = platform
        .call("POST", &path, &token, &json!({ "device": "d" }))
        .await;
    assert_eq!(again.json()["code"], "attempt.limit");
}

async fn a_roster_lets_in_only_who_is_on_it(store: TestStore) {
    let platform = Platform::on(store).await;
    let more = json!({ "contest": {
        "slug": "thi", "title": "Thi", "organiser": "42",
        "groups": [
            { "code": "a", "title": "Bảng A", "eligible": { "roster": "can-bo" } },
            { "code": "b", "title": "Bảng B", "eligible": { "max_age": 30 } },
        ],
    } });
    contest(&platform, json!([round(&platform, "v1", json!({}))]), more).await;
    let row = (
        "dòng 2".to_owned(),
        [("phone".to_owned(), format!("09{:08}", 1))].into(),
    );
    let listed = platform
        .app
        .put_people_list(Actor::Command, "thi", "can-bo", &[row])
        .await;
    assert_eq!(listed.unwrap().people, 1);
    let enter = async |n: usize, group: &str| {
        let mut form = crate::support::platform::form(n);
        form["group"] = json!(group);
        platform
            .call("POST", "/contests/thi/participants", "", &form)
            .await
    };
    let refused = enter(2, "a").await;
    assert_eq!(
        (refused.status, &refused.json()["code"]),
        (403, &json!("participant.not_on_roster"))
    );
    assert_eq!(enter(1, "a").await.status, 201);
    // The other group asks for an age instead: this form is of 1990.
    let refused = enter(2, "b").await;
    assert_eq!(
        (refused.status, &refused.json()["errors"][0]["pointer"]),
        (422, &json!("/fields/birth_date"))
    );
}
