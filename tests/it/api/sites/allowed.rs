//! Which sites may show a contest: the list, and the policy of its frame.

use super::world::{ask, items, staff};
use crate::support::database::{TestStore, both_databases};
use crate::support::platform::Platform;
use serde_json::{Value, json};
use thiluat::domain::Role;

both_databases! {
    sites_are_allowed_and_taken_off_exactly,
    only_those_who_run_the_contest_say_who_shows_it,
    a_frame_is_for_the_allowed_sites_alone,
}

async fn sites_are_allowed_and_taken_off_exactly(store: TestStore) {
    let platform = Platform::on(store).await;
    platform.contest("thi", json!({})).await;
    let token = staff(&platform, Role::Organiser, None).await;
    let path = "/contests/thi/sites";
    let call = async |method: &str, body: Value| platform.call(method, path, &token, &body).await;

    let made = call("POST", json!({ "origin": " HTTPS://Xa.Example.vn:443 " })).await;
    assert_eq!(
        (made.status, made.json()),
        (201, json!({ "origin": "https://xa.example.vn" }))
    );
    let again = call("POST", json!({ "origin": "https://xa.example.vn" })).await;
    assert_eq!(
        (again.status, again.json()),
        (200, json!({ "origin": "https://xa.example.vn" }))
    );
    assert_eq!(
        call("POST", json!({ "origin": "http://localhost:5000" }))
            .await
            .status,
        201
    );
    let list = call("GET", Value::Null).await.json();
    assert_eq!(
        list,
        json!({
            "items": [{ "origin": "http://localhost:5000" }, { "origin": "https://xa.example.vn" }],
            "next_cursor": null,
        })
    );

    for bad in [
        "xa.example.vn",
        "https://xa.example.vn/",
        "http://xa.example.vn",
        "https://*.vn",
    ] {
        let refused = call("POST", json!({ "origin": bad })).await;
        assert_eq!(refused.problem(), "422 field.invalid", "{bad}");
        assert_eq!(refused.json()["errors"][0]["pointer"], "/origin");
    }
    let english = platform
        .call_with(
            "POST",
            path,
            &token,
            &json!({ "origin": "x" }),
            "accept-language: en\r\n",
        )
        .await;
    let told = english.json()["detail"].as_str().unwrap().to_owned();
    assert!(
        told.starts_with("The address of a site begins with https://"),
        "{told}"
    );
    let more = call("POST", json!({ "origin": "https://a.vn", "all": true })).await;
    assert_eq!(more.problem(), "422 json.unknown_field");

    let body = json!({ "origin": "https://XA.example.vn" });
    assert_eq!(call("DELETE", body.clone()).await.status, 204);
    assert_eq!(call("DELETE", body).await.problem(), "404 not_found");
    assert_eq!(items(&call("GET", Value::Null).await.json()).len(), 1);

    for n in 1..100 {
        let body = json!({ "origin": format!("https://xa{n}.example.vn") });
        assert_eq!(call("POST", body).await.status, 201);
    }
    let over = call("POST", json!({ "origin": "https://them.example.vn" })).await;
    assert_eq!(over.problem(), "422 field.range");
}

async fn only_those_who_run_the_contest_say_who_shows_it(store: TestStore) {
    let platform = Platform::on(store).await;
    platform.contest("thi", json!({})).await;
    let body = json!({ "origin": "https://xa.example.vn" });
    let owner = staff(&platform, Role::Organiser, Some("42")).await;
    let below = staff(&platform, Role::Organiser, Some("18073")).await;
    let viewer = staff(&platform, Role::Viewer, Some("42")).await;
    for (method, path, body) in [
        ("GET", "/contests/thi/sites", &Value::Null),
        ("POST", "/contests/thi/sites", &body),
        ("DELETE", "/contests/thi/sites", &body),
        ("GET", "/contests/thi/referrals", &Value::Null),
    ] {
        let by = async |token: &str| platform.call(method, path, token, body).await;
        assert_eq!(
            by("").await.problem(),
            "401 auth.required",
            "{method} {path}"
        );
        // The unit below does not see what the one above runs.
        assert_eq!(
            by(&below).await.problem(),
            "404 not_found",
            "{method} {path}"
        );
        let status = by(&viewer).await.status;
        let may_look = path.ends_with("referrals");
        assert_eq!(status, if may_look { 200 } else { 403 }, "{method} {path}");
        assert!(by(&owner).await.status < 300, "{method} {path}");
    }
    let nowhere = platform
        .call("POST", "/contests/khong/sites", &owner, &body)
        .await;
    assert_eq!(nowhere.problem(), "404 not_found");
}

async fn a_frame_is_for_the_allowed_sites_alone(store: TestStore) {
    let platform = Platform::on(store).await;
    platform.contest("thi", json!({})).await;
    let token = staff(&platform, Role::Organiser, None).await;
    let frame = async || ask(&platform, "GET", "/nhung/thi?parts=banner,top", "").await;
    let ancestors = |policy: &str| {
        let found = policy
            .split("; ")
            .find_map(|part| part.strip_prefix("frame-ancestors "));
        found.unwrap().to_owned()
    };

    let closed = frame().await;
    assert_eq!(closed.status, 200);
    assert_eq!(
        ancestors(closed.header("content-security-policy")),
        "'none'"
    );
    assert_eq!(closed.header("x-frame-options"), "DENY");

    for origin in ["https://xa.example.vn", "https://truong.example.vn:8443"] {
        let body = json!({ "origin": origin });
        let reply = platform
            .call("POST", "/contests/thi/sites", &token, &body)
            .await;
        assert_eq!(reply.status, 201);
    }
    let open = frame().await;
    let policy = open.header("content-security-policy");
    assert_eq!(
        ancestors(policy),
        "https://truong.example.vn:8443 https://xa.example.vn"
    );
    assert!(
        policy.starts_with("default-src 'none'; script-src 'self'"),
        "{policy}"
    );
    assert!(!policy.contains("unsafe"), "{policy}");
    assert_eq!(open.all("content-security-policy").len(), 1);
    assert!(open.all("x-frame-options").is_empty(), "{open:?}");
    assert_eq!(open.header("x-content-type-options"), "nosniff");
    let page = String::from_utf8(open.body).unwrap();
    assert!(
        page.contains("<thi-luat contest=\"thi\" parts=\"banner,top\">"),
        "{page}"
    );
    assert!(
        !page.contains("<style") && !page.contains("style="),
        "{page}"
    );

    // Nothing else is let into a frame by that.
    for target in [
        "/",
        "/cuoc-thi/thi",
        "/nhung/khong-co",
        "/api/v1/contests/thi/widget",
    ] {
        let reply = ask(&platform, "GET", target, "").await;
        assert_eq!(reply.header("x-frame-options"), "DENY", "{target}");
        assert_eq!(
            ancestors(reply.header("content-security-policy")),
            "'none'",
            "{target}"
        );
    }
    let strange = ask(&platform, "GET", "/nhung/thi?parts=banner,%22onload", "").await;
    assert_eq!(strange.problem(), "422 field.invalid");

    // Another node learns of it, and of its end, by the revision.
    let other = platform.another_node();
    assert_eq!(other.frame_of("thi").await.unwrap().1.len(), 2);
    let body = json!({ "origin": "https://xa.example.vn" });
    platform
        .call("DELETE", "/contests/thi/sites", &token, &body)
        .await;
    assert_eq!(
        ancestors(frame().await.header("content-security-policy")),
        "https://truong.example.vn:8443"
    );
    other.forget();
    assert_eq!(other.frame_of("thi").await.unwrap().1.len(), 1);
}
