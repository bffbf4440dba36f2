//! Rules of the contest file, from the outside: each key does what it says.

use crate::support::database::{TestStore, both_databases};
use crate::support::platform::{Platform, option, questions};
use serde_json::{Value, json};
use thiluat::app::staff::NewStaff;
use thiluat::auth::Actor;
use thiluat::domain::{Role, Timestamp};

both_databases! {
    a_disqualifying_question_keeps_a_perfect_score_off_the_board,
    sections_stand_in_order_and_points_go_by_level,
    an_entry_code_is_asked_for_once,
    questions_come_and_go_by_the_clock,
    extra_time_and_outages_move_the_end,
    people_come_on_by_the_recorded_list,
    practice_counts_towards_nothing,
    an_essay_is_marked_by_people_and_ranked_with_the_next_result,
    the_schema_and_the_rules_are_public,
    what_staff_do_needs_the_right_role,
    a_prediction_over_the_contest_waits_for_its_last_round,
    a_roster_lets_in_only_who_is_on_it,
}

/// Applies a contest of these rounds; gives their ids.
async fn contest(platform: &Platform, rounds: Value, more: Value) -> Vec<String> {
    let mut file = json!({
        "contest": { "slug": "thi", "title": "Thi thử", "organiser": "42" },
        "rounds": rounds,
    });
    for (key, value) in more.as_object().unwrap() {
        file[key] = value.clone();
    }
    let applied = platform
        .app
        .apply_contest(Actor::Command, &file.to_string(), false)
        .await;
    let applied = applied.unwrap_or_else(|error| panic!("{:?}", error.findings()));
    applied
        .rounds
        .iter()
        .map(|round| round.id.to_string())
        .collect()
}

fn round(platform: &Platform, code: &str, change: Value) -> Value {
    let mut rules = json!({
        "code": code, "title": format!("Vòng {code}"),
        "opens_at": platform.clock_in(-3_600_000), "closes_at": platform.clock_in(86_400_000),
        "time_limit_s": 900,
        "blueprint": [{ "bank": "thu", "count": 10 }],
        "publish": { "at_submit": "score" },
    });
    let Value::Object(change) = change else {
        panic!("keys of a round");
    };
    for (key, value) in change {
        rules[key] = value;
    }
    rules
}

async fn board(platform: &Platform, round: &str, token: &str) -> Value {
    platform.clock.advance(1_000);
    let path = format!("/rounds/{round}/scoreboard");
    platform
        .call("GET", &path, token, &Value::Null)
        .await
        .json()
}

async fn close(platform: &Platform, code: &str) {
    let closed = platform
        .app
        .close_round(Actor::Command, "thi", code, true)
        .await;
    assert_eq!(closed.unwrap().state.word(), "closed");
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

async fn the_schema_and_the_rules_are_public(store: TestStore) {
    let platform = Platform::on(store).await;
    contest(
        &platform,
        json!([round(&platform, "v1", json!({}))]),
        json!({}),
    )
    .await;
    let schema = platform
        .call("GET", "/contest-file.schema.json", "", &Value::Null)
        .await;
    assert_eq!(schema.header("content-type"), "application/schema+json");
    assert_eq!(
        schema.body,
        thiluat::app::contests::schema::document().into_bytes()
    );
    let rules = platform
        .call("GET", "/contests/thi/rules", "", &Value::Null)
        .await
        .json();
    assert_eq!(
        rules["vi"].as_array().unwrap().len(),
        rules["en"].as_array().unwrap().len()
    );
    assert_eq!(
        rules["vi"][0]["sentences"][0],
        "“Thi thử” do Tỉnh Hà Tĩnh (mã 42) tổ chức."
    );
    let none = platform
        .call("GET", "/contests/khong-co/rules", "", &Value::Null)
        .await;
    assert_eq!(none.status, 404);
}

async fn what_staff_do_needs_the_right_role(store: TestStore) {
    let platform = Platform::on(store).await;
    let ids = contest(
        &platform,
        json!([round(&platform, "v1", json!({}))]),
        json!({}),
    )
    .await;
    let mut tokens = Vec::new();
    for role in [Role::Judge, Role::Organiser] {
        let new = NewStaff {
            email: format!("{}@example.vn", role.word()),
            name: "An".into(),
            role,
            unit: None,
            password: "bốn con trâu ăn cỏ".into(),
        };
        platform.app.add_staff(Actor::Command, &new).await.unwrap();
        let welcome = platform.app.staff_sign_in(&new.email, &new.password).await;
        tokens.push(welcome.unwrap().token);
    }
    let id = &ids[0];
    let span =
        json!({ "from": platform.clock_in(0), "to": platform.clock_in(1000), "reason": "x" });
    let extra = json!({ "identity": { "phone": "0900000001" }, "seconds": 60, "reason": "x" });
    let mark = json!({ "points": 1 });
    let attempt = "01a22ee6b000787098b54b9b45d05f98";
    let calls = [
        ("POST", format!("/rounds/{id}/outages"), &span, [403, 200]),
        (
            "POST",
            "/contests/thi/extra-time".to_owned(),
            &extra,
            [403, 404],
        ),
        (
            "POST",
            format!("/rounds/{id}/results"),
            &json!({}),
            [403, 409],
        ),
        (
            "GET",
            format!("/rounds/{id}/essays"),
            &Value::Null,
            [422, 403],
        ),
        (
            "PUT",
            format!("/rounds/{id}/essays/{attempt}"),
            &mark,
            [422, 403],
        ),
    ];
    for (method, path, body, statuses) in calls {
        let stranger = platform.call(method, &path, "", body).await;
        assert_eq!(stranger.status, 401, "{method} {path}");
        for (token, status) in tokens.iter().zip(statuses) {
            let reply = platform.call(method, &path, token, body).await;
            assert_eq!(reply.status, status, "{method} {path}: {reply:?}");
        }
    }
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
