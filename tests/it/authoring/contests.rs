//! Applying contest files.

use super::office::{Office, bank_import, contest, contest_with};
use crate::support::database::{TestStore, every_profile};
use serde_json::json;
use thiluat::app::Refusal as _;
use thiluat::auth::Actor;
use thiluat::domain::{Role, RoundState, StaffId};
use thiluat::engine::draw::Manifest;

every_profile! {
    a_contest_is_committed_to_and_open_by_its_window,
    the_file_comes_back_byte_for_byte,
    all_faults_are_told_at_once,
    what_can_not_be_drawn_names_its_cell,
    applied_again_a_round_keeps_its_commitment_until_something_changed,
    rounds_come_and_go_before_anybody_has_begun,
    questions_shared_with_another_round_are_warned_of,
    a_package_holds_the_file_and_its_banks,
    staff_need_the_right,
}

async fn a_contest_is_committed_to_and_open_by_its_window(fresh: TestStore) {
    let office = Office::furnished(fresh).await;
    let applied = office.apply(&contest()).await;
    assert!(applied.created && applied.published);
    assert_eq!(applied.slug, "thi");
    let round = &applied.rounds[0];
    assert_eq!(
        (round.code.as_str(), round.state),
        ("tuan-1", RoundState::Open)
    );
    let commitment = round.commitment.clone().unwrap();
    let mut work = office.app.store.read().await.unwrap();
    let listed = work.commitments(round.id).await.unwrap();
    assert_eq!(
        listed.into_iter().map(|c| c.commitment).collect::<Vec<_>>(),
        [commitment]
    );
    let stored = work.manifest(round.id).await.unwrap().unwrap();
    let manifest: Manifest = serde_json::from_str(&stored.document).unwrap();
    assert_eq!(manifest.cells[0].len(), 30);
    assert_eq!(manifest.canonical().unwrap(), stored.document);
    let salts: std::collections::BTreeMap<String, String> =
        serde_json::from_str(&stored.salts).unwrap();
    assert_eq!(salts.len(), 30);
    assert!(salts.values().all(|salt| salt.len() == 64));
    drop(work);
    // What was committed to can be drawn.
    let material = office.app.material(round.id).await.unwrap();
    assert_eq!(material.paper(1, 1, None).questions.len(), 10);
}

async fn the_file_comes_back_byte_for_byte(fresh: TestStore) {
    let office = Office::furnished(fresh).await;
    let toml = r#"# Thể lệ
[contest]
slug = "thi-toml"
title = "Thi"
organiser = "42"   # Hà Tĩnh

[[rounds]]
code = "r"
title = "Vòng"
opens_at = 2026-12-01T07:00:00+07:00
closes_at = 2026-12-08T00:00:00+07:00
time_limit_s = 60
blueprint = [ { bank = "b", count = 3 } ]
"#;
    office
        .app
        .apply_contest(Actor::Command, toml, false)
        .await
        .unwrap();
    assert_eq!(
        office
            .app
            .contest_source(Actor::Command, "thi-toml")
            .await
            .unwrap(),
        toml
    );
    let json = contest().to_string();
    office
        .app
        .apply_contest(Actor::Command, &json, false)
        .await
        .unwrap();
    assert_eq!(
        office
            .app
            .contest_source(Actor::Command, "thi")
            .await
            .unwrap(),
        json
    );
    let error = office
        .app
        .contest_source(Actor::Command, "none")
        .await
        .unwrap_err();
    assert_eq!(error.code(), "not_found");
}

async fn all_faults_are_told_at_once(fresh: TestStore) {
    let office = Office::furnished(fresh).await;
    let mut file = contest();
    file["contest"]["organiser"] = json!("99");
    file["contest"]["slug"] = json!("Thi");
    file["rounds"][0]["blueprint"] = json!([{ "bank": "none", "count": 1 }]);
    file["prizes"][0]["round"] = json!("tuan-2");
    assert_eq!(
        office.refused(&file).await,
        [
            "contest.slug",
            "prizes[0].round",
            "contest.organiser",
            "rounds[0].blueprint[0].bank"
        ]
    );
    assert!(
        office
            .app
            .store
            .read()
            .await
            .unwrap()
            .contests()
            .await
            .unwrap()
            .is_empty()
    );
}

async fn what_can_not_be_drawn_names_its_cell(fresh: TestStore) {
    let office = Office::furnished(fresh).await;
    let cells = json!([
        { "bank": "b", "topic": "Chẵn", "count": 10 },
        { "bank": "b", "count": 21 },
    ]);
    assert_eq!(
        office
            .refused(&contest_with("/rounds/0/blueprint", cells))
            .await,
        ["rounds[0].blueprint[1].count"]
    );
    let mut drafts = bank_import("drafts", 0..20);
    drafts.as_drafts = true;
    office
        .app
        .import_questions(Actor::Command, drafts)
        .await
        .unwrap();
    let cells = json!([{ "bank": "drafts", "count": 1 }]);
    assert_eq!(
        office
            .refused(&contest_with("/rounds/0/blueprint", cells))
            .await,
        ["rounds[0].blueprint[0].count"]
    );
    // A law that comes into force later keeps its questions out of an earlier round.
    let mut early = contest_with("/rounds/0/opens_at", json!("2024-12-01T00:00:00Z"));
    early["rounds"][0]["closes_at"] = json!("2024-12-02T00:00:00Z");
    assert_eq!(
        office.refused(&early).await,
        ["rounds[0].blueprint[0].count"]
    );
}

async fn applied_again_a_round_keeps_its_commitment_until_something_changed(fresh: TestStore) {
    let office = Office::furnished(fresh).await;
    let first = office.apply(&contest()).await;
    let again = office.apply(&contest()).await;
    assert!(!again.created);
    assert_eq!(first.rounds, again.rounds);
    let id = first.rounds[0].id;
    let before = office
        .app
        .material(id)
        .await
        .unwrap()
        .paper(7, 1, None)
        .hash;
    // A changed rule is committed to anew; the same seed draws the same paper from it.
    let titled = office
        .apply(&contest_with("/rounds/0/title", json!("Tuần đầu")))
        .await;
    assert_eq!(titled.rounds[0].id, id);
    assert_ne!(titled.rounds[0].commitment, first.rounds[0].commitment);
    assert!(titled.amended.is_empty());
    assert_eq!(
        office
            .app
            .material(id)
            .await
            .unwrap()
            .paper(7, 1, None)
            .hash,
        before
    );
    // So are new questions in the bank.
    office.bank("b", 30..31).await;
    let grown = office
        .apply(&contest_with("/rounds/0/title", json!("Tuần đầu")))
        .await;
    assert_ne!(grown.rounds[0].commitment, titled.rounds[0].commitment);
    let mut work = office.app.store.read().await.unwrap();
    assert_eq!(work.commitments(id).await.unwrap().len(), 3);
}

async fn rounds_come_and_go_before_anybody_has_begun(fresh: TestStore) {
    let office = Office::furnished(fresh).await;
    let first = office.apply(&contest()).await;
    let mut file = contest();
    let mut second = file["rounds"][0].clone();
    second["code"] = json!("tuan-2");
    file["rounds"].as_array_mut().unwrap().insert(0, second);
    let two = office.apply(&file).await;
    let codes: Vec<_> = two.rounds.iter().map(|round| round.code.as_str()).collect();
    assert_eq!(codes, ["tuan-2", "tuan-1"]);
    assert_eq!(two.rounds[1].id, first.rounds[0].id);
    file["rounds"].as_array_mut().unwrap().remove(1);
    file["prizes"] = json!([]);
    let one = office.apply(&file).await;
    assert_eq!(one.rounds.len(), 1);
    assert_eq!(
        office.app.contest_view("thi").await.unwrap().rounds.len(),
        1
    );
}

async fn questions_shared_with_another_round_are_warned_of(fresh: TestStore) {
    let office = Office::furnished(fresh).await;
    assert!(office.apply(&contest()).await.warnings.is_empty());
    let mut other = contest();
    other["contest"]["slug"] = json!("khac");
    let applied = office.apply(&other).await;
    assert_eq!(applied.warnings.len(), 1);
    assert_eq!(applied.warnings[0].key, "rounds[0].publish.key");
    assert!(
        applied.warnings[0].detail.contains("«thi»"),
        "{}",
        applied.warnings[0].detail
    );
    other["rounds"][0]["publish"] = json!({ "key": "never" });
    assert!(office.apply(&other).await.warnings.is_empty());
}

async fn a_package_holds_the_file_and_its_banks(fresh: TestStore) {
    let office = Office::furnished(fresh).await;
    office.bank("unused", 0..2).await;
    office.apply(&contest()).await;
    let package = office
        .app
        .contest_package(Actor::Command, "thi")
        .await
        .unwrap();
    assert_eq!(package.source, contest().to_string());
    let banks: Vec<_> = package
        .banks
        .iter()
        .map(|held| (held.bank.code.as_str(), held.questions.len()))
        .collect();
    assert_eq!(banks, [("b", 30)]);
}

async fn staff_need_the_right(fresh: TestStore) {
    let office = Office::furnished(fresh).await;
    let as_role = |role| Actor::Staff {
        id: StaffId(uuid::Uuid::from_u128(1)),
        role,
        unit: None,
    };
    let text = contest().to_string();
    let error = office
        .app
        .apply_contest(as_role(Role::Author), &text, false)
        .await
        .unwrap_err();
    assert_eq!(error.code(), "auth.forbidden");
    office
        .app
        .apply_contest(as_role(Role::Organiser), &text, true)
        .await
        .unwrap();
    assert!(
        office
            .app
            .contest_source(as_role(Role::Viewer), "thi")
            .await
            .is_ok()
    );
    let error = office
        .app
        .contest_package(as_role(Role::Viewer), "thi")
        .await
        .unwrap_err();
    assert_eq!(error.code(), "auth.forbidden");
    let mut work = office.app.store.read().await.unwrap();
    let entry = work.audit_log(1).await.unwrap().remove(0);
    assert_eq!(entry.action, "contest.applied");
    assert!(entry.actor.starts_with("staff:"));
}
