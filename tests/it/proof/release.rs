//! When a bundle may be public, what it shuts, and what else is published of a round.

use super::world::{Given, SLUG, World, file};
use crate::support::database::{TestStore, both_databases};
use serde_json::{Value, json};
use thiluat::app::Refusal as _;
use thiluat::auth::Actor;
use thiluat::engine::digest::unhex;
use thiluat::engine::merkle;

both_databases! {
    a_bundle_waits_for_the_keys_and_shuts_the_round,
    every_receipt_is_proved_to_be_in_the_tree,
    keys_that_another_round_may_draw_stay,
    above_so_many_attempts_a_bundle_is_a_zip,
}

async fn refused(world: &World) -> &'static str {
    let app = &world.platform.app;
    let tempfile = || std::fs::File::create(world.path("refused"));
    let refusal = app
        .export_proof(Actor::Command, (SLUG, "v1"), 20_000, tempfile)
        .await;
    refusal.unwrap_err().code()
}

async fn a_bundle_waits_for_the_keys_and_shuts_the_round(store: TestStore) {
    let world = World::sat(store, &json!({})).await;
    let app = &world.platform.app;
    let path = format!("/rounds/{}/proof", world.round);
    let early = world.platform.call("GET", &path, "", &Value::Null).await;
    assert_eq!(
        (early.status, &early.json()["code"]),
        (403, &json!("proof.not_closed"))
    );
    assert_eq!(refused(&world).await, "proof.not_closed");
    world.close().await;
    app.reopen_round(Actor::Command, SLUG, "v1").await.unwrap();
    world.close().await;

    let served = world.platform.call("GET", &path, "", &Value::Null).await;
    assert_eq!(served.status, 200, "{served:?}");
    assert_eq!(served.header("content-type"), "application/json");
    let bundle = served.json();
    assert_eq!(bundle["result"]["version"], 2);
    assert_eq!(
        String::from_utf8(served.body).unwrap(),
        world.export().await
    );
    let shut = app.reopen_round(Actor::Command, SLUG, "v1").await;
    assert_eq!(shut.unwrap_err().code(), "round.revealed");
    // No name, no phone; the pseudonyms only.
    assert!(!bundle.to_string().contains("Nguyễn Văn"));
    let mut work = app.store.read().await.unwrap();
    let log = work.audit_log(20).await.unwrap();
    let told: Vec<_> = log
        .iter()
        .filter(|e| e.action == "round.proof_exported")
        .collect();
    assert_eq!(told.len(), 2, "{log:?}");
    assert_eq!(told[1].actor, "public");
}

async fn every_receipt_is_proved_to_be_in_the_tree(store: TestStore) {
    let world = World::sat(store, &json!({})).await;
    let look = async |receipt: &Value| {
        let path = format!("/receipts/{}", receipt["code"].as_str().unwrap());
        let reply = world.platform.call("GET", &path, "", &Value::Null).await;
        assert_eq!(reply.status, 200, "{reply:?}");
        reply.json()["inclusion"].clone()
    };
    assert_eq!(look(&world.receipts[0]).await, Value::Null);
    world.close().await;
    let path = format!("/rounds/{}/commitments", world.round);
    let listed = world
        .platform
        .call("GET", &path, "", &Value::Null)
        .await
        .json();
    let root = listed["result"]["receipts_root"].as_str().unwrap();
    for receipt in &world.receipts {
        let inclusion = look(receipt).await;
        assert_eq!(inclusion["root"], root);
        let payload = thiluat::engine::jcs::canonical(&receipt["payload"]).unwrap();
        let size = |name: &str| usize::try_from(inclusion[name].as_u64().unwrap()).unwrap();
        let path: Vec<[u8; 32]> = inclusion["path"]
            .as_array()
            .unwrap()
            .iter()
            .map(|node| unhex(node.as_str().unwrap()).unwrap())
            .collect();
        assert_eq!(size("size"), world.receipts.len());
        assert!(merkle::leads_to(
            &merkle::leaf(payload.as_bytes()),
            size("index"),
            size("size"),
            &path,
            &unhex(root).unwrap(),
        ));
    }
}

async fn keys_that_another_round_may_draw_stay(store: TestStore) {
    let world = World::closed(store, &json!({})).await;
    let app = &world.platform.app;
    let mut other = file(&world.platform, &json!({}));
    other["contest"]["slug"] = json!("khac");
    app.apply_contest(Actor::Command, &other.to_string(), false)
        .await
        .unwrap();
    assert_eq!(refused(&world).await, "proof.keys_held");
    let path = format!("/rounds/{}/proof", world.round);
    let held = world.platform.call("GET", &path, "", &Value::Null).await;
    assert_eq!(held.status, 403);
    assert!(
        held.json()["detail"].as_str().unwrap().contains("khac"),
        "{held:?}"
    );
    // It did not leave, so nothing is shut.
    app.reopen_round(Actor::Command, SLUG, "v1").await.unwrap();
    world.close().await;
    app.close_round(Actor::Command, "khac", "v1", true)
        .await
        .unwrap();
    assert!(world.export().await.starts_with(r#"{"amendments":[]"#));
}

async fn above_so_many_attempts_a_bundle_is_a_zip(store: TestStore) {
    let world = World::closed(store, &json!({})).await;
    let attempts = world.receipts.len();
    // As many rows as fit into one file, one more than that, and several files.
    for rows_per_file in [attempts, attempts - 1, 4] {
        let (path, is_archive) = world.export_by(rows_per_file).await;
        assert_eq!(
            is_archive,
            rows_per_file < attempts,
            "{rows_per_file} of {attempts}"
        );
        let bytes = std::fs::read(&path).unwrap();
        assert_eq!(world.verdict(&bytes, &Given::default()), "ok");
        if is_archive {
            let zip = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
            assert_eq!(zip.len(), 1 + attempts.div_ceil(rows_per_file));
        }
    }
}
