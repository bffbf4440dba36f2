//! The desk of a closed round, walked through by two members of staff. All that is expected is
//! computed by hand from the sittings in `world`.

mod ranks;
mod world;

use crate::support::database::{TestStore, both_databases};
use serde_json::{Value, json};
use thiluat::app::Refusal as _;
use thiluat::app::desk::{DeskError, NewProposal, TwoStaff};
use thiluat::auth::Actor;
use thiluat::domain::{Millis, RoundId, RoundState};
use thiluat::engine::proof::{self, Outside};
use world::{SLUG, World};

both_databases! {
    ties_are_told_and_dossiers_hold_clues,
    a_void_moves_the_next_up_and_changes_what_the_prediction_was,
    a_wrong_key_is_ruled_on_and_everything_is_marked_anew,
    two_people_publish_and_a_later_change_is_published_anew,
    an_order_decides_a_tie,
    the_desk_is_for_those_who_may,
    two_are_named_at_the_command_line,
}

/// The places of result 1: by the key that says a for question 12, eight people took part.
const FIRST: [(i64, i64, [i64; 3]); 8] = [
    (1, 2, [12, 0, 70]),
    (2, 4, [11, 0, 50]),
    (3, 1, [11, 1, 60]),
    (3, 3, [11, 1, 60]),
    (5, 7, [9, 0, 65]),
    (6, 8, [8, 0, 66]),
    (7, 5, [5, 0, 90]),
    (8, 6, [5, 0, 91]),
];

/// Person 4 is void: seven took part, so 3 guessed right, 1 is two off, the others one.
const WITHOUT_4: [(i64, i64, [i64; 3]); 7] = [
    (1, 2, [12, 1, 70]),
    (2, 3, [11, 0, 60]),
    (3, 1, [11, 2, 60]),
    (4, 7, [9, 1, 65]),
    (5, 8, [8, 1, 66]),
    (6, 5, [5, 1, 90]),
    (7, 6, [5, 1, 91]),
];

/// The same under the true key of question 12: 1, 3 and 8 gain it, 2, 5 and 6 lose it.
const MARKED_ANEW: [(i64, i64, [i64; 3]); 7] = [
    (1, 3, [12, 0, 60]),
    (2, 1, [12, 2, 60]),
    (3, 2, [11, 1, 70]),
    (4, 7, [9, 1, 65]),
    (5, 8, [9, 1, 66]),
    (6, 5, [4, 1, 90]),
    (7, 6, [4, 1, 91]),
];

fn rows(expected: &[(i64, i64, [i64; 3])]) -> Vec<(i64, i64, Vec<Option<i64>>)> {
    let of = |(place, number, values): &(i64, i64, [i64; 3])| {
        (*place, *number, values.map(Some).to_vec())
    };
    expected.iter().map(of).collect()
}

fn prizes(expected: [&[i64]; 3]) -> Vec<(String, Vec<i64>)> {
    ["Nhất", "Nhì", "Ba"]
        .iter()
        .zip(expected)
        .map(|(tier, numbers)| ((*tier).to_owned(), numbers.to_vec()))
        .collect()
}

fn numbers(subjects: &Value) -> Vec<i64> {
    let subjects = subjects.as_array().unwrap().iter();
    subjects.map(|s| s["number"].as_i64().unwrap()).collect()
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

async fn void_4(world: &World) -> Value {
    let body = json!({ "participant": world.person(4), "reason": "Hai tài khoản một người" });
    world.post("/voids", &world.binh, body).await
}

/// Question 12 of a person's paper.
async fn question_12(world: &World, number: usize) -> Value {
    let path = format!("/people/{}", world.person(number));
    let dossier = world.get(&path, &world.binh).await;
    let questions = dossier["attempts"][0]["questions"].as_array().unwrap();
    let found = questions
        .iter()
        .find(|question| question["html"] == "Câu 12");
    found.unwrap().clone()
}

/// The ruling that sets the key of question 12 right.
async fn true_key(world: &World) -> Value {
    let question = question_12(world, 1).await;
    let options = question["options"].as_array().unwrap();
    let right = options
        .iter()
        .find(|option| option["html"].as_str().unwrap().starts_with("đúng"))
        .unwrap();
    json!({ "remark": {
        "question": question["question"], "version": question["version"],
        "ruling": { "new_key": { "options": [right["id"]] } },
    } })
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

async fn a_void_moves_the_next_up_and_changes_what_the_prediction_was(store: TestStore) {
    let world = World::closed(store).await;
    let made = void_4(&world).await;
    assert_eq!(made["round"]["result_version"], 2);
    assert_eq!(world.result(2).await, rows(&WITHOUT_4));
    assert_eq!(
        world.result(1).await,
        rows(&FIRST),
        "the first result stays as it was"
    );
    assert_eq!(
        world.prizes(&world.binh).await,
        prizes([&[2], &[3, 1], &[7, 8]])
    );
    let told = world.get("/prizes", &world.an).await;
    let second = &told["prizes"][1];
    assert_eq!(second["passed"][0]["subject"]["number"], 4);
    assert_eq!(
        (&second["passed"][0]["why"], &second["passed"][0]["place"]),
        (&json!("void"), &json!(2))
    );
    assert_ne!(second["winners"][0]["moved_up"], Value::Null);
    assert_eq!(told["prizes"][0]["winners"][0]["moved_up"], Value::Null);
    let list = world.get("/results", "").await;
    let actual: Vec<_> = list["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|result| result["actual_prediction"].as_i64().unwrap())
        .collect();
    assert_eq!(actual, [8, 7]);
    // Nothing is left to make void.
    let body = json!({ "participant": world.person(4), "reason": "Nữa" });
    assert_eq!(
        world.refused("/voids", &world.an, body).await,
        "409 void.nothing"
    );

    let void = format!("/voids/{}", made["voiding"]["id"].as_str().unwrap());
    let decide = format!("{void}/decision");
    let upheld = json!({ "decision": "upheld", "reason": "Không có gì mới" });
    assert_eq!(
        world.refused(&decide, &world.an, upheld.clone()).await,
        "409 appeal.none"
    );
    let said = json!({ "text": "Tôi là em của người kia" });
    world
        .post(&format!("{void}/appeal"), &world.an, said.clone())
        .await;
    let again = world
        .refused(&format!("{void}/appeal"), &world.an, said.clone())
        .await;
    assert_eq!(again, "409 appeal.exists");
    let own = world.refused(&decide, &world.binh, upheld).await;
    assert_eq!(own, "403 two_people.same");
    let reinstated = json!({ "decision": "reinstated", "reason": "Đúng là hai chị em" });
    let done = world.post(&decide, &world.an, reinstated).await;
    assert_eq!(done["voiding"]["in_force"], false);
    assert_eq!(done["voiding"]["appeal"]["decided_by"]["name"], "Cán bộ an");
    assert_eq!(done["round"]["result_version"], 3);
    assert_eq!(world.result(3).await, rows(&FIRST));
    // Too late for a second void of the same person.
    let made = void_4(&world).await;
    let void = made["voiding"]["id"].as_str().unwrap();
    world
        .platform
        .clock
        .advance(Millis::seconds(3 * 86_400 + 1).0);
    let world = signed_in_again(world).await;
    let late = world
        .refused(&format!("/voids/{void}/appeal"), &world.an, said)
        .await;
    assert_eq!(late, "409 appeal.late");
}

/// Sessions of staff end after half an hour.
async fn signed_in_again(mut world: World) -> World {
    let body = json!({ "email": "an@example.vn", "password": "bốn con trâu của an" });
    let reply = world
        .platform
        .call("POST", "/staff/session", "", &body)
        .await;
    reply.json()["token"]
        .as_str()
        .unwrap()
        .clone_into(&mut world.an);
    world
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

async fn two_people_publish_and_a_later_change_is_published_anew(store: TestStore) {
    let world = World::closed(store).await;
    void_4(&world).await;
    let publish = || json!({ "publish": {} });
    let stale = world.propose(&world.an, publish()).await;
    let ruling = world.propose(&world.an, true_key(&world).await).await;
    world.approve(&world.binh, &ruling).await;
    // What was proposed is not the newest result any more.
    let path = format!("/proposals/{stale}/approval");
    assert_eq!(
        world.refused(&path, &world.binh, json!({})).await,
        "409 proposal.outdated"
    );
    let taken_back = world
        .post(
            &format!("/proposals/{stale}/refusal"),
            &world.an,
            json!({ "reason": "Có kết quả mới" }),
        )
        .await;
    assert_eq!(taken_back["state"], "withdrawn");
    let proposal = world.propose(&world.an, publish()).await;
    let done = world.approve(&world.binh, &proposal).await;
    assert_eq!(
        (&done["round"]["state"], &done["round"]["result_version"]),
        (&json!("published"), &json!(3))
    );
    let body = json!({ "what": publish(), "reason": "Nữa" });
    assert_eq!(
        world.refused("/proposals", &world.an, body).await,
        "409 result.published"
    );
    let published = async || {
        let list = world.get("/results", "").await;
        let items = list["items"].as_array().unwrap().iter();
        items
            .map(|result| result["published_at"] != Value::Null)
            .collect::<Vec<bool>>()
    };
    assert_eq!(published().await, [false, false, true]);

    // The winner let somebody else sit for him: the prizes move up, and have to be published anew.
    let body = json!({ "participant": world.person(3), "reason": "Thi hộ" });
    let made = world.post("/voids", &world.binh, body).await;
    assert_eq!(
        (&made["round"]["state"], &made["round"]["result_version"]),
        (&json!("closed"), &json!(4))
    );
    // Six took part: 1 is three off, the others two.
    let expected = [
        (1, 1, [12, 3, 60]),
        (2, 2, [11, 2, 70]),
        (3, 7, [9, 2, 65]),
        (4, 8, [9, 2, 66]),
        (5, 5, [4, 2, 90]),
        (6, 6, [4, 2, 91]),
    ];
    assert_eq!(world.result(4).await, rows(&expected));
    assert_eq!(
        world.prizes(&world.an).await,
        prizes([&[1], &[2, 7], &[8, 5]])
    );
    let told = world.get("/prizes", &world.an).await;
    assert_eq!(told["published_version"], 3);
    let proposal = world.propose(&world.binh, publish()).await;
    let refused = world
        .refused(
            &format!("/proposals/{proposal}/approval"),
            &world.binh,
            json!({}),
        )
        .await;
    assert_eq!(refused, "403 two_people.same");
    world.approve(&world.an, &proposal).await;
    assert_eq!(published().await, [false, false, true, true]);
    let told = world.get("/prizes", &world.an).await;
    assert_eq!(
        (&told["state"], &told["published_version"]),
        (&json!("published"), &json!(4))
    );
    assert_eq!(told["prizes"][0]["published"], true);
    assert_eq!(
        world.prizes(&world.an).await,
        prizes([&[1], &[2, 7], &[8, 5]])
    );

    // All of it stands in the audit log, without names.
    let mut work = world.platform.app.store.read().await.unwrap();
    let log = work.audit_log(100).await.unwrap();
    let count = |action: &str| log.iter().filter(|entry| entry.action == action).count();
    for (action, times) in [
        ("result.voided", 2),
        ("proposal.made", 4),
        ("proposal.declined", 1),
        ("round.marked_anew", 1),
        ("round.published", 2),
    ] {
        assert_eq!(count(action), times, "{action}");
    }
    assert!(log.iter().all(|entry| !entry.detail.contains("Lê Thị")));
}

async fn an_order_decides_a_tie(store: TestStore) {
    let world = World::closed(store).await;
    let order = |people: &[usize]| {
        let subjects: Vec<&str> = people.iter().map(|n| world.person(*n)).collect();
        json!({ "order": { "subjects": subjects } })
    };
    let body = json!({ "what": order(&[3, 3]), "reason": "Nhầm" });
    assert_eq!(
        world.refused("/proposals", &world.an, body).await,
        "422 order.invalid"
    );
    let proposal = world.propose(&world.an, order(&[3, 1])).await;
    assert_eq!(
        world.prizes(&world.an).await,
        prizes([&[2], &[4], &[7]]),
        "not decided yet"
    );
    world.approve(&world.binh, &proposal).await;
    assert_eq!(
        world.prizes(&world.an).await,
        prizes([&[2], &[4, 3], &[1, 7]])
    );
    // Places stay as they are: only the prizes were undecided.
    assert_eq!(world.result(1).await, rows(&FIRST));
    let proposal = world.propose(&world.an, json!({ "publish": {} })).await;
    let done = world.approve(&world.binh, &proposal).await;
    assert_eq!(done["round"]["state"], "published");
    assert_eq!(
        world.prizes(&world.an).await,
        prizes([&[2], &[4, 3], &[1, 7]])
    );
    // What was published can't be sat anew, also while a newer result waits for two people.
    let body = json!({ "participant": world.person(5), "reason": "Chép bài" });
    let made = world.post("/voids", &world.binh, body).await;
    assert_eq!(made["round"]["state"], "closed");
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

async fn two_are_named_at_the_command_line(store: TestStore) {
    let world = World::closed(store).await;
    void_4(&world).await;
    let app = &world.platform.app;
    let publish = async |by: &str, approved_by: &str| {
        let names = TwoStaff {
            by: by.into(),
            approved_by: approved_by.into(),
        };
        app.publish_in_names(SLUG, "v1", &names, "Đã xác minh")
            .await
    };
    let code = |error: DeskError| error.code();
    let refused = publish("an@example.vn", "an@example.vn")
        .await
        .map_err(code);
    assert_eq!(refused.unwrap_err(), "two_people.same");
    let refused = publish("xem@example.vn", "an@example.vn")
        .await
        .map_err(code);
    assert_eq!(refused.unwrap_err(), "auth.forbidden");
    let refused = publish("an@example.vn", "xem@example.vn")
        .await
        .map_err(code);
    assert_eq!(refused.unwrap_err(), "auth.forbidden");
    let now = publish("An@Example.vn", "binh@example.vn").await.unwrap();
    assert_eq!((now.state, now.result_version), (RoundState::Published, 2));
    // The command line itself has no name to propose or decide under.
    let round = app.round_named(SLUG, "v1").await.unwrap();
    let proposed = app
        .propose(Actor::Command, round, NewProposal::Publish, "Xong")
        .await;
    assert_eq!(proposed.map_err(code).unwrap_err(), "two_people.nameless");
}
