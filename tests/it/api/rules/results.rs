//! What is known only after the close.

use super::{board, close, contest, round};
use crate::support::database::{TestStore, both_databases};
use crate::support::platform::{Platform, option};
use serde_json::{Value, json};
use thiluat::auth::Actor;

both_databases! {
    an_essay_is_marked_by_people_and_ranked_with_the_next_result,
    a_prediction_over_the_contest_waits_for_its_last_round,
}

async fn an_essay_is_marked_by_people_and_ranked_with_the_next_result(store: TestStore) {
    let platform = Platform::on(store).await;
    let rules = json!({
        "essay": { "prompt": "Vì sao cần luật?", "min_words": 3, "max_words": 10, "max_points": 10, "required": true },
        "ranking": { "individual": ["total desc", "duration asc"], "least": { "essay": 5 } },
    });
    let ids = contest(&platform, json!([round(&platform, "v1", rules)]), json!({})).await;
    let mut attempts = Vec::new();
    let mut tokens = Vec::new();
    for (n, right) in [9, 4, 6].into_iter().enumerate() {
        let token = platform.register("thi", n).await;
        let attempt = platform.start(&ids[0], &token, "d").await;
        assert_eq!(attempt["paper"]["essay"]["max_words"], 10);
        for slot in 1..=10 {
            let option = option(&attempt, slot, slot <= right);
            platform
                .save(
                    &attempt,
                    &token,
                    slot,
                    i64::try_from(slot).unwrap(),
                    &option,
                )
                .await;
        }
        let id = attempt["attempt"]["id"].as_str().unwrap().to_owned();
        let path = format!("/attempts/{id}/answers/essay");
        let write = async |seq: i64, text: &str| {
            let body = json!({ "epoch": 1, "seq": seq, "answer": { "text": text } });
            platform.call("PUT", &path, &token, &body).await
        };
        let without = platform.submit(&attempt, &token, 10).await;
        assert_eq!(
            (without.status, &without.json()["code"]),
            (422, &json!("essay.incomplete"))
        );
        let long = write(11, "một hai ba bốn năm sáu bảy tám chín mười mười").await;
        assert_eq!(
            (long.status, &long.json()["code"]),
            (422, &json!("essay.words"))
        );
        assert_eq!(write(12, "quá ngắn").await.status, 200);
        assert_eq!(
            platform.submit(&attempt, &token, 12).await.json()["code"],
            "essay.incomplete"
        );
        assert_eq!(
            write(13, &format!("Luật giữ\ntrật tự, bài {n}."))
                .await
                .status,
            200
        );
        let done = platform.submit(&attempt, &token, 13).await;
        assert_eq!(done.json()["result"]["score"], right, "{done:?}");
        attempts.push(id);
        tokens.push(token);
    }
    let round = ids[0].parse().unwrap();
    assert!(
        platform
            .app
            .essays(Actor::Command, round, None)
            .await
            .is_err(),
        "not before the close"
    );
    close(&platform, "v1").await;
    // Nobody has marked yet: nobody reaches the least.
    assert_eq!(board(&platform, &ids[0], "").await["entries"], json!([]));
    let shown = platform
        .app
        .essays(Actor::Command, round, None)
        .await
        .unwrap();
    assert_eq!(shown.items.len(), 3);
    assert_eq!(shown.items[1].text, "Luật giữ\ntrật tự, bài 1.");
    let mark = async |at: usize, points: i64| {
        let attempt = attempts[at].parse().unwrap();
        platform
            .app
            .mark_essay(Actor::Command, round, attempt, points, "Đạt")
            .await
    };
    assert!(mark(0, 11).await.is_err());
    for (at, points) in [(0, 4), (1, 10), (2, 6), (2, 7)] {
        mark(at, points).await.unwrap();
    }
    let made = platform
        .app
        .rank_again(Actor::Command, "thi", "v1")
        .await
        .unwrap();
    assert_eq!(made.version, 2);
    platform.clock.advance(2_000);
    let work = async |version| {
        let mut work = platform.app.store.read().await.unwrap();
        let rows = work.standings(round, version).await.unwrap();
        rows.into_iter()
            .map(|row| (row.place, row.values[0]))
            .collect::<Vec<_>>()
    };
    // 4 + 10 and 6 + 7; the first has too few points for the essay.
    assert_eq!(work(2).await, [(1, Some(14)), (2, Some(13))]);
    assert_eq!(work(1).await, [], "the first result stays as it was");
    assert_eq!(
        board(&platform, &ids[0], "").await["entries"]
            .as_array()
            .unwrap()
            .len(),
        2
    );
}

async fn a_prediction_over_the_contest_waits_for_its_last_round(store: TestStore) {
    let platform = Platform::on(store).await;
    let first = round(
        &platform,
        "v1",
        json!({
            "prediction": { "prompt": "Bao nhiêu lượt?", "target": "attempts", "scope": "contest" },
            "ranking": { "individual": ["prediction_distance asc"] },
        }),
    );
    let second = round(&platform, "v2", json!({ "attempts": { "max": 0 } }));
    let practice = round(&platform, "thu", json!({ "kind": "practice" }));
    let ids = contest(&platform, json!([first, second, practice]), json!({})).await;
    let mut tokens = Vec::new();
    for (n, guess) in [9, 4, 6].into_iter().enumerate() {
        let token = platform.register("thi", n).await;
        let attempt = platform.start(&ids[0], &token, "d").await;
        let id = attempt["attempt"]["id"].as_str().unwrap();
        let body = json!({ "epoch": 1, "final_seq": 0, "prediction": guess });
        let path = format!("/attempts/{id}/submission");
        assert_eq!(
            platform.call("POST", &path, &token, &body).await.status,
            200
        );
        tokens.push(token);
    }
    // While the first round is open the second one's counts would give it away.
    platform.sit(&ids[1], &tokens[0], 5).await;
    let hidden = board(&platform, &ids[1], &tokens[0]).await;
    assert_eq!(
        (&hidden["state"], &hidden["version"]),
        (&json!("hidden"), &json!(0))
    );
    close(&platform, "v1").await;
    let round_id = ids[0].parse().unwrap();
    let result = async || {
        let mut work = platform.app.store.read().await.unwrap();
        let newest = work.latest_result(round_id).await.unwrap().unwrap();
        let rows = work.standings(round_id, newest.version).await.unwrap();
        let places: Vec<i64> = rows.iter().map(|row| row.place).collect();
        (newest, places)
    };
    let (waiting, places) = result().await;
    assert_eq!((waiting.version, waiting.actual_prediction), (1, None));
    assert_eq!(places, [1, 1, 1], "nobody knows yet who was closest");
    platform.sit(&ids[1], &tokens[0], 5).await;
    platform.sit(&ids[2], &tokens[0], 5).await;
    close(&platform, "v2").await;
    // Three and two attempts; practice, which still goes on, is not counted.
    let (known, places) = result().await;
    assert_eq!((known.version, known.actual_prediction), (2, Some(5)));
    assert_eq!(places, [1, 1, 3], "4 and 6 are equally far from 5");
    let asked: Value = serde_json::from_str(&known.prediction_asked.unwrap()).unwrap();
    assert_eq!(asked["scope"], "contest");
    let first = platform
        .app
        .store
        .read()
        .await
        .unwrap()
        .result_of(round_id, 1)
        .await
        .unwrap();
    assert_eq!(first, Some(waiting), "the first result stays as it was");
}
