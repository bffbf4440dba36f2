//! A paper of a draft, as a participant would see it.

use super::world::{World, at, document, is_ok};
use crate::support::database::{TestStore, both_databases};
use crate::support::platform::{CANARY, option, questions};
use serde_json::{Value, json};

both_databases! {
    a_paper_has_the_shape_of_a_real_one_and_is_kept_nowhere,
    answers_are_marked_and_shown_with_their_keys,
    what_can_not_be_drawn_is_told_by_its_cell,
}

fn members(value: &Value) -> Vec<&String> {
    value.as_object().unwrap().keys().collect()
}

async fn a_paper_has_the_shape_of_a_real_one_and_is_kept_nowhere(store: TestStore) {
    let world = World::on(store).await;
    let draft = world.draft("sen", document(&world, "thi")).await;
    let tried = world.rehearse("sen", &draft, None).await;
    assert_eq!(
        (questions(&tried).len(), &tried["seconds"]),
        (5, &json!(900))
    );
    assert!(
        !tried.to_string().contains(CANARY),
        "no explanation, no key"
    );
    let seed = tried["seed"].as_str().unwrap();
    assert_eq!(seed.len(), 64);
    assert_eq!(world.rehearse("sen", &draft, Some(seed)).await, tried);
    let other = world.rehearse("sen", &draft, None).await;
    assert_ne!(other["seed"], tried["seed"]);
    let after = world.get("sen", &at(&draft)).await;
    assert!(is_ok(&after, "dry_run"));
    assert_eq!(after["revision"], draft["revision"]);
    let mut file = draft["document"].clone();
    file["contest"]["title"] = json!("Tên khác");
    let renamed = world.keep("sen", &after, file.clone()).await;
    assert!(is_ok(&renamed, "dry_run"), "a title changes no paper");
    file["rounds"][0]["blueprint"][0]["count"] = json!(4);
    let changed = world.keep("sen", &renamed, file).await;
    assert!(!is_ok(&changed, "dry_run"));
    assert_eq!(world.get("sen", "/contests/managed").await["total"], 0);
    // A real attempt at the same rules.
    let contest = world.contest("that").await;
    let token = world.platform.register("that", 1).await;
    let real = world
        .platform
        .start(contest["round"].as_str().unwrap(), &token, "d")
        .await;
    assert_eq!(members(&tried["paper"]), members(&real["paper"]));
    assert_eq!(
        members(&questions(&tried)[0]),
        members(&questions(&real)[0])
    );
    assert_eq!(
        members(&questions(&tried)[0]["options"][0]),
        members(&questions(&real)[0]["options"][0])
    );
}

async fn answers_are_marked_and_shown_with_their_keys(store: TestStore) {
    let world = World::on(store).await;
    let draft = world.draft("sen", document(&world, "thi")).await;
    let tried = world.rehearse("sen", &draft, None).await;
    let path = format!("{}/dry-run/marks", at(&draft));
    let given = |slot: usize, id: &str| json!({ "slot": slot, "answer": { "options": [id] } });
    let answers: Vec<Value> = (1..=4)
        .map(|slot| given(slot, &option(&tried, slot, slot != 2)))
        .collect();
    let body = |answers: Vec<Value>| json!({ "round": "vong-1", "seed": tried["seed"], "answers": answers });
    let marks = world.post("sen", &path, body(answers)).await;
    let told = json!([
        marks["score"],
        marks["max_score"],
        marks["correct"],
        marks["questions"]
    ]);
    assert_eq!(told, json!([6, 10, 3, 5]));
    let review = marks["review"].as_array().unwrap();
    let right: Vec<&Value> = review.iter().map(|line| &line["correct"]).collect();
    assert_eq!(
        right,
        [
            &json!(true),
            &json!(false),
            &json!(true),
            &json!(true),
            &json!(false)
        ]
    );
    for (slot, line) in (1..).zip(review) {
        assert_eq!(line["key"]["options"], json!([option(&tried, slot, true)]));
        assert!(line["explanation"].as_str().unwrap().starts_with(CANARY));
    }
    let wrong = world
        .call("sen", "POST", &path, &body(vec![given(1, "nichts")]))
        .await;
    assert_eq!(wrong.problem(), "422 answer.option");
    assert_eq!(wrong.json()["errors"][0]["pointer"], "/answers/1");
    let beyond = body(vec![given(6, "nichts")]);
    assert_eq!(
        world.refused("sen", "POST", &path, beyond).await,
        "422 answer.slot"
    );
    let mut guess = body(Vec::new());
    guess["prediction"] = json!(7);
    assert_eq!(
        world.refused("sen", "POST", &path, guess).await,
        "422 answer.slot"
    );
    for who in ["xem", "soan"] {
        let refused = world.refused(who, "POST", &path, body(Vec::new())).await;
        assert_eq!(refused, "403 auth.forbidden", "{who}");
    }
}

async fn what_can_not_be_drawn_is_told_by_its_cell(store: TestStore) {
    let world = World::on(store).await;
    let mut file = document(&world, "thi");
    file["rounds"][0]["blueprint"] =
        json!([{ "bank": "luat", "count": 2 }, { "bank": "luat", "count": 99 }]);
    let draft = world.draft("sen", file.clone()).await;
    let path = format!("{}/dry-run", at(&draft));
    let short = world
        .call("sen", "POST", &path, &json!({ "round": "vong-1" }))
        .await;
    assert_eq!(short.problem(), "422 contest.invalid");
    assert_eq!(
        short.json()["errors"][0]["pointer"],
        "/rounds/0/blueprint/1/count"
    );
    for (body, code) in [
        (json!({ "round": "vong-2" }), "422 field.choice"),
        (
            json!({ "round": "vong-1", "group": "a" }),
            "422 field.choice",
        ),
        (
            json!({ "round": "vong-1", "seed": "12" }),
            "422 field.invalid",
        ),
    ] {
        assert_eq!(world.refused("sen", "POST", &path, body).await, code);
    }
    file["rounds"][0]["blueprint"] = json!([{ "bank": "luat" }]);
    let draft = world.keep("sen", &draft, file).await;
    let missing = world
        .call("sen", "POST", &path, &json!({ "round": "vong-1" }))
        .await;
    assert_eq!(
        missing.json()["errors"][0]["pointer"],
        "/rounds/0/blueprint/0/count"
    );
    assert!(!is_ok(&draft, "questions"));
}
