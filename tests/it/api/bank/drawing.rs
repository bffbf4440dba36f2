//! What rounds draw: approved versions only, approved by two where the contest asks for it, and what they
//! hold already stays.

use super::world::{BANK, World, draft, text};
use crate::support::database::{TestStore, both_databases};
use crate::support::platform::questions;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use thiluat::app::Refusal as _;
use thiluat::auth::Actor;
use thiluat::clock::Clock as _;
use thiluat::domain::Timestamp;

both_databases! {
    a_draft_behind_an_approved_version_changes_nothing,
    a_round_that_asks_for_two_people_draws_only_what_two_approved,
    a_law_that_ended_keeps_its_question_out_of_the_next_round,
}

/// The stems on the paper of a newcomer.
async fn stems(world: &World, slug: &str, round: &str) -> BTreeSet<String> {
    let token = world.platform.register(slug, 1).await;
    let attempt = world.platform.start(round, &token, "d").await;
    let asked = questions(&attempt).iter();
    asked.map(|question| text(&question["html"])).collect()
}

fn of(stems: &[&str]) -> BTreeSet<String> {
    stems.iter().map(|stem| (*stem).to_owned()).collect()
}

fn cells(count: usize) -> Value {
    json!({ "blueprint": [{ "bank": BANK, "count": count }] })
}

/// Applies a contest of one round that opens in so many days; gives what was refused.
async fn apply(world: &World, slug: &str, days: i64, round: Value) -> Result<String, String> {
    let now = world.platform.clock.now().millis();
    let day = 86_400_000;
    let mut rules = json!({
        "code": "v1", "title": "Vòng 1", "time_limit_s": 900,
        "opens_at": Timestamp::from_millis(now + days * day),
        "closes_at": Timestamp::from_millis(now + (days + 7) * day),
    });
    for (key, value) in round.as_object().unwrap() {
        rules[key] = value.clone();
    }
    let file = json!({
        "contest": { "slug": slug, "title": "Thi thử", "organiser": "42" },
        "rounds": [rules],
    });
    let app = &world.platform.app;
    match app
        .apply_contest(Actor::Command, &file.to_string(), false)
        .await
    {
        Ok(applied) => Ok(applied.rounds[0].id.to_string()),
        Err(refused) => Err(format!(
            "{} {}",
            refused.code(),
            refused
                .fields()
                .iter()
                .map(|fault| format!("{} {}", fault.pointer, fault.vietnamese))
                .collect::<Vec<_>>()
                .join("; ")
        )),
    }
}

async fn a_draft_behind_an_approved_version_changes_nothing(store: TestStore) {
    let world = World::on(store).await;
    let one = world.approved(&draft("Câu một")).await;
    world.approved(&draft("Câu hai")).await;
    let three = world.add(&draft("Câu ba")).await;
    world
        .rewrite("tac-gia", &one, draft("Câu một, bản nháp"))
        .await;
    let refused = apply(&world, "thieu", 1, cells(3)).await.unwrap_err();
    assert!(
        refused.contains("contest.invalid") || refused.contains("contest.blueprint"),
        "{refused}"
    );
    let first = world.platform.contest("mot", cells(2)).await;
    assert_eq!(
        stems(&world, "mot", &first).await,
        of(&["Câu một", "Câu hai"])
    );

    // Approved meanwhile: the round that is open holds what it held, the next one draws the new text.
    world.review("duyet", &one, "check").await;
    let now = world.review("duyet-2", &one, "approve").await;
    assert_eq!(now["drawn_version"], 2);
    let token = world.platform.register("mot", 2).await;
    let attempt = world.platform.start(&first, &token, "d").await;
    let seen: BTreeSet<String> = questions(&attempt)
        .iter()
        .map(|question| text(&question["html"]))
        .collect();
    assert_eq!(seen, of(&["Câu một", "Câu hai"]));
    let another = world.platform.another_node();
    let material = another.material(first.parse().unwrap()).await.unwrap();
    let held: BTreeSet<i64> = material
        .drawer
        .questions()
        .iter()
        .map(|question| question.version)
        .collect();
    assert_eq!(held, BTreeSet::from([1]));
    let second = world.platform.contest("hai", cells(2)).await;
    assert_eq!(
        stems(&world, "hai", &second).await,
        of(&["Câu một, bản nháp", "Câu hai"])
    );

    // A checked question waits; a retired one is drawn no more.
    world.review("duyet", &three, "check").await;
    let path = format!("/questions/{}/retire", text(&one["id"]));
    world.post("duyet", &path, json!({ "reason": "cũ" })).await;
    let third = world.platform.contest("ba", cells(1)).await;
    assert_eq!(stems(&world, "ba", &third).await, of(&["Câu hai"]));
}

async fn a_round_that_asks_for_two_people_draws_only_what_two_approved(store: TestStore) {
    let world = World::on(store).await;
    let one = world.approved(&draft("Câu một")).await;
    world.approved(&draft("Câu hai")).await;
    let strict = json!({
        "blueprint": [{ "bank": BANK, "count": 1 }], "review": { "required": true },
    });
    let refused = apply(&world, "hai-nguoi", 1, strict.clone()).await;
    let refused = refused.unwrap_err();
    assert!(
        refused.contains("hai người duyệt") || refused.contains("contest"),
        "{refused}"
    );
    // What a command brought in was approved by nobody.
    let by_command = json!({
        "blueprint": [{ "bank": "thu", "count": 1 }], "review": { "required": true },
    });
    assert!(apply(&world, "lenh", 1, by_command).await.is_err());
    world.review("duyet", &one, "approve").await;
    let round = world.platform.contest("hai-nguoi", strict).await;
    assert_eq!(stems(&world, "hai-nguoi", &round).await, of(&["Câu một"]));
    let feasible = format!("/banks/{BANK}/feasibility");
    let asked = |two: bool| json!({ "blueprint": [{ "count": 2 }], "two_people": two });
    let two = world.post("to-chuc", &feasible, asked(true)).await;
    assert_eq!(
        two,
        json!({ "feasible": false, "cells": [
            { "index": 0, "wanted": 2, "taken_before": 0, "available": 1, "short": 1 }
        ] })
    );
    let any = world.post("to-chuc", &feasible, asked(false)).await;
    assert_eq!(any["feasible"], true);
}

/// The whole walk: two questions on two laws, one law ends; the task, the supply, the next round.
async fn a_law_that_ended_keeps_its_question_out_of_the_next_round(store: TestStore) {
    let world = World::on(store).await;
    let mut other = draft("Câu trên luật kia");
    other["laws"][0]["document"] = "23/2008/QH12".into();
    let ending = world.approved(&other).await;
    world.approved(&draft("Câu trên luật này")).await;
    // The clock stands at 2026-12-01.
    let path = "/laws/23/2008/QH12";
    let body =
        json!({ "title": "Luật cũ", "valid_to": "2026-12-20", "link": "https://example.vn/23" });
    let put = world.call("tac-gia", "PUT", path, &body).await;
    assert_eq!(put.status, 200, "{put:?}");
    assert_eq!(
        (&put.json()["questions"], &put.json()["number"]),
        (&json!(1), &json!("23/2008/QH12"))
    );
    let id = text(&ending["id"]);
    assert_eq!(world.tasks().await, [("law_ends".to_owned(), id.clone())]);

    // A round that opens on its last day still draws it, one that opens a day later does not.
    apply(&world, "truoc", 19, cells(2)).await.unwrap();
    let refused = apply(&world, "sau", 20, cells(2)).await.unwrap_err();
    assert!(refused.contains("contest"), "{refused}");
    let asked = |day: &str| json!({ "as_of": day, "blueprint": [{ "bank": BANK, "count": 2 }] });
    let feasible = format!("/banks/{BANK}/feasibility");
    let before = world.post("to-chuc", &feasible, asked("2026-12-20")).await;
    assert_eq!(before["feasible"], true);
    let after = world.post("to-chuc", &feasible, asked("2026-12-21")).await;
    assert_eq!(after["cells"][0]["short"], 1);

    world.platform.clock.advance(21 * 86_400_000);
    // Sessions of staff ended long ago: sign in again.
    let world = world.again().await;
    assert_eq!(world.tasks().await, [("law_ended".to_owned(), id.clone())]);
    let now = world.get("duyet", &format!("/questions/{id}")).await;
    assert_eq!(now["law_state"][0]["ends_on"], "2026-12-20");
    assert_eq!(now["law_state"][0]["link"], "https://example.vn/23");
    let codes: Vec<&Value> = now["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|f| &f["code"])
        .collect();
    assert!(codes.contains(&&json!("law.ended")), "{now}");
    let round = world.platform.contest("nay", cells(1)).await;
    assert_eq!(
        stems(&world, "nay", &round).await,
        of(&["Câu trên luật này"])
    );

    // Set right by another law, and approved anew, it is drawn again.
    world
        .rewrite("tac-gia", &now, draft("Câu trên luật kia"))
        .await;
    world.review("duyet", &now, "check").await;
    // Its approved version still rests on the law that ended, and is not drawn meanwhile.
    assert!(apply(&world, "cho", 1, cells(2)).await.is_err());
    world.review("duyet-2", &now, "approve").await;
    apply(&world, "xong", 1, cells(2)).await.unwrap();
    assert_eq!(world.tasks().await, []);
}
