//! What a paper holds, how it is marked, and when its questions may be answered.

use super::{board, close, contest, round};
use crate::support::database::{TestStore, both_databases};
use crate::support::platform::{Platform, option, questions};
use serde_json::{Value, json};
use thiluat::auth::Actor;
use thiluat::domain::Timestamp;

both_databases! {
    a_disqualifying_question_keeps_a_perfect_score_off_the_board,
    sections_stand_in_order_and_points_go_by_level,
    questions_come_and_go_by_the_clock,
    extra_time_and_outages_move_the_end,
}

async fn a_disqualifying_question_keeps_a_perfect_score_off_the_board(store: TestStore) {
    let platform = Platform::on(store).await;
    let rules = json!({
        "blueprint": [
            { "bank": "thu", "count": 2, "disqualifying": true },
            { "bank": "thu", "count": 8 },
        ],
        "paper": { "order": "as_listed" },
    });
    let ids = contest(&platform, json!([round(&platform, "v1", rules)]), json!({})).await;
    let (careless, good) = (
        platform.register("thi", 1).await,
        platform.register("thi", 2).await,
    );
    // One wrong, and it is the first: a question that may not be missed.
    let attempt = platform.start(&ids[0], &careless, "d").await;
    for slot in 1..=10 {
        let option = option(&attempt, slot, slot != 1);
        platform
            .save(
                &attempt,
                &careless,
                slot,
                i64::try_from(slot).unwrap(),
                &option,
            )
            .await;
    }
    let done = platform.submit(&attempt, &careless, 10).await.json();
    assert_eq!(done["result"]["correct"], 9);
    platform.sit(&ids[0], &good, 5).await;
    let live = board(&platform, &ids[0], "").await;
    assert_eq!(live["entries"].as_array().unwrap().len(), 1);
    assert_eq!(live["entries"][0]["score"], 5);
    let me = platform
        .call(
            "GET",
            "/contests/thi/participants/me",
            &careless,
            &Value::Null,
        )
        .await;
    assert_eq!(me.json()["attempts"][0]["result"]["failed"], true);
    close(&platform, "v1").await;
    let last = board(&platform, &ids[0], "").await;
    assert_eq!(
        (&last["state"], last["entries"].as_array().unwrap().len()),
        (&json!("final"), 1)
    );
    // He took part all the same.
    assert_eq!(last["totals"], json!({ "people": 1, "attempts": 2 }));
}

async fn sections_stand_in_order_and_points_go_by_level(store: TestStore) {
    let platform = Platform::on(store).await;
    let rules = json!({
        "sections": [
            { "code": "b", "title": "Phần B" },
            { "code": "a", "title": "Phần A", "order": "as_listed" },
        ],
        "blueprint": [
            { "bank": "thu", "count": 3, "points": 7, "section": "a" },
            { "bank": "thu", "count": 4, "section": "b" },
        ],
        // All questions of this bank are of level 1.
        "paper": { "points_by_level": [3, 9, 9, 9, 9] },
    });
    let ids = contest(&platform, json!([round(&platform, "v1", rules)]), json!({})).await;
    let token = platform.register("thi", 1).await;
    let attempt = platform.start(&ids[0], &token, "d").await;
    assert_eq!(
        attempt["paper"]["sections"],
        json!([
            { "code": "b", "title": "Phần B", "first": 1, "last": 4 },
            { "code": "a", "title": "Phần A", "first": 5, "last": 7 },
        ])
    );
    assert!(
        questions(&attempt)
            .iter()
            .all(|question| question["points"] == 3)
    );
    let done = platform.sit(&ids[0], &token, 7).await.json();
    assert_eq!(
        (&done["result"]["score"], &done["result"]["max_score"]),
        (&json!(21), &json!(21))
    );
}

async fn questions_come_and_go_by_the_clock(store: TestStore) {
    let platform = Platform::on(store).await;
    let rules = json!({ "per_question_s": 30, "time_limit_s": 300 });
    let ids = contest(&platform, json!([round(&platform, "v1", rules)]), json!({})).await;
    let token = platform.register("thi", 1).await;
    let attempt = platform.start(&ids[0], &token, "d").await;
    assert_eq!(
        questions(&attempt).len(),
        1,
        "later questions are not on the paper yet"
    );
    let pace = &attempt["paper"]["pace"];
    assert_eq!((&pace["slot"], &pace["questions"]), (&json!(1), &json!(10)));
    let first = option(&attempt, 1, true);
    assert_eq!(
        platform.save(&attempt, &token, 1, 1, &first).await.status,
        200
    );
    // The second question has not come: any option is too early.
    let early = platform.save(&attempt, &token, 2, 2, &first).await;
    assert_ne!(early.status, 200);
    platform.clock.advance(30_000);
    let path = format!("/attempts/{}", attempt["attempt"]["id"].as_str().unwrap());
    let view = platform
        .call("GET", &path, &token, &Value::Null)
        .await
        .json();
    assert_eq!(
        (questions(&view).len(), &view["paper"]["pace"]["slot"]),
        (2, &json!(2))
    );
    let second = option(&view, 2, true);
    assert_eq!(
        platform.save(&view, &token, 2, 3, &second).await.status,
        200
    );
    // The first one's time is over but for the network's grace.
    platform.clock.advance(5_001);
    let late = platform
        .save(&view, &token, 1, 4, &option(&view, 1, false))
        .await;
    assert_eq!(
        (late.status, &late.json()["code"]),
        (409, &json!("answer.slot_time"))
    );
    // What a phone gathered off line is judged by the same clock.
    let body = json!({ "epoch": 1, "answers": [
        { "slot": 1, "seq": 5, "answer": { "options": [option(&view, 1, false)] } },
        { "slot": 2, "seq": 6, "answer": { "options": [option(&view, 2, false)] } },
    ] });
    let many = platform
        .call("PUT", &format!("{path}/answers"), &token, &body)
        .await
        .json();
    assert_eq!(many["results"][0]["error"]["code"], "answer.slot_time");
    assert!(many["results"][1]["ack"].is_object(), "{many}");
    // An outage during the second question: after it the paper goes on where it stood.
    let now: Timestamp = platform.clock_in(0).parse().unwrap();
    let to: Timestamp = platform.clock_in(300_000).parse().unwrap();
    let given = platform
        .app
        .give_outage_back(Actor::Command, "thi", "v1", (now, to), "mất điện")
        .await;
    assert_eq!(given.unwrap().moved, 1);
    platform.clock.advance(310_000);
    let again = platform
        .save(&view, &token, 2, 7, &option(&view, 2, true))
        .await;
    assert_eq!(
        again.status, 200,
        "what was left of its time is given back: {again:?}"
    );
    let view = platform
        .call("GET", &path, &token, &Value::Null)
        .await
        .json();
    assert_eq!(view["paper"]["pace"]["slot"], 2);
}

async fn extra_time_and_outages_move_the_end(store: TestStore) {
    let platform = Platform::on(store).await;
    let ids = contest(
        &platform,
        json!([round(&platform, "v1", json!({}))]),
        json!({}),
    )
    .await;
    let (one, two) = (
        platform.register("thi", 1).await,
        platform.register("thi", 2).await,
    );
    let deadline = |attempt: &Value| -> i64 {
        let text = attempt["attempt"]["deadline"].as_str().unwrap();
        text.parse::<Timestamp>().unwrap().millis()
    };
    let attempt = platform.start(&ids[0], &one, "d").await;
    let first = deadline(&attempt);
    let identity = [("phone".to_owned(), format!("09{:08}", 1))].into();
    let given = platform
        .app
        .give_extra_time(Actor::Command, "thi", &identity, 300, "khiếm thị")
        .await;
    let given = given.unwrap();
    assert_eq!((given.seconds, given.moved), (300, 1));
    let path = format!("/attempts/{}", attempt["attempt"]["id"].as_str().unwrap());
    let view = platform.call("GET", &path, &one, &Value::Null).await.json();
    assert_eq!(deadline(&view), first + 300_000);
    // Without a reason, and for somebody unknown, nothing is given.
    let none = platform
        .app
        .give_extra_time(Actor::Command, "thi", &identity, 10, " ")
        .await;
    assert!(none.is_err());
    let unknown = [("phone".to_owned(), "0999999999".to_owned())].into();
    assert!(
        platform
            .app
            .give_extra_time(Actor::Command, "thi", &unknown, 10, "x")
            .await
            .is_err()
    );

    let other = platform.start(&ids[0], &two, "d").await;
    platform.clock.advance(60_000);
    let out: Timestamp = platform.clock_in(0).parse().unwrap();
    platform.clock.advance(120_000);
    let back: Timestamp = platform.clock_in(0).parse().unwrap();
    for _ in 0..2 {
        let given = platform
            .app
            .give_outage_back(Actor::Command, "thi", "v1", (out, back), "mất mạng")
            .await;
        given.unwrap();
    }
    let view = platform.call("GET", &path, &one, &Value::Null).await.json();
    assert_eq!(
        deadline(&view),
        first + 300_000 + 120_000,
        "given twice is given once"
    );
    let path = format!("/attempts/{}", other["attempt"]["id"].as_str().unwrap());
    let view = platform.call("GET", &path, &two, &Value::Null).await.json();
    assert_eq!(deadline(&view), deadline(&other) + 120_000);
    // Who begins later has the extra time from the start, and no outage.
    let later = platform.submit(&attempt, &one, 0).await;
    assert_eq!(later.status, 200, "{later:?}");
    let wrong = platform
        .app
        .give_outage_back(Actor::Command, "thi", "v1", (back, out), "x")
        .await;
    assert!(wrong.is_err());
}
