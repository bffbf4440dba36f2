//! Units ask to be taken into the tree.

use super::world::{World, each};
use crate::support::database::{TestStore, both_databases};
use serde_json::{Value, json};
use std::num::NonZeroU32;
use std::time::Duration;
use thiluat::app::Limits;
use thiluat::live::Quota;

both_databases! {
    a_unit_asks_and_is_taken_in,
    nobody_learns_what_is_there,
    only_the_unit_above_decides,
    one_address_asks_so_often,
}

fn asked(parent: &str) -> Value {
    json!({
        "name": "Trường THCS Lê Lơi", "type": "truong", "parent": parent,
        "contact": { "name": "Đỗ Thị Ước", "email": "Uoc@Example.vn", "phone": "0912 345 678" },
        "headcount": 412, "note": "Xin tham gia",
    })
}

async fn a_unit_asks_and_is_taken_in(store: TestStore) {
    let world = World::on(store).await;
    let id = world
        .send("", "POST", "/unit-registrations", asked("18100"))
        .await["id"]
        .clone();
    let id = id.as_str().unwrap();
    let list = world.get("xa", "/unit-registrations?state=waiting").await;
    let item = &list["items"][0];
    assert_eq!(item["id"], id);
    assert_eq!(item["contact"]["phone"], "+84912345678");
    assert_eq!(item["contact"]["email"], "uoc@example.vn");
    assert_eq!(
        each(&item["like"], "code"),
        ["18100-thcs"],
        "a letter is another one"
    );
    let path = format!("/unit-registrations/{id}/approval");
    let taken = json!({ "code": "18100-thcs", "invite": false });
    assert_eq!(
        world.refused("xa", "POST", &path, taken).await,
        "409 unit.exists"
    );
    let body = json!({ "code": "thcs-2", "invite": true });
    let made = world.send("xa", "POST", &path, body.clone()).await;
    assert_eq!(
        made["unit"],
        json!({ "code": "thcs-2", "name": "Trường THCS Lê Lơi" })
    );
    let unit = world.get("xa", "/units/thcs-2").await;
    assert_eq!(
        (&unit["parent"]["code"], &unit["headcount"]),
        (&json!("18100"), &json!(412))
    );
    assert_eq!(
        world.refused("xa", "POST", &path, body).await,
        "409 registration.decided"
    );
    let log = world.audited().await;
    let (_, detail) = log
        .iter()
        .find(|row| row.0 == "registration.approved")
        .unwrap();
    assert!(
        !detail.contains("example.vn") && !detail.contains("Ước"),
        "{detail}"
    );
}

async fn nobody_learns_what_is_there(store: TestStore) {
    let world = World::on(store).await;
    for parent in ["18100", "nowhere", "18099"] {
        let reply = world
            .call("", "POST", "/unit-registrations", &asked(parent))
            .await;
        assert_eq!(reply.status, 202, "{parent}");
        assert_eq!(reply.json().as_object().unwrap().len(), 1);
    }
    let list = world.get("chung", "/unit-registrations").await;
    assert_eq!(
        list["items"].as_array().unwrap().len(),
        1,
        "only one unit is there"
    );
    let mut bad = asked("18100");
    bad["contact"] = json!({ "name": "", "email": "x", "phone": "12" });
    let reply = world.call("", "POST", "/unit-registrations", &bad).await;
    assert_eq!(reply.problem(), "422 unit.invalid");
    let pointers = each(&reply.json()["errors"], "pointer");
    assert_eq!(
        pointers,
        ["/contact/name", "/contact/email", "/contact/phone"]
    );
}

async fn only_the_unit_above_decides(store: TestStore) {
    let world = World::on(store).await;
    let id = world
        .send("", "POST", "/unit-registrations", asked("18100"))
        .await["id"]
        .clone();
    let path = format!("/unit-registrations/{}/refusal", id.as_str().unwrap());
    let body = json!({ "reason": "đã có trong danh sách" });
    for (who, problem) in [
        ("ngoai", "404 not_found"),
        ("xem", "403 auth.forbidden"),
        ("", "401 auth.required"),
    ] {
        assert_eq!(
            world.refused(who, "POST", &path, body.clone()).await,
            problem,
            "{who}"
        );
    }
    let outside = world.get("ngoai", "/unit-registrations").await;
    assert_eq!(outside["items"], json!([]));
    let empty = json!({ "reason": " " });
    assert_eq!(
        world.refused("tinh", "POST", &path, empty).await,
        "422 unit.invalid"
    );
    assert_eq!(
        world.send("tinh", "POST", &path, body).await["state"],
        "refused"
    );
    let list = world.get("xa", "/unit-registrations?state=refused").await;
    assert_eq!(list["items"][0]["reason"], "đã có trong danh sách");
}

async fn one_address_asks_so_often(store: TestStore) {
    let limits = Limits {
        sign_ups: Some(Quota {
            burst: NonZeroU32::new(2).unwrap(),
            per: Duration::from_mins(1),
        }),
        ..Limits::default()
    };
    let world = World::limited(store, limits).await;
    let ask = async || {
        world
            .call("", "POST", "/unit-registrations", &asked("18100"))
            .await
    };
    assert_eq!((ask().await.status, ask().await.status), (202, 202));
    assert_eq!(ask().await.problem(), "429 rate.limited");
}
