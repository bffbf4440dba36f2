//! Boards, closing, and what they tell when.

use crate::support::database::{TestStore, every_profile};
use crate::support::platform::Platform;
use serde_json::{Value, json};
use thiluat::auth::Actor;

every_profile! {
    places_scores_and_ties_are_what_the_file_says,
    a_prediction_hides_places_until_the_close,
    a_round_reopens_and_closes_again_with_result_two,
}

async fn board(platform: &Platform, round: &str, query: &str, token: &str) -> Value {
    // Boards may be a second late: the look after that sees everything.
    platform.clock.advance(1_000);
    let path = format!("/rounds/{round}/scoreboard{query}");
    let reply = platform.call("GET", &path, token, &Value::Null).await;
    assert_eq!(reply.status, 200, "{reply:?}");
    reply.json()
}

fn places(board: &Value) -> Vec<(i64, i64)> {
    let entries = board["entries"].as_array().unwrap().iter();
    entries
        .map(|e| (e["place"].as_i64().unwrap(), e["score"].as_i64().unwrap()))
        .collect()
}

async fn places_scores_and_ties_are_what_the_file_says(store: TestStore) {
    let platform = Platform::on(store).await;
    // By points alone, so that equals share their place.
    let rules = json!({ "ranking": { "individual": ["correct desc"] } });
    let round = platform.contest("thi", rules).await;
    let mut tokens = Vec::new();
    for (n, right) in [9, 4, 9, 7].into_iter().enumerate() {
        let token = platform.register("thi", n).await;
        assert_eq!(platform.sit(&round, &token, right).await.status, 200);
        tokens.push(token);
    }
    let live = board(&platform, &round, "", "").await;
    assert_eq!(places(&live), [(1, 9), (1, 9), (3, 7), (4, 4)]);
    assert_eq!(
        (&live["state"], &live["totals"]),
        (&json!("live"), &json!({ "people": 4, "attempts": 4 }))
    );
    assert_eq!(live["me"], Value::Null);
    let me = board(&platform, &round, "?around=me", &tokens[1]).await;
    assert_eq!(
        (me["me"]["place"].as_i64(), me["me"]["score"].as_i64()),
        (Some(4), Some(4))
    );
    // What a stranger asked for is answered the same to the next one, and anew when it changed.
    let asked = ["?limit=2", "?limit=2", "?group=khong-co"];
    let mut answers = Vec::new();
    for query in asked {
        answers.push(board(&platform, &round, query, "").await);
    }
    assert_eq!(places(&answers[0]), [(1, 9), (1, 9)]);
    assert_eq!(answers[0], answers[1]);
    assert_eq!(places(&answers[2]), []);
    // A better second attempt moves its person; a worse one does not.
    assert_eq!(platform.sit(&round, &tokens[1], 10).await.status, 200);
    assert_eq!(platform.sit(&round, &tokens[0], 1).await.status, 200);
    let live = board(&platform, &round, "?limit=2", "").await;
    assert_eq!(places(&live), [(1, 10), (2, 9)]);
    assert_eq!(live["totals"], json!({ "people": 4, "attempts": 6 }));

    let closed = platform
        .app
        .close_round(Actor::Command, "thi", "v1", true)
        .await
        .unwrap();
    assert_eq!(closed.state.word(), "closed");
    let last = board(&platform, &round, "", "").await;
    assert_eq!(places(&last), [(1, 10), (2, 9), (2, 9), (4, 7)]);
    assert_eq!(last["state"], "final");
    let units = platform
        .call("GET", "/contests/thi/scoreboards/units", "", &Value::Null)
        .await
        .json();
    assert_eq!(
        (&units["items"][0]["people"], &units["items"][0]["ratio"]),
        (&json!(4), &json!(0.04))
    );
    let contest = platform
        .call("GET", "/contests/thi", "", &Value::Null)
        .await
        .json();
    assert_eq!(contest["rounds"][0]["state"], "closed");
}

async fn a_prediction_hides_places_until_the_close(store: TestStore) {
    let platform = Platform::on(store).await;
    let rules = json!({
        "prediction": { "prompt": "Bao nhiêu người đúng cả?", "target": "people_all_correct" },
        "ranking": { "individual": ["correct desc", "prediction_distance asc"] },
    });
    let round = platform.contest("thi", rules).await;
    let mut tokens = Vec::new();
    // Two are all right; the third guesses best of those, the first has no guess.
    for (n, guess) in [None, Some(9), Some(3)].into_iter().enumerate() {
        let token = platform.register("thi", n).await;
        let attempt = platform.start(&round, &token, "d").await;
        for slot in 1..=10 {
            let right = crate::support::platform::option(&attempt, slot, true);
            platform
                .save(&attempt, &token, slot, i64::try_from(slot).unwrap(), &right)
                .await;
        }
        let id = attempt["attempt"]["id"].as_str().unwrap();
        let body = json!({ "epoch": 1, "final_seq": 10, "prediction": guess });
        let reply = platform
            .call("POST", &format!("/attempts/{id}/submission"), &token, &body)
            .await;
        assert_eq!(reply.json()["result"]["score"], 10);
        tokens.push(token);
    }
    let hidden = board(&platform, &round, "?around=me", &tokens[0]).await;
    assert_eq!(
        (&hidden["state"], &hidden["entries"], &hidden["totals"]),
        (&json!("hidden"), &json!([]), &Value::Null)
    );
    assert_eq!(
        (&hidden["me"]["score"], &hidden["me"]["place"]),
        (&json!(10), &Value::Null)
    );
    let contest = platform
        .call("GET", "/contests/thi", "", &Value::Null)
        .await
        .json();
    assert_eq!(contest["rounds"][0]["totals"], Value::Null);
    let list = platform
        .call("GET", "/contests", "", &Value::Null)
        .await
        .json();
    assert_eq!(list["items"][0]["people"], Value::Null);
    let units = platform
        .call("GET", "/contests/thi/scoreboards/units", "", &Value::Null)
        .await
        .json();
    assert_eq!(
        (&units["items"], &units["totals"]),
        (&json!([]), &Value::Null)
    );

    platform
        .app
        .close_round(Actor::Command, "thi", "v1", true)
        .await
        .unwrap();
    let last = board(&platform, &round, "?around=me", &tokens[2]).await;
    // All three are right: |3 − 3| = 0 comes first, |9 − 3| = 6 second, no guess last.
    assert_eq!(
        (
            last["me"]["place"].as_i64(),
            last["totals"]["people"].as_i64()
        ),
        (Some(1), Some(3))
    );
    let second = board(&platform, &round, "?around=me", &tokens[1]).await;
    let third = board(&platform, &round, "?around=me", &tokens[0]).await;
    assert_eq!(
        (
            second["me"]["place"].as_i64(),
            third["me"]["place"].as_i64()
        ),
        (Some(2), Some(3))
    );
}

async fn a_round_reopens_and_closes_again_with_result_two(store: TestStore) {
    let platform = Platform::on(store).await;
    let round = platform.contest("thi", json!({})).await;
    let token = platform.register("thi", 1).await;
    platform.sit(&round, &token, 3).await;
    platform
        .app
        .close_round(Actor::Command, "thi", "v1", false)
        .await
        .unwrap();
    let path = format!("/rounds/{round}/attempts");
    assert_eq!(
        platform
            .call("POST", &path, &token, &json!({}))
            .await
            .problem(),
        "403 round.not_open"
    );
    platform
        .app
        .reopen_round(Actor::Command, "thi", "v1")
        .await
        .unwrap();
    platform.sit(&round, &token, 8).await;
    platform
        .app
        .close_round(Actor::Command, "thi", "v1", false)
        .await
        .unwrap();
    let id = round.parse().unwrap();
    let result = platform
        .app
        .store
        .read()
        .await
        .unwrap()
        .latest_result(id)
        .await
        .unwrap()
        .unwrap();
    assert_eq!((result.version, result.people, result.attempts), (2, 1, 2));
    let last = board(&platform, &round, "", "").await;
    assert_eq!(places(&last), [(1, 8)]);
    // Once a person has seen the keys, the round can't be opened again.
    let me = platform
        .call("GET", "/contests/thi/participants/me", &token, &Value::Null)
        .await
        .json();
    let id = me["attempts"][0]["id"].as_str().unwrap();
    let review = platform
        .call(
            "GET",
            &format!("/attempts/{id}/review"),
            &token,
            &Value::Null,
        )
        .await;
    assert!(
        review.json()["questions"][0]["key"]["options"].is_array(),
        "{review:?}"
    );
    let refused = platform.app.reopen_round(Actor::Command, "thi", "v1").await;
    assert!(refused.unwrap_err().to_string().contains("left the server"));
}
