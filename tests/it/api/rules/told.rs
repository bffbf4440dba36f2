//! What is said of the rules, and to whom.

use super::{contest, round};
use crate::support::database::{TestStore, both_databases};
use crate::support::platform::Platform;
use serde_json::{Value, json};
use thiluat::app::staff::{Device, NewStaff, StaffSigningIn};
use thiluat::auth::Actor;
use thiluat::domain::Role;

both_databases! {
    the_schema_and_the_rules_are_public,
    what_staff_do_needs_the_right_role,
}

async fn the_schema_and_the_rules_are_public(store: TestStore) {
    let platform = Platform::on(store).await;
    contest(
        &platform,
        json!([round(&platform, "v1", json!({}))]),
        json!({}),
    )
    .await;
    let schema = platform
        .call("GET", "/contest-file.schema.json", "", &Value::Null)
        .await;
    assert_eq!(schema.header("content-type"), "application/schema+json");
    assert_eq!(
        schema.body,
        thiluat::app::contests::schema::document().into_bytes()
    );
    let rules = platform
        .call("GET", "/contests/thi/rules", "", &Value::Null)
        .await
        .json();
    assert_eq!(
        rules["vi"].as_array().unwrap().len(),
        rules["en"].as_array().unwrap().len()
    );
    assert_eq!(
        rules["vi"][0]["sentences"][0],
        "“Thi thử” do Tỉnh Hà Tĩnh (mã 42) tổ chức."
    );
    let none = platform
        .call("GET", "/contests/khong-co/rules", "", &Value::Null)
        .await;
    assert_eq!(none.status, 404);
}

async fn what_staff_do_needs_the_right_role(store: TestStore) {
    let platform = Platform::on(store).await;
    let ids = contest(
        &platform,
        json!([round(&platform, "v1", json!({}))]),
        json!({}),
    )
    .await;
    let mut tokens = Vec::new();
    for role in [Role::Judge, Role::Organiser] {
        let new = NewStaff {
            email: format!("{}@example.vn", role.word()),
            name: "An".into(),
            role,
            unit: None,
            password: "bốn con trâu ăn cỏ".into(),
        };
        platform.app.add_staff(Actor::Command, &new).await.unwrap();
        let welcome = platform
            .app
            .staff_sign_in(
                StaffSigningIn {
                    email: &new.email,
                    password: &new.password,
                    code: None,
                },
                &Device::default(),
            )
            .await;
        tokens.push(welcome.unwrap().token);
    }
    let id = &ids[0];
    let span =
        json!({ "from": platform.clock_in(0), "to": platform.clock_in(1000), "reason": "x" });
    let extra = json!({ "identity": { "phone": "0900000001" }, "seconds": 60, "reason": "x" });
    let mark = json!({ "points": 1 });
    let attempt = "01a22ee6b000787098b54b9b45d05f98";
    let calls = [
        ("POST", format!("/rounds/{id}/outages"), &span, [403, 200]),
        (
            "POST",
            "/contests/thi/extra-time".to_owned(),
            &extra,
            [403, 404],
        ),
        (
            "POST",
            format!("/rounds/{id}/results"),
            &json!({}),
            [403, 409],
        ),
        (
            "GET",
            format!("/rounds/{id}/essays"),
            &Value::Null,
            [422, 403],
        ),
        (
            "PUT",
            format!("/rounds/{id}/essays/{attempt}"),
            &mark,
            [422, 403],
        ),
    ];
    for (method, path, body, statuses) in calls {
        let stranger = platform.call(method, &path, "", body).await;
        assert_eq!(stranger.status, 401, "{method} {path}");
        for (token, status) in tokens.iter().zip(statuses) {
            let reply = platform.call(method, &path, token, body).await;
            assert_eq!(reply.status, status, "{method} {path}: {reply:?}");
        }
    }
}
