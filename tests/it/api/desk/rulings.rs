//! A wrong key: preview, approval, marking anew, and the proof after it.

use super::world::{SLUG, World};
use super::{FIRST, MARKED_ANEW, WITHOUT_4, numbers, prizes, question_12, rows, true_key, void_4};
use crate::support::database::{TestStore, both_databases};
use serde_json::{Value, json};
use thiluat::domain::RoundId;
use thiluat::engine::proof::{self, Outside};

both_databases! {
    a_wrong_key_is_ruled_on_and_everything_is_marked_anew,
}

async fn a_wrong_key_is_ruled_on_and_everything_is_marked_anew(store: TestStore) {
    let world = World::closed(store).await;
    void_4(&world).await;
    let what = true_key(&world).await;
    let mut foreign = what.clone();
    foreign["remark"]["version"] = json!(2);
    let body = json!({ "what": foreign, "reason": "Sai" });
    assert_eq!(
        world.refused("/proposals", &world.an, body).await,
        "422 remark.question"
    );
    let mut unknown = what.clone();
    unknown["remark"]["ruling"] = json!({ "new_key": { "options": ["zzzzzz"] } });
    let body = json!({ "what": unknown, "reason": "Sai" });
    assert_eq!(
        world.refused("/proposals", &world.an, body).await,
        "422 remark.key"
    );

    let proposal = world.propose(&world.an, what.clone()).await;
    let preview = world
        .get(&format!("/proposals/{proposal}/preview"), &world.binh)
        .await;
    assert_eq!(
        preview["marks"],
        json!({ "raised": 3, "lowered": 3, "other": 0, "unchanged": 1 })
    );
    assert_eq!(
        preview["places"],
        json!({ "up": 2, "down": 1, "unchanged": 4, "entered": 0, "left": 0 })
    );
    let moved: Vec<_> = preview["prizes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|prize| {
            let tier = prize["tier"].as_str().unwrap();
            (tier, numbers(&prize["before"]), numbers(&prize["after"]))
        })
        .collect();
    assert_eq!(
        moved,
        [("Nhất", vec![2], vec![3]), ("Nhì", vec![3, 1], vec![1, 2])]
    );
    let near: Vec<_> = preview["near"]
        .as_array()
        .unwrap()
        .iter()
        .map(|moved| {
            let place = |when: &str| moved[when]["place"].as_i64().unwrap();
            (
                moved["subject"]["number"].as_i64().unwrap(),
                place("before"),
                place("after"),
            )
        })
        .collect();
    assert_eq!(near, [(3, 2, 1), (1, 3, 2), (2, 1, 3)]);
    // Nothing was written.
    assert_eq!(
        world.get("/results", &world.an).await["items"]
            .as_array()
            .unwrap()
            .len(),
        2
    );

    let own = format!("/proposals/{proposal}/approval");
    assert_eq!(
        world.refused(&own, &world.an, json!({})).await,
        "403 two_people.same"
    );
    let done = world.approve(&world.binh, &proposal).await;
    assert_eq!(
        (&done["proposal"]["state"], &done["round"]["result_version"]),
        (&json!("approved"), &json!(3))
    );
    assert_eq!(
        world.refused(&own, &world.binh, json!({})).await,
        "409 proposal.ended"
    );
    assert_eq!(world.result(3).await, rows(&MARKED_ANEW));
    assert_eq!(world.result(2).await, rows(&WITHOUT_4));
    assert_eq!(world.result(1).await, rows(&FIRST));
    assert_eq!(
        world.prizes(&world.an).await,
        prizes([&[3], &[1, 2], &[7, 8]])
    );
    // The board shows the newest result.
    world.platform.clock.advance(1_000);
    let board = world.get("/scoreboard", "").await;
    let scores: Vec<_> = board["entries"]
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| entry["score"].as_i64().unwrap())
        .collect();
    assert_eq!(scores, [12, 12, 11, 9, 9, 4, 4]);
    // A void attempt is marked anew, too, and the person sees the ruling.
    let question = question_12(&world, 4).await;
    assert_eq!(
        (&question["correct"], &question["points"]),
        (&json!(false), &json!(0))
    );
    let me = world
        .platform
        .call(
            "GET",
            &format!("/contests/{SLUG}/participants/me"),
            &world.participant,
            &Value::Null,
        )
        .await
        .json();
    let attempt = me["attempts"][0]["id"].as_str().unwrap();
    let review = world
        .platform
        .call(
            "GET",
            &format!("/attempts/{attempt}/review"),
            &world.participant,
            &Value::Null,
        )
        .await
        .json();
    let twelfth = review["questions"]
        .as_array()
        .unwrap()
        .iter()
        .find(|question| question["html"] == "Câu 12")
        .unwrap();
    assert_eq!(
        (&twelfth["ruling"], &twelfth["correct"]),
        (&json!("new_key"), &json!(true))
    );
    assert_eq!(
        twelfth["key"]["options"],
        what["remark"]["ruling"]["new_key"]["options"]
    );
    // What a proof bundle lists.
    let id: RoundId = world.round.parse().unwrap();
    let rulings = world.platform.app.listed_rulings(id).await.unwrap();
    assert_eq!(rulings.len(), 1);
    let option = &what["remark"]["ruling"]["new_key"]["options"][0];
    assert_eq!(rulings[0].new_key.as_deref(), option.as_str());
    assert_eq!(
        (rulings[0].void, rulings[0].reason.as_str()),
        (None, "Biên bản số 5")
    );

    // Left out instead: eleven questions count, the places follow from the others.
    let mut left_out = what.clone();
    left_out["remark"]["ruling"] = json!("void_left_out");
    let proposal = world.propose(&world.binh, left_out).await;
    world.approve(&world.an, &proposal).await;
    let expected = [
        (1, 3, [11, 0, 60]),
        (2, 2, [11, 1, 70]),
        (3, 1, [11, 2, 60]),
        (4, 7, [9, 1, 65]),
        (5, 8, [8, 1, 66]),
        (6, 5, [4, 1, 90]),
        (7, 6, [4, 1, 91]),
    ];
    assert_eq!(world.result(4).await, rows(&expected));
    let board = world.get("/results/4", "").await;
    assert_eq!(
        board["entries"][0]["person"],
        Value::Null,
        "the public reads no names of its own"
    );
    // Whoever verifies the bundle finds the same marks and places, after both rulings and the void.
    let reply = world.call("GET", "/proof", "", &Value::Null).await;
    assert_eq!(reply.status, 200, "{reply:?}");
    let text = std::str::from_utf8(&reply.body).unwrap();
    let verified = proof::verify(text, &Outside::default()).unwrap();
    assert_eq!(verified.attempts, 8);
    let bundle = reply.json();
    assert_eq!(bundle["decisions"].as_array().unwrap().len(), 2);
    assert_eq!(bundle["decisions"][0]["new_key"], *option);
    assert_eq!(bundle["decisions"][1]["void"], "left_out");
    assert_eq!(
        bundle["result"]["voided"],
        json!([{ "number": 4, "ordinal": 1, "reason": "Hai tài khoản một người" }])
    );
}
