//! Signing in and out, sessions, and the one limiter of every way in.

use super::world::{SEN, TOP, World, email, password, text};
use crate::support::database::{TestStore, both_databases};
use serde_json::{Value, json};
use std::num::NonZeroU32;
use std::time::Duration;
use thiluat::app::Limits;
use thiluat::domain::Role;
use thiluat::live::Quota;

both_databases! {
    a_session_opens_and_ends,
    what_is_wrong_looks_alike,
    every_way_in_takes_from_the_same_bucket,
    one_password_on_many_accounts_is_slowed_down,
    sessions_are_listed_and_ended,
    another_password_ends_the_other_sessions,
}

async fn a_session_opens_and_ends(store: TestStore) {
    let world = World::on(store).await;
    let body = json!({ "email": "SEN@example.vn ", "password": password("sen") });
    let reply = world.call("", "POST", "/staff/session", body).await;
    assert_eq!(reply.status, 200, "{reply:?}");
    let cookie = reply.header("set-cookie").to_owned();
    assert!(
        cookie.starts_with("thiluat-staff=") && cookie.contains("HttpOnly"),
        "{cookie}"
    );
    let token = text(&reply.json()["token"]);
    let card = &reply.json()["staff"];
    assert_eq!(
        card["unit"],
        json!({ "code": "18073", "name": "Phường Thành Sen" })
    );
    assert_eq!(card["second_factor"], "none");
    assert_eq!(card["second_factor_needed"], false);
    assert_eq!(card["fresh_until"], world.platform.clock_in(600_000));
    assert_eq!(card["unread"], 0);
    assert!(card.get("unit_id").is_none(), "{card}");
    assert_eq!(*card, world.get(&token, "/staff/session").await);
    let out = world
        .call(&token, "DELETE", "/staff/session", Value::Null)
        .await;
    assert_eq!(out.status, 204);
    assert_eq!(
        world
            .refused(&token, "GET", "/staff/session", Value::Null)
            .await,
        "401 auth.required"
    );
}

async fn what_is_wrong_looks_alike(store: TestStore) {
    let world = World::on(store).await;
    let top = world.sign_in(TOP.0).await;
    let invited = json!({ "email": "moi@example.vn", "name": "Mới", "role": "viewer" });
    world.did(&top, "POST", "/staff/invitations", invited).await;
    let closed = world.add("khoa", Role::Viewer, None).await;
    let body = json!({ "disabled": true });
    world
        .did(&top, "PATCH", &format!("/staff/{closed}"), body)
        .await;
    let mut bodies = Vec::new();
    for (name, word) in [
        ("sen", "sai mật khẩu".to_owned()),
        ("khong-co", password("sen")),
        ("moi", String::new()),
        ("khoa", password("khoa")),
        ("sen", "x".repeat(2_000)),
    ] {
        let body = json!({ "email": email(name), "password": word });
        let reply = world.call("", "POST", "/staff/session", body).await;
        assert_eq!(reply.problem(), "401 auth.refused", "{name}");
        let mut body = reply.json();
        body["request_id"] = Value::Null;
        bodies.push(body);
    }
    assert!(bodies.windows(2).all(|two| two[0] == two[1]), "{bodies:?}");
}

/// One try a minute for an account: whichever way it was used up, signing in has to wait.
async fn every_way_in_takes_from_the_same_bucket(store: TestStore) {
    let limits = Limits {
        staff_sign_ins: Some(Quota {
            burst: NonZeroU32::new(1).unwrap(),
            per: Duration::from_mins(1),
        }),
        ..Limits::default()
    };
    let world = World::with(store, limits, false, &[]).await;
    let token = world.sign_in("sen").await;
    let minute = || world.platform.clock.advance(61_000);
    let code = json!({ "code": "000000" });
    world.did(&token, "POST", "/staff/me/totp", json!({})).await;
    let mut ways = vec![
        (
            "POST",
            "/staff/session",
            json!({ "email": email("sen"), "password": "sai sai sai" }),
        ),
        (
            "POST",
            "/staff/session/step-up",
            json!({ "password": "sai sai sai" }),
        ),
        (
            "POST",
            "/staff/me/password",
            json!({ "current": "sai sai", "new": "một hai ba bốn" }),
        ),
        ("PUT", "/staff/me/totp", code.clone()),
        ("DELETE", "/staff/me/totp", code),
        ("POST", "/staff/recovery", json!({ "email": email("sen") })),
    ];
    // The letter that was just asked for leads to the last way.
    for (method, path, body) in ways.drain(..) {
        minute();
        let reply = world.call(&token, method, path, body).await;
        assert_ne!(reply.status, 429, "{path}: {reply:?}");
        let right = json!({ "email": email("sen"), "password": password("sen") });
        let next = world.call("", "POST", "/staff/session", right).await;
        assert_eq!(next.problem(), "429 rate.limited", "after {path}");
        assert!(!next.header("retry-after").is_empty());
    }
    world.deliver().await;
    let link = world.mail.letters().pop().unwrap().link();
    let word = link.split('#').nth(1).unwrap();
    minute();
    let body = json!({ "token": word, "password": "ngan" });
    let short = world
        .refused("", "POST", "/staff/recovery/complete", body.clone())
        .await;
    assert_eq!(short, "422 password.too_short");
    let again = world
        .refused("", "POST", "/staff/recovery/complete", body)
        .await;
    assert_eq!(again, "429 rate.limited");
}

async fn one_password_on_many_accounts_is_slowed_down(store: TestStore) {
    let limits = Limits {
        sign_ins_from_address: Some(Quota {
            burst: NonZeroU32::new(3).unwrap(),
            per: Duration::from_mins(1),
        }),
        ..Limits::default()
    };
    let world = World::with(store, limits, false, &[]).await;
    let mut said = Vec::new();
    for number in 0..5 {
        let body = json!({ "email": email(&format!("n{number}")), "password": "Mua-ha-2026" });
        said.push(world.refused("", "POST", "/staff/session", body).await);
    }
    assert_eq!(
        said[2..],
        ["401 auth.refused", "429 rate.limited", "429 rate.limited"]
    );
    // Whoever knows his password is not held up by others behind the same address.
    world.sign_in("sen").await;
}

async fn sessions_are_listed_and_ended(store: TestStore) {
    let world = World::on(store).await;
    let first = world.sign_in("sen").await;
    world.platform.clock.advance(61_000);
    let head = "user-agent: Firefox 140\r\n";
    let body = json!({ "email": email("sen"), "password": password("sen") });
    let second = world
        .platform
        .call_with("POST", "/staff/session", "", &body, head)
        .await;
    let second = text(&second.json()["token"]);
    let other = world.sign_in("phu").await;
    let list = world.get(&first, "/staff/me/sessions").await;
    let items = list["items"].as_array().unwrap();
    assert_eq!(items.len(), 2, "{list}");
    assert_eq!(items[0]["agent"], "Firefox 140");
    assert_eq!(items[0]["address"], "127.0.0.1");
    assert_eq!(
        (&items[0]["current"], &items[1]["current"]),
        (&json!(false), &json!(true))
    );
    assert_eq!(items[0]["signed_in_at"], world.platform.clock_in(0));
    let path = format!("/staff/me/sessions/{}", text(&items[0]["id"]));
    assert_eq!(
        world.refused(&other, "DELETE", &path, Value::Null).await,
        "404 not_found"
    );
    world.did(&first, "DELETE", &path, Value::Null).await;
    let gone = world
        .refused(&second, "GET", "/staff/session", Value::Null)
        .await;
    assert_eq!(gone, "401 auth.required");
    let third = world.sign_in("sen").await;
    world
        .did(&third, "DELETE", "/staff/me/sessions", Value::Null)
        .await;
    let gone = world
        .refused(&first, "GET", "/staff/session", Value::Null)
        .await;
    assert_eq!(gone, "401 auth.required");
    world.get(&third, "/staff/session").await;
}

async fn another_password_ends_the_other_sessions(store: TestStore) {
    let world = World::on(store).await;
    let (here, there) = (world.sign_in(SEN.0).await, world.sign_in(SEN.0).await);
    let change = |current: &str, new: &str| json!({ "current": current, "new": new });
    for (current, new, said) in [
        ("sai mật khẩu", "năm con trâu ăn cỏ", "401 auth.refused"),
        (password("sen").as_str(), "ngắn", "422 password.too_short"),
        (
            password("sen").as_str(),
            "matkhau123",
            "422 password.too_common",
        ),
    ] {
        let refused = world.refused(&here, "POST", "/staff/me/password", change(current, new));
        assert_eq!(refused.await, said);
    }
    let body = change(&password("sen"), "năm con trâu ăn cỏ");
    world.did(&here, "POST", "/staff/me/password", body).await;
    world.get(&here, "/staff/session").await;
    let gone = world
        .refused(&there, "GET", "/staff/session", Value::Null)
        .await;
    assert_eq!(gone, "401 auth.required");
    let old = json!({ "email": email("sen"), "password": password("sen") });
    let refused = world.refused("", "POST", "/staff/session", old).await;
    assert_eq!(refused, "401 auth.refused");
    let new = json!({ "email": email("sen"), "password": "năm con trâu ăn cỏ" });
    world.did("", "POST", "/staff/session", new).await;
    assert!(
        world
            .audited()
            .await
            .contains(&"staff.password_changed".to_owned())
    );
}
