//! Questions are written, and written anew.

use super::world::{BANK, World, draft, text, with};
use crate::support::database::{TestStore, both_databases};
use serde_json::{Value, json};

both_databases! {
    a_question_is_written_sanitised_and_told_whole,
    what_is_wrong_is_named_by_its_place,
    the_same_question_twice_names_the_first_one,
    a_version_never_changes_and_the_next_one_is_a_draft,
    two_versions_are_compared_word_by_word,
    people_talk_about_a_question_and_take_it_out_of_use,
    many_questions_are_changed_at_once,
}

async fn a_question_is_written_sanitised_and_told_whole(store: TestStore) {
    let world = World::on(store).await;
    let typed = with(
        draft("Vượt <b>xe</b><script>alert(1)</script> bên nào?"),
        json!({ "code": "C1", "explanation": "<p onclick=x>Điều 9</p>" }),
    );
    let question = world.add(&typed).await;
    assert_eq!(question["bank"], BANK);
    assert_eq!(question["code"], "C1");
    assert_eq!(question["status"], "draft");
    assert_eq!(question["version"], 1);
    assert_eq!(question["drawn_version"], Value::Null);
    assert_eq!(question["author"]["name"], "Cán bộ tac-gia");
    let told = &question["draft"];
    assert_eq!(told["stem"], "Vượt <b>xe</b> bên nào?");
    assert_eq!(told["explanation"], "<p>Điều 9</p>");
    assert_eq!(told["topic"], "Quy tắc");
    let options = told["options"].as_array().unwrap();
    assert_eq!(options.len(), 4);
    assert!(options.iter().all(|option| text(&option["id"]).len() == 6));
    assert_eq!(options[0]["correct"], true);
    assert_eq!(told["laws"][0]["article"], "9");
    assert_eq!(question["law_state"][0]["document"], "36/2024/QH15");
    assert_eq!(question["use"], Value::Null);
    assert_eq!(question["reviews"], json!([]));
    assert_eq!(question["versions"][0]["version"], 1);
}

async fn what_is_wrong_is_named_by_its_place(store: TestStore) {
    let world = World::on(store).await;
    let path = format!("/banks/{BANK}/questions");
    let good = draft("Câu một");
    let mut keyless = good.clone();
    keyless["options"][0]["correct"] = false.into();
    let mut empty = good.clone();
    empty["options"][2]["text"] = " ".into();
    let mut unread = good.clone();
    unread["options"][1]["corect"] = true.into();
    for (body, status, code, pointer) in [
        (keyless, 422, "import.key_invalid", "/options"),
        (empty, 422, "import.option_empty", "/options/2"),
        (unread, 422, "json.unknown_field", "/options/1/corect"),
        (
            with(good.clone(), json!({ "level": 6 })),
            422,
            "field.range",
            "/level",
        ),
        (
            with(good.clone(), json!({ "laws": [{ "document": " " }] })),
            422,
            "field.required",
            "/laws/0/document",
        ),
        (
            with(
                good.clone(),
                json!({ "stem": format!("<img data-media=\"{}\" alt=\"\">", "0f".repeat(32)) }),
            ),
            422,
            "question.media",
            "/media",
        ),
    ] {
        let reply = world.call("tac-gia", "POST", &path, &body).await;
        assert_eq!(reply.problem(), format!("{status} {code}"));
        let fault = &reply.json()["errors"][0];
        assert_eq!(fault["pointer"], pointer, "{reply:?}");
        assert!(!text(&fault["detail"]).is_empty());
    }
}

async fn the_same_question_twice_names_the_first_one(store: TestStore) {
    let world = World::on(store).await;
    let first = world.add(&draft("Câu một")).await;
    let path = format!("/banks/{BANK}/questions");
    let again = world
        .call("tac-gia", "POST", &path, &draft("Câu  một"))
        .await;
    assert_eq!(again.problem(), "409 import.duplicate");
    assert_eq!(again.json()["question"], first["id"]);
    let second = world.add(&draft("Câu hai")).await;
    let body = json!({ "base_version": 1, "draft": draft("Câu một") });
    let path = format!("/questions/{}/versions", text(&second["id"]));
    let again = world.call("tac-gia", "POST", &path, &body).await;
    assert_eq!(again.problem(), "409 import.duplicate");
}

async fn a_version_never_changes_and_the_next_one_is_a_draft(store: TestStore) {
    let world = World::on(store).await;
    let question = world.approved(&draft("Câu một")).await;
    let id = text(&question["id"]);
    let path = format!("/questions/{id}/versions");
    // What was read is sent back: nothing changes.
    let mut same = question["draft"].clone();
    let body = json!({ "base_version": 1, "draft": same });
    let reply = world.call("tac-gia", "POST", &path, &body).await;
    assert_eq!(reply.status, 200);
    assert_eq!(reply.json()["version"], 1);
    assert_eq!(reply.json()["status"], "approved");

    same["stem"] = "Câu một, rõ hơn".into();
    let body = json!({ "base_version": 1, "note": "rõ hơn", "draft": same });
    let reply = world.call("tac-gia-2", "POST", &path, &body).await;
    assert_eq!(reply.status, 201, "{reply:?}");
    let second = reply.json();
    assert_eq!(
        (&second["version"], &second["status"]),
        (&json!(2), &json!("draft"))
    );
    assert_eq!(second["drawn_version"], 1);
    assert_eq!(second["approvals"], 0);
    assert_eq!(second["versions"][1]["note"], "rõ hơn");
    assert_eq!(second["versions"][1]["author"]["name"], "Cán bộ tac-gia-2");
    let ids = |question: &Value| {
        let options = question["options"].as_array().unwrap().iter();
        options
            .map(|option| option["id"].clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(ids(&second["draft"]), ids(&question["draft"]));
    // Options without ids that say the same stay the same options.
    let third = world.rewrite("tac-gia", &second, draft("Câu một")).await;
    assert_eq!(third["version"], 3);
    assert_eq!(ids(&third["draft"]), ids(&question["draft"]));

    let late = world.call("tac-gia", "POST", &path, &body).await;
    assert_eq!(late.problem(), "409 question.stale");
    assert_eq!(late.json()["newest"], 3);
    let old = world.get("duyet", &format!("{path}/1")).await;
    assert_eq!(old["draft"]["stem"], "Câu một");
    let newer = world.get("duyet", &format!("{path}/2")).await;
    assert_eq!(newer["draft"]["stem"], "Câu một, rõ hơn");
    assert_eq!(newer["note"], "rõ hơn");
}

async fn two_versions_are_compared_word_by_word(store: TestStore) {
    let world = World::on(store).await;
    let question = world.add(&draft("Phạt 400 nghìn đồng")).await;
    let mut next = question["draft"].clone();
    next["stem"] = "Phạt 600 nghìn đồng".into();
    next["level"] = 4.into();
    next["options"][0]["correct"] = false.into();
    next["options"][1]["correct"] = true.into();
    next["options"].as_array_mut().unwrap().pop();
    world.rewrite("tac-gia", &question, next).await;
    let path = format!(
        "/questions/{}/difference?from=1&to=2",
        text(&question["id"])
    );
    let difference = world.get("duyet", &path).await;
    let items = difference["items"].as_array().unwrap();
    let field = |name: &str| {
        let found = items.iter().find(|item| item["field"] == name);
        found
            .unwrap_or_else(|| panic!("{name}: {difference}"))
            .clone()
    };
    assert_eq!(
        field("stem")["parts"],
        json!([
            { "text": "Phạt ", "change": "same" },
            { "text": "400 ", "change": "gone" },
            { "text": "600 ", "change": "new" },
            { "text": "nghìn đồng", "change": "same" },
        ])
    );
    assert_eq!(
        (&field("key")["before"], &field("key")["after"]),
        (&json!("A"), &json!("B"))
    );
    assert_eq!(field("level")["after"], "4");
    let gone = field("options[6].text");
    assert_eq!(gone["after"], Value::Null);
    assert_eq!(items.len(), 4, "{difference}");
    let same = world.get("duyet", &path.replace("from=1", "from=2")).await;
    assert_eq!(same["items"], json!([]));
}

async fn people_talk_about_a_question_and_take_it_out_of_use(store: TestStore) {
    let world = World::on(store).await;
    let question = world.approved(&draft("Câu một")).await;
    let id = text(&question["id"]);
    let own = |path: &str| format!("/questions/{id}{path}");
    let body = json!({ "text": "Nên dẫn khoản 2." });
    let comment = world.post("to-chuc", &own("/comments"), body).await;
    assert_eq!(comment["author"]["name"], "Cán bộ to-chuc");
    let refused = world
        .refused("duyet", "POST", &own("/comments"), json!({ "text": " " }))
        .await;
    assert_eq!(refused, "422 text.invalid");
    let reason = json!({ "reason": "Luật đã thay" });
    let retired = world.post("duyet", &own("/retire"), reason.clone()).await;
    assert_eq!(retired["status"], "retired");
    assert_eq!(retired["drawn_version"], Value::Null);
    let said: Vec<_> = retired["comments"].as_array().unwrap().iter().collect();
    assert_eq!(said[0]["text"], "Nên dẫn khoản 2.");
    assert_eq!(said[1]["text"], "Luật đã thay");
    for (path, body, code) in [
        ("/retire", reason, "409 question.retired"),
        (
            "/reviews",
            json!({ "version": 1, "verdict": "approve" }),
            "409 question.retired",
        ),
    ] {
        let refused = world.refused("duyet", "POST", &own(path), body).await;
        assert_eq!(refused, code);
    }
    let body = json!({ "base_version": 1, "draft": draft("Câu khác") });
    let refused = world
        .refused("tac-gia", "POST", &own("/versions"), body)
        .await;
    assert_eq!(refused, "409 question.retired");
    let restored = world.post("duyet", &own("/restore"), json!({})).await;
    assert_eq!(restored["status"], "approved");
    let refused = world
        .refused("duyet", "POST", &own("/restore"), json!({}))
        .await;
    assert_eq!(refused, "409 question.not_retired");
}

async fn many_questions_are_changed_at_once(store: TestStore) {
    let world = World::on(store).await;
    let approved = world.approved(&draft("Câu một")).await;
    let fresh = world.add(&draft("Câu hai")).await;
    let ids = [text(&approved["id"]), text(&fresh["id"])];
    let path = format!("/banks/{BANK}/bulk");
    let body = json!({ "questions": ids, "set": { "topic": "Mới", "level": 5 } });
    let done = world.post("tac-gia-2", &path, body.clone()).await;
    assert_eq!(done, json!({ "changed": 2, "unchanged": 0 }));
    let done = world.post("tac-gia-2", &path, body).await;
    assert_eq!(done, json!({ "changed": 0, "unchanged": 2 }));
    let now = world.get("duyet", &format!("/questions/{}", ids[0])).await;
    // Its text was reviewed, and its text did not change.
    assert_eq!(
        (&now["version"], &now["status"], &now["approvals"]),
        (&json!(2), &json!("approved"), &json!(1))
    );
    assert_eq!(
        (&now["draft"]["topic"], &now["draft"]["level"]),
        (&json!("Mới"), &json!(5))
    );
    assert_eq!(now["drawn_version"], 2);
    // Who wrote the text may still not review it, nor who sorted it anew.
    let review = json!({ "version": 2, "verdict": "approve" });
    let admin_text = world.refused("duyet", "POST", "/questions/x/reviews", review);
    assert_eq!(admin_text.await, "404 not_found");

    let law = json!({ "document": "15/2012/QH13", "article": "5" });
    let set = json!({ "add_laws": [law], "remove_laws": ["36/2024/QH15"] });
    let body = json!({ "questions": [ids[0]], "set": set });
    let done = world.post("tac-gia", &path, body).await;
    assert_eq!(done, json!({ "changed": 1, "unchanged": 0 }));
    let now = world.get("duyet", &format!("/questions/{}", ids[0])).await;
    assert_eq!(
        (&now["status"], &now["approvals"]),
        (&json!("draft"), &json!(0))
    );
    assert_eq!(now["draft"]["laws"].as_array().unwrap().len(), 1);
    assert_eq!(now["draft"]["laws"][0]["document"], "15/2012/QH13");
    assert_eq!(now["drawn_version"], 2);

    for (questions, set, code) in [
        (
            json!(["0".repeat(32)]),
            json!({ "level": 1 }),
            "422 question.unknown",
        ),
        (json!([]), json!({ "level": 1 }), "422 field.too_many"),
        (json!([ids[0]]), json!({}), "422 field.invalid"),
        (json!([ids[0]]), json!({ "level": 9 }), "422 field.range"),
    ] {
        let body = json!({ "questions": questions, "set": set });
        assert_eq!(world.refused("tac-gia", "POST", &path, body).await, code);
    }
}
