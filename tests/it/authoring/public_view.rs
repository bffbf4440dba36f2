//! Contests as the public sees them.

use super::office::{Office, contest, contest_with};
use crate::support::database::{TestStore, every_profile};
use serde_json::{Value, json};
use thiluat::app::Refusal as _;
use thiluat::app::attempts::StartRequest;
use thiluat::app::contests::{ContestFilter, ContestState, RoundTotals};
use thiluat::auth::Actor;
use thiluat::domain::RoundState;

every_profile! {
    a_draft_does_not_exist_for_the_public,
    the_view_tells_what_the_contract_names,
    counts_that_a_prediction_asks_for_stay_hidden,
    the_state_follows_the_clock,
    another_node_forgets_when_the_revision_moves,
}

async fn a_draft_does_not_exist_for_the_public(fresh: TestStore) {
    let office = Office::furnished(fresh).await;
    let text = contest().to_string();
    let applied = office
        .app
        .apply_contest(Actor::Command, &text, true)
        .await
        .unwrap();
    assert!(!applied.published);
    assert_eq!(applied.rounds[0].state, RoundState::Draft);
    assert_eq!(
        office.app.contest_view("thi").await.unwrap_err().code(),
        "not_found"
    );
    assert!(
        office
            .app
            .contest_list(None)
            .await
            .unwrap()
            .items
            .is_empty()
    );
    let error = office
        .app
        .register("thi", &super::office::form(1), None, None)
        .await
        .err()
        .unwrap();
    assert_eq!(error.code(), "not_found");
    office.apply(&contest()).await;
    assert_eq!(
        office.app.contest_view("thi").await.unwrap().rounds[0].state,
        RoundState::Open
    );
    assert_eq!(
        office
            .app
            .contest_list(Some(ContestFilter::Open))
            .await
            .unwrap()
            .items
            .len(),
        1
    );
    assert!(
        office
            .app
            .contest_list(Some(ContestFilter::Scheduled))
            .await
            .unwrap()
            .items
            .is_empty()
    );
}

async fn the_view_tells_what_the_contract_names(fresh: TestStore) {
    let office = Office::furnished(fresh).await;
    office.apply(&contest()).await;
    let view = office.app.contest_view("thi").await.unwrap();
    let view: Value = serde_json::to_value(view).unwrap();
    assert_eq!(
        view["organiser"],
        json!({ "code": "42", "name": "Tỉnh Hà Tĩnh" })
    );
    assert_eq!(view["documents"][0]["number"], "36/2024/QH15");
    assert_eq!(view["server_time"], "2026-12-01T00:00:00.000Z");
    let round = &view["rounds"][0];
    for (key, value) in [
        ("code", json!("tuan-1")),
        ("opens_at", json!("2026-12-01T00:00:00.000Z")),
        ("state", json!("open")),
        ("time_limit_s", json!(900)),
        ("questions", json!(10)),
        (
            "attempts",
            json!({ "max": 1, "per": "round", "cooldown_s": 0 }),
        ),
        ("prediction", Value::Null),
        ("totals", json!({ "people": 0, "attempts": 0 })),
    ] {
        assert_eq!(round[key], value, "{key}");
    }
    let purposes = view["registration"]["consents"].as_array().unwrap().iter();
    let purposes: Vec<_> = purposes
        .map(|consent| (&consent["purpose"], &consent["required"]))
        .collect();
    assert_eq!(purposes[0], (&json!("take_part"), &json!(true)));
    assert_eq!(purposes.len(), 4);
    assert_eq!(round["commitment"].as_str().unwrap().len(), 64);
}

async fn counts_that_a_prediction_asks_for_stay_hidden(fresh: TestStore) {
    let office = Office::furnished(fresh).await;
    let prediction = json!({ "prompt": "Bao nhiêu người?", "target": "people" });
    let round = office
        .apply(&contest_with("/rounds/0/prediction", prediction.clone()))
        .await
        .rounds[0]
        .id;
    let who = office.person(1).await;
    office
        .app
        .start_attempt(
            who,
            StartRequest {
                round,
                device: None,
                idempotency_key: None,
                address: None,
                code: None,
            },
        )
        .await
        .unwrap();
    let view = office.app.contest_view("thi").await.unwrap();
    assert_eq!((view.people, view.rounds[0].totals), (None, None));
    // The target itself is not told.
    let shown = serde_json::to_value(&view.rounds[0].prediction).unwrap();
    assert_eq!(
        shown,
        json!({ "prompt": "Bao nhiêu người?", "required": false })
    );
    office
        .app
        .close_round(Actor::Command, "thi", "tuan-1", true)
        .await
        .unwrap();
    office.pass(5);
    let view = office.app.contest_view("thi").await.unwrap();
    assert_eq!(view.people, Some(1));
    assert_eq!(
        view.rounds[0].totals,
        Some(RoundTotals {
            people: 1,
            attempts: 1
        })
    );
}

async fn the_state_follows_the_clock(fresh: TestStore) {
    let office = Office::furnished(fresh).await;
    let mut later = contest_with("/rounds/0/opens_at", json!("2026-12-02T00:00:00Z"));
    later["rounds"][0]["last_start_at"] = json!("2026-12-03T00:00:00Z");
    office.apply(&later).await;
    let state = async || {
        let view = office.app.contest_view("thi").await.unwrap();
        (view.state, view.rounds[0].state)
    };
    assert_eq!(
        state().await,
        (ContestState::Upcoming, RoundState::Scheduled)
    );
    office.pass(86_400);
    assert_eq!(state().await, (ContestState::Open, RoundState::Open));
    office.pass(86_400);
    assert_eq!(state().await, (ContestState::Closed, RoundState::Closing));
}

async fn another_node_forgets_when_the_revision_moves(fresh: TestStore) {
    let office = Office::furnished(fresh).await;
    office.apply(&contest()).await;
    let node = office.another_node();
    let title = async || node.contest_view("thi").await.unwrap().title;
    assert_eq!(title().await, "Thi");
    let before = node.revisions().await.unwrap();
    office
        .apply(&contest_with("/contest/title", json!("Thi luật")))
        .await;
    assert_eq!(title().await, "Thi");
    assert_ne!(node.revisions().await.unwrap(), before);
    node.forget();
    assert_eq!(title().await, "Thi luật");
}
