//! Links of units: who is counted, and what becomes of those who came.

use super::world::{BROWSER, ask, items, session, staff};
use crate::edge::wire::Reply;
use crate::support::database::{TestStore, both_databases};
use crate::support::platform::{Platform, form};
use serde_json::{Value, json};
use thiluat::domain::Role;

both_databases! {
    a_browser_counts_once_a_day_and_programs_never,
    people_count_once_when_they_took_part,
    a_prediction_keeps_back_who_took_part,
}

async fn referrals(platform: &Platform, token: &str) -> Value {
    let path = "/contests/thi/referrals";
    let reply = platform.call("GET", path, token, &Value::Null).await;
    assert_eq!(reply.status, 200, "{reply:?}");
    reply.json()
}

async fn follow(platform: &Platform, unit: &str, head: &str) -> Reply {
    let reply = ask(platform, "GET", &format!("/d/thi/{unit}"), head).await;
    assert_eq!(reply.status, 303, "{reply:?}");
    assert_eq!(reply.header("cache-control"), "no-store");
    reply
}

async fn a_browser_counts_once_a_day_and_programs_never(store: TestStore) {
    let platform = Platform::on(store).await;
    platform.contest("thi", json!({})).await;
    staff(&platform, Role::Organiser, None).await;

    let first = follow(&platform, "18073", BROWSER).await;
    assert_eq!(first.header("location"), "/cuoc-thi/thi?don-vi=18073");
    // It stands at 07:00; midnight in Viet Nam is 17 hours away.
    let cookie = first.header("set-cookie");
    assert_eq!(
        cookie,
        "thiluat-ngay=2026-12-01; Path=/d/thi/18073; Max-Age=61200; HttpOnly; SameSite=Lax"
    );
    let kept = cookie.split(';').next().unwrap();
    let head = format!("{BROWSER}cookie: {kept}\r\n");
    let again = follow(&platform, "18073", &head).await;
    assert!(again.all("set-cookie").is_empty());
    // Another browser, and the same one on the next day.
    follow(&platform, "18073", BROWSER).await;
    platform.clock.advance(86_400_000);
    let next_day = follow(&platform, "18073", &head).await;
    assert!(
        next_day
            .header("set-cookie")
            .starts_with("thiluat-ngay=2026-12-02;")
    );

    for head in [
        "",
        "user-agent: facebookexternalhit/1.1\r\n",
        "user-agent: Mozilla/5.0 (compatible; Zalobot/1.0)\r\n",
        &format!("{BROWSER}sec-purpose: prefetch\r\n"),
    ] {
        assert!(
            follow(&platform, "18073", head)
                .await
                .all("set-cookie")
                .is_empty(),
            "{head}"
        );
    }
    let head = ask(&platform, "HEAD", "/d/thi/18073", BROWSER).await;
    assert_eq!(
        (head.status, head.header("location")),
        (303, "/cuoc-thi/thi?don-vi=18073")
    );
    assert!(head.all("set-cookie").is_empty());
    let posted = ask(&platform, "POST", "/d/thi/18073", BROWSER).await;
    assert_eq!(posted.problem(), "405 method.not_allowed");

    // What names nothing leads to the page, counts nothing, and leads to no other place.
    for (target, location) in [
        ("/d/thi/khong-co", "/cuoc-thi/thi"),
        ("/d/khong-co/18073", "/cuoc-thi/khong-co"),
        ("/d/%5Cevil.vn/18073", ""),
        ("/d/a%0D%0Ax:y/18073", "/cuoc-thi/a%0D%0Ax%3Ay"),
        ("/d/%C4%91/18073", "/cuoc-thi/%C4%91"),
    ] {
        let reply = ask(&platform, "GET", target, BROWSER).await;
        assert_eq!(reply.header("location"), location, "{target}");
        assert!(reply.all("set-cookie").is_empty(), "{target}");
    }
    let token = session(&platform, Role::Organiser, None).await;
    let told = referrals(&platform, &token).await;
    let unit = json!({ "code": "18073", "name": "Phường Thành Sen" });
    assert_eq!(
        told["items"],
        json!([{ "unit": unit, "visits": 3, "registered": 0, "valid": 0 }])
    );
    // What was written stays; what comes later is added to it.
    follow(&platform, "18073", BROWSER).await;
    platform.app.write_visits().await.unwrap();
    platform.app.write_visits().await.unwrap();
    assert_eq!(referrals(&platform, &token).await["items"][0]["visits"], 4);
}

/// Registers person number `n` as brought by that unit, and gives the token.
async fn brought(platform: &Platform, n: usize, unit: &str) -> String {
    let mut form = form(n);
    form["referral"] = json!(unit);
    let path = "/contests/thi/participants";
    let reply = platform.call("POST", path, "", &form).await;
    assert_eq!(reply.status, 201, "{reply:?}");
    reply.json()["token"].as_str().unwrap().to_owned()
}

async fn people_count_once_when_they_took_part(store: TestStore) {
    let platform = Platform::on(store).await;
    let two = json!({ "blueprint": [{ "bank": "thu", "count": 1 }], "attempts": { "max": 3 } });
    let round = platform.contest("thi", two).await;
    let staff = staff(&platform, Role::Organiser, None).await;
    // Twice by one person of the ward, once by one of the province; one only began, one only registered.
    let diligent = brought(&platform, 1, "18073").await;
    for _ in 0..2 {
        assert_eq!(platform.sit(&round, &diligent, 1).await.status, 200);
    }
    let other = brought(&platform, 2, " 42 ").await;
    assert_eq!(platform.sit(&round, &other, 0).await.status, 200);
    let begun = brought(&platform, 3, "18073").await;
    platform.start(&round, &begun, "d").await;
    brought(&platform, 4, "18073").await;
    // Nobody brought these, and a link that names nothing stops no one.
    let alone = platform.register("thi", 5).await;
    assert_eq!(platform.sit(&round, &alone, 1).await.status, 200);
    brought(&platform, 6, "khong-co").await;
    brought(&platform, 7, "").await;

    let told = referrals(&platform, &staff).await;
    let lines: Vec<(&str, i64, i64, i64)> = items(&told)
        .iter()
        .map(|line| {
            let number = |key: &str| line[key].as_i64().unwrap();
            let code = line["unit"]["code"].as_str().unwrap();
            (
                code,
                number("visits"),
                number("registered"),
                number("valid"),
            )
        })
        .collect();
    assert_eq!(lines, [("18073", 0, 3, 1), ("42", 0, 1, 1)]);

    // The same request again is the same reply, with the referral as a part of it.
    let mut form = form(8);
    form["referral"] = json!("42");
    let head = "idempotency-key: k-1\r\n";
    let path = "/contests/thi/participants";
    let first = platform.call_with("POST", path, "", &form, head).await;
    let again = platform.call_with("POST", path, "", &form, head).await;
    assert_eq!((first.status, first.json()), (201, again.json()));
    assert_eq!(
        items(&referrals(&platform, &staff).await)[1]["registered"],
        2
    );
}

async fn a_prediction_keeps_back_who_took_part(store: TestStore) {
    let platform = Platform::on(store).await;
    let asks = json!({
        "blueprint": [{ "bank": "thu", "count": 1 }],
        "prediction": { "prompt": "Bao nhiêu người?", "target": "people", "required": false },
    });
    let round = platform.contest("thi", asks).await;
    let staff = staff(&platform, Role::Organiser, None).await;
    let token = brought(&platform, 1, "18073").await;
    assert_eq!(platform.sit(&round, &token, 1).await.status, 200);
    let told = referrals(&platform, &staff).await;
    assert_eq!(
        (&told["items"][0]["registered"], &told["items"][0]["valid"]),
        (&json!(1), &Value::Null)
    );
    let closed = platform
        .app
        .close_round(thiluat::auth::Actor::Command, "thi", "v1", true);
    closed.await.unwrap();
    assert_eq!(referrals(&platform, &staff).await["items"][0]["valid"], 1);
}
