//! What asks for a fresh proof of identity, and giving it.

use super::world::{World, email, password, text};
use crate::support::database::{TestStore, both_databases};
use serde_json::{Value, json};
use thiluat::auth::Actor;
use thiluat::domain::Role;

both_databases! {
    keys_leave_only_after_a_fresh_proof,
    a_proof_is_a_code_where_there_is_a_second_factor,
    a_cookie_is_another_one_after_a_proof,
    results_before_their_publication_ask_for_a_proof,
}

const EXPORT: &str = "/banks/thu/export?format=json";

async fn keys_leave_only_after_a_fresh_proof(store: TestStore) {
    let world = World::on(store).await;
    let token = world.sign_in("tinh").await;
    let status = async |path: &str| world.call(&token, "GET", path, Value::Null).await.status;
    assert_eq!(status(EXPORT).await, 200);
    world.platform.clock.advance(599_000);
    assert_eq!(status(EXPORT).await, 200);
    world.platform.clock.advance(1_000);
    let stale = world.refused(&token, "GET", EXPORT, Value::Null).await;
    assert_eq!(stale, "403 auth.step_up");
    // What shows no keys asks for nothing, and no other format hides them.
    assert_eq!(
        status("/banks/thu/export?format=docx&keys=false").await,
        200
    );
    assert_eq!(
        status("/banks/thu/export?format=json&keys=false").await,
        422
    );
    let wrong = json!({ "password": "sai sai sai" });
    for body in [wrong, json!({}), json!({ "code": "123456" })] {
        let refused = world
            .refused(&token, "POST", "/staff/session/step-up", body)
            .await;
        assert_eq!(refused, "401 auth.refused");
    }
    let body = json!({ "password": password("tinh") });
    let card = world
        .did(&token, "POST", "/staff/session/step-up", body)
        .await;
    assert_eq!(card["fresh_until"], world.platform.clock_in(600_000));
    assert_eq!(status(EXPORT).await, 200);
    // Who stepped up in one session did not in another.
    let other = world.sign_in("tinh").await;
    world.platform.clock.advance(601_000);
    let body = json!({ "password": password("tinh") });
    world
        .did(&other, "POST", "/staff/session/step-up", body)
        .await;
    let stale = world.refused(&token, "GET", EXPORT, Value::Null).await;
    assert_eq!(stale, "403 auth.step_up");
}

async fn a_proof_is_a_code_where_there_is_a_second_factor(store: TestStore) {
    let world = World::on(store).await;
    let token = world.sign_in("tinh").await;
    let (phone, codes) = world.second_factor(&token).await;
    world.platform.clock.advance(601_000);
    let path = "/staff/session/step-up";
    let body = json!({ "password": password("tinh") });
    assert_eq!(
        world.refused(&token, "POST", path, body).await,
        "401 auth.refused"
    );
    let body = json!({ "code": world.code(&phone) });
    world.did(&token, "POST", path, body.clone()).await;
    assert_eq!(
        world.refused(&token, "POST", path, body).await,
        "401 auth.refused"
    );
    world
        .did(&token, "POST", path, json!({ "code": codes[0] }))
        .await;
    // A way to help others back into their accounts is worth a proof, too.
    let staff = world.add("an", Role::Viewer, None).await;
    world.platform.clock.advance(601_000);
    let path = format!("/staff/{staff}/recovery");
    assert_eq!(
        world.refused(&token, "POST", &path, Value::Null).await,
        "403 auth.step_up"
    );
}

async fn a_cookie_is_another_one_after_a_proof(store: TestStore) {
    let world = World::on(store).await;
    let body = json!({ "email": email("tinh"), "password": password("tinh") });
    let reply = world.call("", "POST", "/staff/session", body).await;
    let cookie_of = |line: &str| line.split(';').next().unwrap().to_owned();
    let old = cookie_of(reply.header("set-cookie"));
    world.platform.clock.advance(601_000);
    let with = async |method: &str, path: &str, body: &Value, cookie: &str| {
        let head = format!("cookie: {cookie}\r\nsec-fetch-site: same-origin\r\n");
        world
            .platform
            .call_with(method, path, "", body, &head)
            .await
    };
    let body = json!({ "password": password("tinh") });
    let stepped = with("POST", "/staff/session/step-up", &body, &old).await;
    assert_eq!(stepped.status, 200, "{stepped:?}");
    let new = cookie_of(stepped.header("set-cookie"));
    assert_ne!(old, new);
    assert_eq!(with("GET", EXPORT, &Value::Null, &new).await.status, 200);
    // A request that was under way is not thrown out; who stole the old cookie gains nothing.
    assert_eq!(
        with("GET", "/staff/session", &Value::Null, &old)
            .await
            .status,
        200
    );
    let stale = with("GET", EXPORT, &Value::Null, &old).await;
    assert_eq!(stale.problem(), "403 auth.step_up");
    world.platform.clock.advance(60_000);
    let gone = with("GET", "/staff/session", &Value::Null, &old).await;
    assert_eq!(gone.problem(), "401 auth.required");
    let sessions = with("GET", "/staff/me/sessions", &Value::Null, &new)
        .await
        .json();
    assert_eq!(sessions["items"].as_array().unwrap().len(), 1, "{sessions}");
}

async fn results_before_their_publication_ask_for_a_proof(store: TestStore) {
    let world = World::on(store).await;
    let rules = |scoreboard: &str| json!({ "publish": { "at_submit": "none", "key": "round_close", "scoreboard": scoreboard } });
    let platform = &world.platform;
    let hidden = platform.contest("kin", rules("off")).await;
    let shown = platform.contest("mo", rules("live")).await;
    for (slug, round) in [("kin", &hidden), ("mo", &shown)] {
        let token = platform.register(slug, 1).await;
        assert_eq!(platform.sit(round, &token, 3).await.status, 200);
        let closed = platform
            .app
            .close_round(Actor::Command, slug, "v1", true)
            .await;
        closed.unwrap();
    }
    let token = world.sign_in("tinh").await;
    let path = |round: &str| format!("/rounds/{round}/results/1");
    let read = world.get(&token, &path(&hidden)).await;
    assert_eq!(read["entries"][0]["place"], 1);
    platform.clock.advance(601_000);
    let stale = world
        .refused(&token, "GET", &path(&hidden), Value::Null)
        .await;
    assert_eq!(stale, "403 auth.step_up");
    world.get(&token, &path(&shown)).await;
    let early: Vec<String> = world.audited().await;
    let early = early
        .iter()
        .filter(|action| *action == "result.read_early")
        .count();
    assert_eq!(early, 1);
    assert_eq!(
        world.refused("", "GET", &path(&hidden), Value::Null).await,
        "404 not_found"
    );
    assert!(!text(&read["result"]["created_at"]).is_empty());
}
