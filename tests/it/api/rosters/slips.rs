//! Codes on paper.

use crate::api::units::world::World;
use crate::support::database::{TestStore, both_databases};
use serde_json::{Value, json};

both_databases! {
    slips_are_printed_and_kept_nowhere,
    what_is_no_slip_is_refused,
}

fn slip() -> Value {
    json!({
        "number": 7, "full_name": "Nguyễn Thị Đào", "unit": "Lớp 6A", "identity": "HS01",
        "sign_in_code": "ABCDEFGHJKMN", "link": "https://thi.example.vn/cuoc-thi/thi/tro-lai",
    })
}

async fn slips_are_printed_and_kept_nowhere(store: TestStore) {
    let world = World::on(store).await;
    world.platform.contest("thi", json!({})).await;
    let before = world.audited().await.len();
    let path = "/contests/thi/slips.pdf";
    let body = json!({ "slips": vec![slip(); 9] });
    let reply = world.call("tinh", "POST", path, &body).await;
    assert_eq!(reply.status, 200, "{reply:?}");
    assert_eq!(reply.all("content-type"), ["application/pdf"]);
    assert!(reply.body.starts_with(b"%PDF-"));
    assert_eq!(world.audited().await.len(), before);
    for (who, problem) in [
        ("ngoai", "404 not_found"),
        ("xem", "403 auth.forbidden"),
        ("", "401 auth.required"),
    ] {
        assert_eq!(
            world.refused(who, "POST", path, body.clone()).await,
            problem,
            "{who}"
        );
    }
}

async fn what_is_no_slip_is_refused(store: TestStore) {
    let world = World::on(store).await;
    world.platform.contest("thi", json!({})).await;
    let with = |key: &str, value: Value| {
        let mut bad = slip();
        bad[key] = value;
        json!({ "slips": [slip(), bad] })
    };
    for (body, pointer) in [
        (json!({ "slips": [] }), "/slips"),
        (with("sign_in_code", json!("ABC")), "/slips/1/sign_in_code"),
        (with("link", json!("javascript:alert(1)")), "/slips/1/link"),
        (
            with("full_name", json!("a".repeat(301))),
            "/slips/1/full_name",
        ),
    ] {
        let reply = world
            .call("tinh", "POST", "/contests/thi/slips.pdf", &body)
            .await;
        assert_eq!(reply.status, 422);
        assert_eq!(reply.json()["errors"][0]["pointer"], pointer);
    }
}
