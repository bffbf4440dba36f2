//! Finding, counting and judging the questions of a bank.

use super::world::{BANK, World, draft, text, with};
use crate::support::database::{TestStore, both_databases};
use serde_json::{Value, json};

both_databases! {
    search_ignores_tone_marks_and_puts_exact_hits_first,
    filters_narrow_and_facets_count,
    pages_follow_one_another,
    another_node_sees_what_was_written,
    supply_counts_what_is_in_force,
    weak_questions_are_found,
}

async fn stems(world: &World, query: &str) -> Vec<String> {
    let path = format!("/banks/{BANK}/questions?{query}");
    let found = world.get("duyet", &path).await;
    let items = found["items"].as_array().unwrap().iter();
    items.map(|item| text(&item["stem_text"])).collect()
}

async fn search_ignores_tone_marks_and_puts_exact_hits_first(store: TestStore) {
    let world = World::on(store).await;
    let one = with(draft("Đất đai do ai quản lý?"), json!({ "code": "DD-7" }));
    let two = draft("Dắt trâu qua đường ra sao?");
    let three = draft("<p>Đặt <b>biển</b> báo ở đâu?</p>");
    for question in [&one, &two, &three] {
        world.add(question).await;
    }
    let (one, two, three) = (
        "Đất đai do ai quản lý?",
        "Dắt trâu qua đường ra sao?",
        "Đặt biển báo ở đâu?",
    );
    assert_eq!(stems(&world, "q=dat").await, [one, two, three]);
    // "đặt"
    assert_eq!(stems(&world, "q=%C4%91%E1%BA%B7t").await, [three, one, two]);
    // "o đất": a word that was typed without marks is found with any.
    assert_eq!(
        stems(&world, "q=o%20%C4%91%E1%BA%A5t").await,
        [one, two, three]
    );
    // "DAT bien": every word has to occur, in any order.
    assert_eq!(stems(&world, "q=BIEN%20dat").await, [three]);
    assert_eq!(stems(&world, "q=dd-7").await, [one]);
    assert_eq!(stems(&world, "q=khong-co-chu-nay").await, [""; 0]);
    // Options are searched too: "sai hai Đất đai…".
    assert_eq!(stems(&world, "q=sai%20hai%20dat%20dai").await, [one]);
    // A percent sign or an underscore is a letter like others.
    assert_eq!(stems(&world, "q=%25").await, [""; 0]);
    assert_eq!(stems(&world, "q=_").await, [""; 0]);
}

async fn filters_narrow_and_facets_count(store: TestStore) {
    let world = World::on(store).await;
    world.approved(&draft("Câu một")).await;
    world
        .add(&with(
            draft("Câu hai"),
            json!({ "topic": "Sa hình", "level": 4 }),
        ))
        .await;
    let number = json!({ "kind": "number", "stem": "Bao nhiêu tuổi?", "number": { "value": 18 } });
    world.add(&number).await;
    for (query, expected) in [
        ("topic=Sa%20h%C3%ACnh", vec!["Câu hai"]),
        ("level=2", vec!["Câu một"]),
        ("status=draft", vec!["Câu hai", "Bao nhiêu tuổi?"]),
        ("status=approved", vec!["Câu một"]),
        ("kind=number", vec!["Bao nhiêu tuổi?"]),
        ("law=36/2024/QH15", vec!["Câu một", "Câu hai"]),
        ("finding=quality.no_citation", vec!["Bao nhiêu tuổi?"]),
        ("status=draft&level=4&q=cau", vec!["Câu hai"]),
        (
            "q=&topic=&law=",
            vec!["Câu một", "Câu hai", "Bao nhiêu tuổi?"],
        ),
    ] {
        assert_eq!(stems(&world, query).await, expected, "{query}");
    }
    let path = format!("/banks/{BANK}/questions?status=checkd");
    let refused = world.refused("duyet", "GET", &path, Value::Null).await;
    assert_eq!(refused, "422 field.choice");
    let facets = world.get("duyet", &format!("/banks/{BANK}/facets")).await;
    assert_eq!(
        facets["topics"],
        json!([
            { "name": null, "questions": 1 },
            { "name": "Quy tắc", "questions": 1 },
            { "name": "Sa hình", "questions": 1 },
        ])
    );
    assert_eq!(facets["levels"][0], json!({ "level": 0, "questions": 1 }));
    assert_eq!(
        facets["statuses"][0],
        json!({ "status": "draft", "questions": 2 })
    );
    assert_eq!(
        facets["kinds"][2],
        json!({ "kind": "number", "questions": 1 })
    );
    assert_eq!(
        facets["laws"],
        json!([{ "document": "36/2024/QH15", "title": "Luật thử", "questions": 2 }])
    );
    let line = world
        .get("duyet", &format!("/banks/{BANK}/questions"))
        .await["items"][0]
        .clone();
    assert_eq!(line["laws"], json!(["36/2024/QH15, Điều 9"]));
    assert_eq!(
        (&line["number"], &line["approvals"]),
        (&json!(1), &json!(1))
    );
}

async fn pages_follow_one_another(store: TestStore) {
    let world = World::on(store).await;
    for number in 1..=5 {
        world.add(&draft(&format!("Câu số {number}"))).await;
    }
    let mut met = Vec::new();
    let mut cursor = String::new();
    loop {
        let path = format!("/banks/{BANK}/questions?limit=2&q=cau&cursor={cursor}");
        let page = world.get("duyet", &path).await;
        assert_eq!(page["total"], 5);
        met.extend(
            page["items"]
                .as_array()
                .unwrap()
                .iter()
                .map(|item| item["number"].as_u64().unwrap()),
        );
        match page["next_cursor"].as_str() {
            Some(next) => next.clone_into(&mut cursor),
            None => break,
        }
    }
    assert_eq!(met, [1, 2, 3, 4, 5]);
    let path = format!("/banks/{BANK}/questions?cursor=xyz");
    let refused = world.refused("duyet", "GET", &path, Value::Null).await;
    assert_eq!(refused, "404 not_found");
}

/// What one node keeps in memory is looked at again when another one wrote.
async fn another_node_sees_what_was_written(store: TestStore) {
    use thiluat::app::banks::QuestionQuery;
    use thiluat::auth::Actor;
    let world = World::on(store).await;
    let question = world.approved(&draft("Câu một")).await;
    let node = world.platform.another_node();
    let look = async || {
        let query = QuestionQuery::default();
        let found = node.find_questions(Actor::Command, BANK, &query).await;
        let items = found.unwrap().items;
        items
            .iter()
            .map(|item| (item.stem_text.clone(), item.version, item.status.word()))
            .collect::<Vec<_>>()
    };
    assert_eq!(look().await, [("Câu một".to_owned(), 1, "approved")]);
    world
        .rewrite("tac-gia", &question, draft("Câu một khác"))
        .await;
    world.add(&draft("Câu hai")).await;
    assert_eq!(
        look().await,
        [
            ("Câu một khác".to_owned(), 2, "draft"),
            ("Câu hai".to_owned(), 1, "draft"),
        ]
    );
    let path = format!("/questions/{}/retire", text(&question["id"]));
    world.post("duyet", &path, json!({ "reason": "cũ" })).await;
    assert_eq!(look().await[0].2, "retired");
}

async fn supply_counts_what_is_in_force(store: TestStore) {
    let world = World::on(store).await;
    let two_laws = with(
        draft("Câu một"),
        json!({ "laws": [
            { "document": "A/2020", "valid_to": "2026-12-31" }, { "document": "B/2020" },
        ] }),
    );
    let one = world.approved(&two_laws).await;
    world.review("duyet", &one, "approve").await;
    world
        .approved(&with(draft("Câu hai"), json!({ "laws": [] })))
        .await;
    world.add(&draft("Câu nháp")).await;
    let path = format!("/banks/{BANK}/supply?as_of=2027-01-01");
    let supply = world.get("to-chuc", &path).await;
    let counts = |approved: u32, in_force: u32, by_two: u32| json!({ "approved": approved, "in_force": in_force, "by_two": by_two });
    let row = |law: Value, counts: Value| {
        let mut row = json!({ "topic": "Quy tắc", "level": 2, "law": law });
        for (key, value) in counts.as_object().unwrap() {
            row[key] = value.clone();
        }
        row
    };
    assert_eq!(supply["as_of"], "2027-01-01");
    assert_eq!(supply["total"], 1);
    assert_eq!(
        supply["rows"],
        json!([
            row(Value::Null, counts(1, 1, 0)),
            row(json!("A/2020"), counts(1, 0, 0)),
            row(json!("B/2020"), counts(1, 0, 0)),
        ])
    );
    assert_eq!(supply["cells"][0]["approved"], 2);
    assert_eq!(supply["cells"][0]["in_force"], 1);
    let today = world.get("to-chuc", &format!("/banks/{BANK}/supply")).await;
    assert_eq!(
        (&today["as_of"], &today["total"]),
        (&json!("2026-12-01"), &json!(2))
    );
    assert_eq!(today["cells"][0]["by_two"], 1);
    assert_eq!(
        today["by_law"][1],
        json!({ "law": "A/2020", "approved": 1, "in_force": 1, "by_two": 1 })
    );

    // A cell falls short after what the one before it may take.
    let feasible = format!("/banks/{BANK}/feasibility");
    let body = json!({ "as_of": "2026-12-01", "blueprint": [
        { "bank": BANK, "law": "A/2020", "count": 1, "points": 1 },
        { "bank": BANK, "topic": "Quy tắc", "count": 2 },
        { "bank": "thu", "count": 40 },
    ] });
    let answer = world.post("to-chuc", &feasible, body).await;
    assert_eq!(answer["feasible"], false);
    assert_eq!(
        answer["cells"][1],
        json!({ "index": 1, "wanted": 3, "taken_before": 1, "available": 2, "short": 1 })
    );
    assert_eq!(
        (&answer["cells"][0]["short"], &answer["cells"][2]["short"]),
        (&json!(0), &json!(0))
    );
    let body = json!({ "blueprint": [{ "bank": "khong-co", "count": 1 }] });
    let refused = world.refused("to-chuc", "POST", &feasible, body).await;
    assert_eq!(refused, "422 blueprint.bank");
}

async fn weak_questions_are_found(store: TestStore) {
    let world = World::on(store).await;
    let stem =
        "Người điều khiển xe mô tô phải giữ khoảng cách an toàn với xe chạy liền trước thế nào?";
    let first = world.add(&draft(stem)).await;
    let mut turned = draft(&stem.replace("thế nào", "như thế nào").to_uppercase());
    turned["options"] = first["draft"]["options"].clone();
    turned["options"].as_array_mut().unwrap().reverse();
    for option in turned["options"].as_array_mut().unwrap() {
        option["id"] = Value::Null;
    }
    let second = world.add(&turned).await;
    let mut weak = draft("Câu khác hẳn về quyền khiếu nại của công dân?");
    weak["options"][3]["text"] = "Tất cả các ý trên".into();
    weak["explanation"] = "Đáp án đúng là C.".into();
    weak["laws"] = json!([]);
    let third = world.add(&weak).await;
    let quality = world.get("duyet", &format!("/banks/{BANK}/quality")).await;
    assert_eq!(
        quality["key_balance"],
        json!([
            { "letter": "A", "questions": 2 }, { "letter": "B", "questions": 0 },
            { "letter": "C", "questions": 0 }, { "letter": "D", "questions": 1 },
        ])
    );
    let pairs = quality["duplicates"].as_array().unwrap();
    assert_eq!(pairs.len(), 1, "{quality}");
    assert_eq!(pairs[0]["questions"], json!([first["id"], second["id"]]));
    let codes = |question: &Value| {
        let findings = question["findings"].as_array().unwrap().iter();
        findings.map(|f| text(&f["code"])).collect::<Vec<_>>()
    };
    let third = world
        .get("duyet", &format!("/questions/{}", text(&third["id"])))
        .await;
    assert_eq!(
        codes(&third),
        [
            "quality.no_citation",
            "quality.all_of_above",
            "quality.explanation_key"
        ]
    );
    let first = world
        .get("duyet", &format!("/questions/{}", text(&first["id"])))
        .await;
    assert_eq!(codes(&first), ["quality.duplicate"]);
    assert_eq!(first["findings"][0]["questions"], json!([second["id"]]));
    // In the reader's language.
    let path = format!("/questions/{}", text(&first["id"]));
    let english = world.in_english("duyet", &path).await;
    assert_eq!(
        english["findings"][0]["detail"],
        "Much like 1 other questions of the bank."
    );
    let found = quality["findings"].as_array().unwrap().iter();
    let told: Vec<String> = found.map(|f| text(&f["code"])).collect();
    assert!(told.contains(&"quality.no_citation".to_owned()), "{told:?}");
}
