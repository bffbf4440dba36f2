//! The widget: what it tells, whom it lets read, and the question of the day.

use super::world::{ask, staff};
use crate::edge::wire::Reply;
use crate::support::database::{TestStore, both_databases, every_profile};
use crate::support::platform::{CANARY, Platform};
use serde_json::{Value, json};
use thiluat::auth::Actor;
use thiluat::domain::{Role, Timestamp};

every_profile! { the_first_ten_are_those_of_the_public_board }
both_databases! {
    a_banner_counts_down_to_what_comes_next,
    only_allowed_sites_may_read_it,
    the_question_of_the_day_is_one_that_everybody_may_know,
}

async fn widget(platform: &Platform, query: &str) -> Value {
    let path = format!("/contests/thi/widget{query}");
    let reply = platform.call("GET", &path, "", &Value::Null).await;
    assert_eq!(reply.status, 200, "{reply:?}");
    reply.json()
}

async fn the_first_ten_are_those_of_the_public_board(store: TestStore) {
    let platform = Platform::on(store).await;
    let round = platform
        .contest(
            "thi",
            json!({ "blueprint": [{ "bank": "thu", "count": 2 }] }),
        )
        .await;
    for n in 0..12 {
        let token = platform.register("thi", n).await;
        assert_eq!(platform.sit(&round, &token, n % 3).await.status, 200);
    }
    platform.clock.advance(1_000);
    let path = format!("/rounds/{round}/scoreboard?limit=10");
    let board = platform.call("GET", &path, "", &Value::Null).await.json();
    let seen = widget(&platform, "?parts=top").await;
    assert_eq!(seen["top"]["board"], board);
    assert_eq!(board["entries"].as_array().unwrap().len(), 10);
    assert_eq!(
        seen["top"]["round"],
        json!({ "code": "v1", "title": "Vòng 1" })
    );
    assert_eq!(
        (&seen["countdown"], &seen["question"]),
        (&Value::Null, &Value::Null)
    );
    // Names are masked as they are on the board.
    assert!(!seen.to_string().contains("Nguyễn Văn An"), "{seen}");

    // A prediction keeps places back there and here.
    let hidden = json!({
        "prediction": { "prompt": "Bao nhiêu người?", "target": "people", "required": false },
    });
    let round = platform.contest("kin", hidden).await;
    let token = platform.register("kin", 1).await;
    assert_eq!(platform.sit(&round, &token, 3).await.status, 200);
    platform.clock.advance(1_000);
    let path = "/contests/kin/widget?parts=top";
    let seen = platform.call("GET", path, "", &Value::Null).await.json();
    assert_eq!(seen["top"], Value::Null);
}

async fn a_banner_counts_down_to_what_comes_next(store: TestStore) {
    let platform = Platform::on(store).await;
    let closes = platform.clock_in(7 * 86_400_000);
    platform.contest("thi", json!({})).await;
    let seen = widget(&platform, "").await;
    assert_eq!(
        (&seen["slug"], &seen["title"], &seen["state"]),
        (&json!("thi"), &json!("Thi thử"), &json!("open"))
    );
    assert_eq!(
        seen["organiser"],
        json!({ "code": "42", "name": "Tỉnh Hà Tĩnh" })
    );
    assert_eq!(seen["link"], "http://localhost/cuoc-thi/thi");
    let round = json!({ "code": "v1", "title": "Vòng 1" });
    assert_eq!(
        seen["countdown"],
        json!({ "to": "closes", "at": closes, "round": round })
    );
    assert_eq!(seen["server_time"], platform.clock_in(0));

    let opens = platform.clock_in(3_600_000);
    let later = json!({ "code": "v2", "title": "Vòng 2", "opens_at": opens });
    platform.contest("sau", later).await;
    let path = "/contests/sau/widget?parts=banner";
    let seen = platform.call("GET", path, "", &Value::Null).await.json();
    assert_eq!(seen["state"], "upcoming");
    assert_eq!(
        (&seen["countdown"]["to"], &seen["countdown"]["at"]),
        (&json!("opens"), &json!(opens))
    );

    platform.clock.advance(8 * 86_400_000);
    let seen = widget(&platform, "").await;
    assert_eq!(
        (&seen["state"], &seen["countdown"]),
        (&json!("closed"), &Value::Null)
    );

    for (query, problem) in [
        ("?parts=all", "422 field.invalid"),
        ("?parts=", "422 field.invalid"),
        ("?part=top", "422 query.unknown"),
    ] {
        let path = format!("/contests/thi/widget{query}");
        let refused = platform.call("GET", &path, "", &Value::Null).await;
        assert_eq!(refused.problem(), problem, "{query}");
    }
    let nowhere = platform
        .call("GET", "/contests/khong/widget", "", &Value::Null)
        .await;
    assert_eq!(nowhere.problem(), "404 not_found");
}

async fn only_allowed_sites_may_read_it(store: TestStore) {
    let platform = Platform::on(store).await;
    platform.contest("thi", json!({})).await;
    platform.contest("khac", json!({ "code": "k" })).await;
    let token = staff(&platform, Role::Organiser, None).await;
    let body = json!({ "origin": "https://xa.example.vn" });
    platform
        .call("POST", "/contests/thi/sites", &token, &body)
        .await;
    let from = async |slug: &str, origin: &str| -> Reply {
        let head = format!("origin: {origin}\r\ncookie: thiluat={token}\r\n");
        ask(
            &platform,
            "GET",
            &format!("/api/v1/contests/{slug}/widget"),
            &head,
        )
        .await
    };
    let own = from("thi", "https://xa.example.vn").await;
    assert_eq!(
        own.header("access-control-allow-origin"),
        "https://xa.example.vn"
    );
    assert!(own.all("access-control-allow-credentials").is_empty());
    assert_eq!(own.all("vary"), ["origin"]);
    assert_eq!(own.header("cache-control"), "public, max-age=5");
    assert!(own.all("set-cookie").is_empty());
    for (slug, origin) in [
        ("thi", "https://evil.example.vn"),
        ("thi", "https://xa.example.vn.evil.vn"),
        ("thi", "http://xa.example.vn"),
        ("thi", "null"),
        // What one contest allows, another one does not.
        ("khac", "https://xa.example.vn"),
    ] {
        let foreign = from(slug, origin).await;
        assert_eq!(foreign.status, 200);
        assert!(
            foreign.all("access-control-allow-origin").is_empty(),
            "{slug} {origin}"
        );
        assert_eq!(foreign.all("vary"), ["origin"], "{slug} {origin}");
    }
    // No other route lets other sites read, and none lets them write.
    let head = "origin: https://xa.example.vn\r\n";
    for target in [
        "/api/v1/contests/thi",
        "/api/v1/contests",
        "/feed.json",
        "/nhung/thi",
    ] {
        let reply = ask(&platform, "GET", target, head).await;
        assert!(
            reply.all("access-control-allow-origin").is_empty(),
            "{target}"
        );
    }
    let path = "/contests/thi/sites";
    let written = platform.call_with("POST", path, &token, &body, head).await;
    assert_eq!(written.problem(), "403 csrf.cross_site");
}

async fn the_question_of_the_day_is_one_that_everybody_may_know(store: TestStore) {
    let platform = Platform::on(store).await;
    let round = platform
        .contest(
            "thi",
            json!({ "blueprint": [{ "bank": "thu", "count": 3 }], "attempts": { "max": 1 } }),
        )
        .await;
    let token = platform.register("thi", 1).await;
    let paper = platform.start(&round, &token, "d").await;
    let stems: Vec<Value> = paper["paper"]["questions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|question| question["html"].clone())
        .collect();
    assert_eq!(platform.submit(&paper, &token, 0).await.status, 200);
    let asked = async || widget(&platform, "?parts=question").await["question"].clone();
    assert_eq!(asked().await, Value::Null, "while the round is open");

    let close = async || {
        let closed = platform.app.close_round(Actor::Command, "thi", "v1", true);
        closed.await.unwrap();
    };
    close().await;
    assert_eq!(asked().await, Value::Null, "no key has left the server yet");
    // Looking gave nothing away: the round can still be opened again.
    let reopened = platform.app.reopen_round(Actor::Command, "thi", "v1").await;
    reopened.unwrap();
    assert_eq!(asked().await, Value::Null);
    close().await;
    let me = "/contests/thi/participants/me";
    let me = platform.call("GET", me, &token, &Value::Null).await.json();
    let review = format!(
        "/attempts/{}/review",
        me["attempts"][0]["id"].as_str().unwrap()
    );
    assert_eq!(
        platform
            .call("GET", &review, &token, &Value::Null)
            .await
            .status,
        200
    );
    platform.clock.advance(11_000);

    let today = asked().await;
    assert_eq!(today["day"], "2026-12-01");
    assert!(
        stems.contains(&today["text"]),
        "{today} is none of {stems:?}"
    );
    assert_eq!(
        (today["several"].as_bool(), &today["round"]),
        (Some(false), &json!("Vòng 1"))
    );
    let right = today["right"].as_array().unwrap();
    let options = today["options"].as_array().unwrap();
    let text = options.iter().find(|option| right.contains(&option["id"]));
    assert!(
        text.unwrap()["text"].as_str().unwrap().starts_with("đúng"),
        "{today}"
    );
    assert_eq!((right.len(), options.len()), (1, 4));
    assert!(
        !today.to_string().contains(CANARY),
        "explanations stay with those who sat it"
    );
    // The same for everybody on the same day, on whatever node; another day may bring another one.
    assert_eq!(asked().await, today);
    let parts = thiluat::app::sites::WidgetParts {
        banner: false,
        top: false,
        question: true,
    };
    let (elsewhere, _) = platform
        .another_node()
        .widget("thi", parts, String::new())
        .await
        .unwrap();
    assert_eq!(serde_json::to_value(&elsewhere.question).unwrap(), today);
    let mut seen = std::collections::BTreeSet::from([today["text"].to_string()]);
    for _ in 0..20 {
        platform.clock.advance(86_400_000);
        seen.insert(asked().await["text"].to_string());
    }
    assert!(seen.len() > 1, "twenty days, and always {seen:?}");

    // Another round that may draw it takes it away at once.
    let now = thiluat::clock::Clock::now(&*platform.clock).millis();
    let soon = json!({ "opens_at": Timestamp::from_millis(now + 86_400_000) });
    platform.contest("sau", soon).await;
    assert_eq!(asked().await, Value::Null);
}
