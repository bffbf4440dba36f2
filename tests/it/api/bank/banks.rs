//! Banks by themselves, and who may do what.

use super::world::{BANK, World, draft, text};
use crate::support::database::{TestStore, both_databases};
use serde_json::{Value, json};

both_databases! {
    banks_are_made_renamed_and_counted,
    every_role_may_do_what_its_work_is,
    what_is_not_there_is_not_found,
    every_change_stands_in_the_audit_log,
    what_staff_bring_in_from_a_file_waits_for_review,
}

async fn banks_are_made_renamed_and_counted(store: TestStore) {
    let world = World::on(store).await;
    let twice = json!({ "code": BANK, "title": "Lại" });
    assert_eq!(
        world.refused("tac-gia", "POST", "/banks", twice).await,
        "409 bank.exists"
    );
    let bad = json!({ "code": "có dấu", "title": "Lại" });
    assert_eq!(
        world.refused("tac-gia", "POST", "/banks", bad).await,
        "422 import.bank_code"
    );
    let path = format!("/banks/{BANK}");
    let renamed = world
        .call("tac-gia", "PATCH", &path, &json!({ "title": "Tên mới" }))
        .await;
    assert_eq!(renamed.json()["title"], "Tên mới");
    world.add(&draft("Câu một")).await;
    world.approved(&draft("Câu hai")).await;
    let banks = world.get("to-chuc", "/banks").await;
    let bank = &banks["items"][0];
    assert_eq!(
        (text(&bank["code"]), text(&bank["title"])),
        (BANK.to_owned(), "Tên mới".to_owned())
    );
    assert_eq!(
        bank["counts"],
        json!({ "draft": 1, "checked": 0, "approved": 1, "retired": 0 })
    );
    assert_eq!(bank["tasks"], 1);
    assert_eq!(banks["items"][1]["counts"]["approved"], 40);
    assert_eq!(banks["next_cursor"], Value::Null);
    // How many people look at a question is not for those to say who write it.
    let two = json!({ "approvals": 2 });
    assert_eq!(
        world.refused("tac-gia", "PATCH", &path, two.clone()).await,
        "403 auth.forbidden"
    );
    let set = world.call("duyet", "PATCH", &path, &two).await;
    assert_eq!(set.json()["approvals"], 2);
    let three = json!({ "approvals": 3 });
    assert_eq!(
        world.refused("duyet", "PATCH", &path, three).await,
        "422 field.range"
    );
}

async fn every_role_may_do_what_its_work_is(store: TestStore) {
    let world = World::on(store).await;
    let question = world.add(&draft("Câu một")).await;
    let id = text(&question["id"]);
    let own = |path: &str| format!("/questions/{id}{path}");
    let of = |path: &str| format!("/banks/{BANK}{path}");
    let reads = [
        "/banks".to_owned(),
        of("/questions"),
        of("/facets"),
        of("/supply"),
        of("/quality"),
        own(""),
        own("/versions/1"),
        own("/difference?from=1&to=1"),
        "/reviews".to_owned(),
        "/laws".to_owned(),
    ];
    for path in &reads {
        for who in ["tac-gia", "duyet", "to-chuc", "quan-tri"] {
            world.get(who, path).await;
        }
        let call = |who| world.refused(who, "GET", path, Value::Null);
        assert_eq!(call("xem").await, "403 auth.forbidden", "{path}");
        assert_eq!(call("niemand").await, "401 auth.required", "{path}");
    }
    let law = json!({ "title": "Luật" });
    let writes = [
        (
            "POST",
            "/banks".to_owned(),
            json!({ "code": "b", "title": "B" }),
        ),
        ("POST", of("/questions"), draft("Câu hai")),
        (
            "POST",
            own("/versions"),
            json!({ "base_version": 1, "draft": draft("Câu ba") }),
        ),
        (
            "POST",
            of("/bulk"),
            json!({ "questions": [id], "set": { "level": 3 } }),
        ),
        ("PUT", "/laws/1/2020/QH14".to_owned(), law),
        ("DELETE", "/laws/1/2020/QH14".to_owned(), Value::Null),
        (
            "POST",
            "/laws/import".to_owned(),
            json!({ "csv": "number,title\n1,Một\n" }),
        ),
    ];
    for (method, path, body) in writes {
        for who in ["duyet", "xem"] {
            let refused = world.refused(who, method, &path, body.clone()).await;
            assert_eq!(refused, "403 auth.forbidden", "{who} {method} {path}");
        }
    }
    let reviews = [
        (own("/reviews"), json!({ "version": 1, "verdict": "check" })),
        (own("/retire"), json!({ "reason": "cũ" })),
        (own("/restore"), json!({})),
    ];
    for (path, body) in reviews {
        for who in ["tac-gia-2", "to-chuc", "xem"] {
            let refused = world.refused(who, "POST", &path, body.clone()).await;
            assert_eq!(refused, "403 auth.forbidden", "{who} {path}");
        }
    }
    let asked = json!({ "blueprint": [{ "count": 1 }] });
    let feasible = of("/feasibility");
    world.post("to-chuc", &feasible, asked.clone()).await;
    let refused = world.refused("xem", "POST", &feasible, asked).await;
    assert_eq!(refused, "403 auth.forbidden");
}

async fn what_is_not_there_is_not_found(store: TestStore) {
    let world = World::on(store).await;
    let id = "0".repeat(32);
    for path in [
        "/banks/khong-co/questions".to_owned(),
        "/banks/khong-co/facets".to_owned(),
        "/banks/khong-co/supply".to_owned(),
        "/banks/khong-co/quality".to_owned(),
        "/reviews?bank=khong-co".to_owned(),
        format!("/questions/{id}"),
        format!("/questions/{id}/versions/1"),
        "/questions/nicht".to_owned(),
    ] {
        let refused = world.refused("duyet", "GET", &path, Value::Null).await;
        assert_eq!(refused, "404 not_found", "{path}");
    }
    let question = world.add(&draft("Câu một")).await;
    let path = format!("/questions/{}/versions/2", text(&question["id"]));
    let refused = world.refused("duyet", "GET", &path, Value::Null).await;
    assert_eq!(refused, "404 not_found");
}

async fn every_change_stands_in_the_audit_log(store: TestStore) {
    let world = World::on(store).await;
    let before = world.audited().await.len();
    let question = world.add(&draft("Câu một")).await;
    let id = text(&question["id"]);
    let own = |path: &str| format!("/questions/{id}{path}");
    let next = world.rewrite("tac-gia", &question, draft("Câu hai")).await;
    world.review("duyet", &next, "check").await;
    world
        .post("duyet", &own("/comments"), json!({ "text": "ừ" }))
        .await;
    world
        .post("duyet", &own("/retire"), json!({ "reason": "cũ" }))
        .await;
    world.post("duyet", &own("/restore"), json!({})).await;
    let set = json!({ "questions": [id], "set": { "level": 5 } });
    world
        .post("tac-gia", &format!("/banks/{BANK}/bulk"), set)
        .await;
    let path = format!("/banks/{BANK}");
    world
        .call("duyet", "PATCH", &path, &json!({ "approvals": 2 }))
        .await;
    let law = json!({ "title": "Luật" });
    world.call("tac-gia", "PUT", "/laws/1/2020", &law).await;
    world
        .call("tac-gia", "DELETE", "/laws/1/2020", &Value::Null)
        .await;
    let csv = json!({ "csv": "number,title\n1,Một\n" });
    world.post("tac-gia", "/laws/import", csv).await;
    let told = world.audited().await.split_off(before);
    let actions: Vec<&str> = told.iter().map(|(action, _)| action.as_str()).collect();
    assert_eq!(
        actions,
        [
            "question.added",
            "question.changed",
            "question.reviewed",
            "question.commented",
            "question.retired",
            "question.restored",
            "bank.questions_changed",
            "bank.changed",
            "law.put",
            "law.removed",
            "law.imported",
        ]
    );
    assert!(
        told.iter().all(|(_, actor)| actor.starts_with("staff:")),
        "{told:?}"
    );
    // What changes nothing says nothing.
    let now = world.get("duyet", &own("")).await;
    let body = json!({ "base_version": now["version"], "draft": now["draft"] });
    world.post("tac-gia", &own("/versions"), body).await;
    assert_eq!(world.audited().await.len(), before + told.len());
}

async fn what_staff_bring_in_from_a_file_waits_for_review(store: TestStore) {
    use crate::support::platform::bank_of;
    use thiluat::app::banks::BankImportError;
    use thiluat::auth::Actor;
    use thiluat::domain::{QuestionDraft, QuestionKind};
    let world = World::on(store).await;
    let author = world.get("tac-gia", "/staff/session").await;
    let question = QuestionDraft {
        media: Vec::new(),
        code: None,
        kind: QuestionKind::Number,
        stem: "Bao nhiêu?".into(),
        options: Vec::new(),
        number: Some((18, 0)),
        accepted: Vec::new(),
        topic: None,
        level: 0,
        explanation: None,
        laws: Vec::new(),
    };
    let actor = Actor::Staff {
        id: text(&author["id"]).parse().unwrap(),
        role: thiluat::domain::Role::Author,
        unit: None,
    };
    let mut import = bank_of(BANK, [question]);
    // An author can't say that they are approved.
    let app = &world.platform.app;
    let refused = app.import_questions(actor, import.clone()).await;
    assert!(
        matches!(refused, Err(BankImportError::Forbidden(_))),
        "{refused:?}"
    );
    import.as_drafts = true;
    app.import_questions(actor, import).await.unwrap();
    let tasks = world.tasks().await;
    assert_eq!(tasks[0].0, "to_check");
    let brought_in = world
        .get("duyet", &format!("/questions/{}", tasks[0].1))
        .await;
    assert_eq!(brought_in["status"], "draft");
    assert_eq!(brought_in["author"]["name"], "Cán bộ tac-gia");
}
