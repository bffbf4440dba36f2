//! A question is looked at by others before it is drawn.

use super::world::{BANK, World, draft, text};
use crate::support::database::{TestStore, both_databases};
use serde_json::json;

both_databases! {
    a_draft_is_checked_then_approved,
    nobody_reviews_a_text_of_his_own,
    two_people_approve_where_the_bank_asks_for_two,
    a_rejection_needs_a_reason_and_starts_anew,
    what_waits_is_told_with_its_reason,
    tasks_come_page_by_page,
}

async fn a_draft_is_checked_then_approved(store: TestStore) {
    let world = World::on(store).await;
    let question = world.add(&draft("Câu một")).await;
    let path = format!("/questions/{}/reviews", text(&question["id"]));
    let verdict = |version: i64, verdict: &str| json!({ "version": version, "verdict": verdict });
    let refused = |body| world.refused("duyet", "POST", &path, body);
    assert_eq!(
        refused(verdict(1, "approve")).await,
        "409 review.not_checked"
    );
    assert_eq!(refused(verdict(2, "check")).await, "409 question.stale");
    let checked = world.post("duyet", &path, verdict(1, "check")).await;
    assert_eq!(checked["status"], "checked");
    assert_eq!(refused(verdict(1, "check")).await, "409 review.checked");
    // In a bank that asks for one, who checked may approve.
    let approved = world.post("duyet", &path, verdict(1, "approve")).await;
    assert_eq!(
        (&approved["status"], &approved["approvals"]),
        (&json!("approved"), &json!(1))
    );
    assert_eq!(approved["drawn_version"], 1);
    let again = world.post("duyet", &path, verdict(1, "approve")).await;
    assert_eq!(again["approvals"], 1, "one person counts once");
    let other = world.post("duyet-2", &path, verdict(1, "approve")).await;
    assert_eq!(other["approvals"], 2);
    let given = other["reviews"].as_array().unwrap();
    assert_eq!(given.len(), 4);
    assert_eq!(given[0]["reviewer"]["name"], "Cán bộ duyet");
    assert_eq!(given[0]["verdict"], "check");
}

async fn nobody_reviews_a_text_of_his_own(store: TestStore) {
    let world = World::on(store).await;
    let path = format!("/banks/{BANK}/questions");
    // An administrator may write and review, but never the same text.
    let question = world.post("quan-tri", &path, draft("Câu một")).await;
    let path = format!("/questions/{}/reviews", text(&question["id"]));
    for verdict in ["check", "reject"] {
        let body = json!({ "version": 1, "verdict": verdict, "comment": "tự xem" });
        let refused = world.refused("quan-tri", "POST", &path, body).await;
        assert_eq!(refused, "403 review.own");
    }
    world.review("duyet", &question, "check").await;
    let body = json!({ "version": 1, "verdict": "approve" });
    let refused = world.refused("quan-tri", "POST", &path, body).await;
    assert_eq!(refused, "403 review.own");
    // Sorted anew by another person it is still his text.
    let bulk = json!({ "questions": [question["id"]], "set": { "level": 4 } });
    world
        .post("tac-gia", &format!("/banks/{BANK}/bulk"), bulk)
        .await;
    let body = json!({ "version": 2, "verdict": "approve" });
    let refused = world.refused("quan-tri", "POST", &path, body).await;
    assert_eq!(refused, "403 review.own");
    // Another person's text is not his own any more.
    let now = world
        .get("duyet", &format!("/questions/{}", text(&question["id"])))
        .await;
    world.rewrite("tac-gia", &now, draft("Câu một khác")).await;
    let checked = world.review("quan-tri", &question, "check").await;
    assert_eq!(checked["status"], "checked");
}

async fn two_people_approve_where_the_bank_asks_for_two(store: TestStore) {
    let world = World::on(store).await;
    let two = json!({ "approvals": 2 });
    world
        .call("duyet", "PATCH", &format!("/banks/{BANK}"), &two)
        .await;
    let question = world.add(&draft("Câu một")).await;
    assert_eq!(question["approvals_needed"], 2);
    world.review("duyet", &question, "check").await;
    let once = world.review("duyet", &question, "approve").await;
    assert_eq!(
        (&once["status"], &once["approvals"]),
        (&json!("checked"), &json!(1))
    );
    let same = world.review("duyet", &question, "approve").await;
    assert_eq!(
        (&same["status"], &same["approvals"]),
        (&json!("checked"), &json!(1))
    );
    let id = text(&question["id"]);
    assert_eq!(world.tasks().await, [("to_approve".to_owned(), id)]);
    let twice = world.review("duyet-2", &question, "approve").await;
    assert_eq!(
        (&twice["status"], &twice["approvals"]),
        (&json!("approved"), &json!(2))
    );
    assert_eq!(world.tasks().await, []);
}

async fn a_rejection_needs_a_reason_and_starts_anew(store: TestStore) {
    let world = World::on(store).await;
    let question = world.approved(&draft("Câu một")).await;
    let id = text(&question["id"]);
    let path = format!("/questions/{id}/reviews");
    for comment in [json!(null), json!(" ")] {
        let body = json!({ "version": 1, "verdict": "reject", "comment": comment });
        let refused = world.refused("duyet", "POST", &path, body).await;
        assert_eq!(refused, "422 review.comment_required");
    }
    let rejected = world.review("duyet", &question, "reject").await;
    assert_eq!(
        (&rejected["status"], &rejected["approvals"]),
        (&json!("draft"), &json!(0))
    );
    assert_eq!(rejected["drawn_version"], json!(null));
    assert_eq!(world.tasks().await, [("rejected".to_owned(), id.clone())]);
    let next = world
        .rewrite("tac-gia", &rejected, draft("Câu một, đã sửa"))
        .await;
    assert_eq!(next["status"], "draft");
    assert_eq!(world.tasks().await, [("to_check".to_owned(), id)]);
}

async fn what_waits_is_told_with_its_reason(store: TestStore) {
    let world = World::on(store).await;
    let first = world.add(&draft("Câu một")).await;
    world.platform.clock.advance(1_000);
    let second = world.add(&draft("Câu hai")).await;
    world.platform.clock.advance(1_000);
    world.review("duyet", &first, "check").await;
    let reviews = world.get("tac-gia", "/reviews").await;
    let items = reviews["items"].as_array().unwrap();
    // What has waited longest comes first.
    assert_eq!(items[0]["question"]["id"], second["id"]);
    assert_eq!(items[0]["reason"], "to_check");
    assert_eq!(items[0]["question"]["stem_text"], "Câu hai");
    assert_eq!(items[0]["question"]["bank"], BANK);
    assert_eq!(items[1]["reason"], "to_approve");
    assert_eq!(items[1]["detail"], "Còn thiếu 1 lượt duyệt.");
    assert_eq!((items.len(), &reviews["total"]), (2, &json!(2)));
}

async fn tasks_come_page_by_page(store: TestStore) {
    use crate::support::platform::bank_of;
    use thiluat::auth::Actor;
    use thiluat::domain::{QuestionDraft, QuestionKind};
    let world = World::on(store).await;
    let question = |at: i64| QuestionDraft {
        media: Vec::new(),
        code: None,
        kind: QuestionKind::Number,
        stem: format!("Câu {at}?"),
        options: Vec::new(),
        number: Some((at, 0)),
        accepted: Vec::new(),
        topic: None,
        level: 0,
        explanation: None,
        laws: Vec::new(),
    };
    let mut import = bank_of(BANK, (0..150).map(question));
    import.as_drafts = true;
    let app = &world.platform.app;
    app.import_questions(Actor::Command, import).await.unwrap();
    let first = world.get("duyet", "/reviews").await;
    assert_eq!(first["total"], 150);
    let cursor = text(&first["next_cursor"]);
    let second = world
        .get("duyet", &format!("/reviews?cursor={cursor}"))
        .await;
    assert_eq!(second["next_cursor"], json!(null));
    let stems = |page: &serde_json::Value| {
        let items = page["items"].as_array().unwrap().iter();
        items
            .map(|task| text(&task["question"]["stem_text"]))
            .collect::<Vec<_>>()
    };
    let all = [stems(&first), stems(&second)].concat();
    let expected: Vec<String> = (0..150).map(|at| format!("Câu {at}?")).collect();
    assert_eq!(all, expected);
}
