//! What may change once somebody has begun.

use super::office::{Office, contest, contest_with};
use crate::support::database::{TestStore, every_profile};
use serde_json::json;
use thiluat::app::Refusal as _;
use thiluat::app::attempts::StartRequest;
use thiluat::auth::Actor;

every_profile! {
    after_the_first_attempt_only_titles_and_later_ends_change,
    an_amendment_leaves_the_commitment_alone,
    a_begun_contest_stays_published,
}

async fn begun(fresh: TestStore) -> Office {
    let office = Office::furnished(fresh).await;
    let round = office.apply(&contest()).await.rounds[0].id;
    let who = office.person(1).await;
    let request = StartRequest {
        round,
        device: None,
        idempotency_key: None,
        address: None,
        code: None,
    };
    office.app.start_attempt(who, request).await.unwrap();
    office
}

async fn after_the_first_attempt_only_titles_and_later_ends_change(fresh: TestStore) {
    let office = begun(fresh).await;
    for (pointer, value, key) in [
        (
            "/rounds/0/time_limit_s",
            json!(1200),
            "rounds[0].time_limit_s",
        ),
        (
            "/rounds/0/closes_at",
            json!("2026-12-07T00:00:00Z"),
            "rounds[0].closes_at",
        ),
        (
            "/rounds/0/blueprint",
            json!([{ "bank": "b", "count": 9 }]),
            "rounds[0].blueprint[0].count",
        ),
        ("/contest/organiser", json!("18073"), "contest.organiser"),
        ("/prizes/0/value_vnd", json!(1), "prizes[0].value_vnd"),
    ] {
        let text = contest_with(pointer, value).to_string();
        let error = office
            .app
            .apply_contest(Actor::Command, &text, false)
            .await
            .unwrap_err();
        assert_eq!(error.code(), "contest.locked", "{pointer}");
        assert_eq!(error.facts()["keys"], json!([key]), "{pointer}");
    }
    let mut gone = contest();
    gone["rounds"][0]["code"] = json!("tuan-x");
    gone["prizes"] = json!([]);
    let error = office
        .app
        .apply_contest(Actor::Command, &gone.to_string(), false)
        .await
        .unwrap_err();
    assert_eq!(error.code(), "contest.locked");
    // Nothing of it was written.
    assert_eq!(
        office
            .app
            .contest_source(Actor::Command, "thi")
            .await
            .unwrap(),
        contest().to_string()
    );
}

async fn an_amendment_leaves_the_commitment_alone(fresh: TestStore) {
    let office = begun(fresh).await;
    let before = office.app.contest_view("thi").await.unwrap();
    let mut file = contest();
    file["rounds"][0]["title"] = json!("Tuần đầu");
    file["rounds"][0]["closes_at"] = json!("2026-12-09T00:00:00Z");
    file["prizes"][0]["tier"] = json!("Giải Đặc biệt");
    let applied = office.apply(&file).await;
    assert_eq!(
        applied.amended,
        ["rounds[0].closes_at", "rounds[0].title", "prizes[0].tier"]
    );
    let after = office.app.contest_view("thi").await.unwrap();
    assert_eq!(after.rounds[0].title, "Tuần đầu");
    assert_eq!(
        after.rounds[0].closes_at.to_string(),
        "2026-12-09T00:00:00.000Z"
    );
    assert_eq!(after.rounds[0].commitment, before.rounds[0].commitment);
    let contest = office.app.published("thi").await.unwrap().contest.id;
    let kept = office
        .app
        .store
        .read()
        .await
        .unwrap()
        .amendments(contest)
        .await
        .unwrap();
    assert_eq!(kept.len(), 3);
    let title = kept
        .iter()
        .find(|amendment| amendment.key == "rounds[0].title")
        .unwrap();
    assert_eq!(
        (title.before.as_str(), title.after.as_str()),
        ("\"Tuần 1\"", "\"Tuần đầu\"")
    );
    // Applied once more there is nothing to amend.
    assert!(office.apply(&file).await.amended.is_empty());
}

async fn a_begun_contest_stays_published(fresh: TestStore) {
    let office = begun(fresh).await;
    let text = contest().to_string();
    let applied = office
        .app
        .apply_contest(Actor::Command, &text, true)
        .await
        .unwrap();
    assert!(applied.published);
}
