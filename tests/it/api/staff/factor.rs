//! A second factor: set up, asked for, each code once, taken off, wanted of everybody.

use super::world::{World, email, password, text};
use crate::support::database::{TestStore, both_databases};
use serde_json::{Value, json};
use thiluat::app::Limits;

both_databases! {
    each_code_counts_once,
    a_secret_is_asked_for_only_once_it_was_tried,
    a_factor_is_taken_off_by_a_code,
    where_it_is_required_nothing_else_can_be_done,
}

fn with_code(code: &str) -> Value {
    json!({ "email": email("sen"), "password": password("sen"), "code": code })
}

async fn each_code_counts_once(store: TestStore) {
    let world = World::on(store).await;
    let there = world.sign_in("sen").await;
    let here = world.sign_in("sen").await;
    let (phone, codes) = world.second_factor(&here).await;
    // A session that began without the factor is over, the one that set it up is not.
    let gone = world
        .refused(&there, "GET", "/staff/session", Value::Null)
        .await;
    assert_eq!(gone, "401 auth.required");
    assert_eq!(
        world.get(&here, "/staff/session").await["second_factor"],
        "totp"
    );
    let sign_in = "/staff/session";
    let bare = json!({ "email": email("sen"), "password": password("sen") });
    assert_eq!(
        world.refused("", "POST", sign_in, bare).await,
        "401 auth.second_factor"
    );
    let wrong = json!({ "email": email("sen"), "password": "sai sai sai", "code": "123456" });
    assert_eq!(
        world.refused("", "POST", sign_in, wrong).await,
        "401 auth.refused"
    );
    // The code that switched it on is used up.
    let used = with_code(&world.code(&phone));
    assert_eq!(
        world.refused("", "POST", sign_in, used).await,
        "401 auth.refused"
    );
    world.platform.clock.advance(30_000);
    let early = world.code(&phone);
    world.platform.clock.advance(30_000);
    let now = world.code(&phone);
    world.did("", "POST", sign_in, with_code(&now)).await;
    for (code, why) in [(&now, "the same twice"), (&early, "one before it")] {
        let refused = world.refused("", "POST", sign_in, with_code(code)).await;
        assert_eq!(refused, "401 auth.refused", "{why}");
    }
    assert_eq!(codes.len(), 10);
    for code in &codes {
        assert_eq!(code.len(), 14, "{code}");
    }
    let typed = codes[3].to_uppercase().replace('-', " ");
    world.did("", "POST", sign_in, with_code(&typed)).await;
    let refused = world
        .refused("", "POST", sign_in, with_code(&codes[3]))
        .await;
    assert_eq!(refused, "401 auth.refused");
    world.did("", "POST", sign_in, with_code(&codes[4])).await;
    for wrong in ["000000", "", "aaaa-bbbb-cccc", "12345"] {
        let refused = world.refused("", "POST", sign_in, with_code(wrong)).await;
        assert_eq!(refused, "401 auth.refused", "{wrong}");
    }
}

async fn a_secret_is_asked_for_only_once_it_was_tried(store: TestStore) {
    let world = World::on(store).await;
    let token = world.sign_in("sen").await;
    let path = "/staff/me/totp";
    let early = world
        .refused(&token, "PUT", path, json!({ "code": "123456" }))
        .await;
    assert_eq!(early, "409 staff.no_factor");
    let first = world.did(&token, "POST", path, json!({})).await;
    let uri = text(&first["uri"]);
    assert!(uri.starts_with("otpauth://totp/") && uri.contains(&text(&first["secret"])));
    assert!(text(&first["qr_svg"]).contains("<svg"));
    // Not on yet, so not asked for; another secret takes its place.
    let token = world.sign_in("sen").await;
    let second = world.did(&token, "POST", path, json!({})).await;
    assert_ne!(first["secret"], second["secret"]);
    let stale = super::world::Phone::of(&text(&first["secret"]));
    let refused = world.refused(&token, "PUT", path, json!({ "code": world.code(&stale) }));
    assert_eq!(refused.await, "401 auth.refused");
    let phone = super::world::Phone::of(&text(&second["secret"]));
    world
        .did(&token, "PUT", path, json!({ "code": world.code(&phone) }))
        .await;
    let again = world.refused(&token, "POST", path, json!({})).await;
    assert_eq!(again, "409 staff.factor_on");
    // The secret is sealed where it is stored.
    let mut work = world.platform.app.store.read().await.unwrap();
    let staff = work.staff_by_email(&email("sen")).await.unwrap().unwrap();
    let held = work.totp(staff.id).await.unwrap().unwrap().secret;
    let plain = totp_rs::Secret::try_from_base32(text(&second["secret"])).unwrap();
    let shows = held
        .windows(plain.as_bytes().len())
        .any(|part| part == plain.as_bytes());
    assert!(!shows && held.len() > 20);
}

async fn a_factor_is_taken_off_by_a_code(store: TestStore) {
    let world = World::on(store).await;
    let token = world.sign_in("sen").await;
    let path = "/staff/me/totp";
    let none = world
        .refused(&token, "DELETE", path, json!({ "code": "123456" }))
        .await;
    assert_eq!(none, "409 staff.no_factor");
    let (_, codes) = world.second_factor(&token).await;
    let wrong = world
        .refused(&token, "DELETE", path, json!({ "code": "123456" }))
        .await;
    assert_eq!(wrong, "401 auth.refused");
    world
        .did(&token, "DELETE", path, json!({ "code": codes[0] }))
        .await;
    assert_eq!(
        world.get(&token, "/staff/session").await["second_factor"],
        "none"
    );
    world.sign_in("sen").await;
    let audited = world.audited().await;
    for action in ["staff.factor_on", "staff.factor_off"] {
        assert!(audited.iter().any(|known| known == action), "{action}");
    }
}

async fn where_it_is_required_nothing_else_can_be_done(store: TestStore) {
    let world = World::with(store, Limits::default(), true, &[]).await;
    let token = world.sign_in("tinh").await;
    let needed = "403 auth.second_factor_needed";
    assert_eq!(
        world.get(&token, "/staff/session").await["second_factor_needed"],
        true
    );
    for path in [
        "/staff",
        "/banks",
        "/audit",
        "/webhooks",
        "/laws",
        "/imports",
    ] {
        assert_eq!(
            world.refused(&token, "GET", path, Value::Null).await,
            needed,
            "{path}"
        );
    }
    let body = json!({ "email": "a@b.vn", "name": "A", "role": "viewer" });
    assert_eq!(
        world
            .refused(&token, "POST", "/staff/invitations", body)
            .await,
        needed
    );
    world.get(&token, "/staff/me/sessions").await;
    world.get(&token, "/staff/me/notifications").await;
    world.second_factor(&token).await;
    assert_eq!(
        world.get(&token, "/staff/session").await["second_factor_needed"],
        false
    );
    world.get(&token, "/staff").await;
}
