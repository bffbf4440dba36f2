//! The list of contests that one manages.

use super::world::{World, document};
use crate::support::database::{TestStore, both_databases};
use serde_json::{Value, json};

both_databases! {
    the_list_holds_what_is_within_reach,
}

fn slugs(list: &Value) -> Vec<&str> {
    let items = list["items"].as_array().unwrap().iter();
    items.map(|item| item["slug"].as_str().unwrap()).collect()
}

async fn the_list_holds_what_is_within_reach(store: TestStore) {
    let world = World::on(store).await;
    let open = world.contest("dang-mo").await;
    world.platform.clock.advance(1_000);
    let app = &world.platform.app;
    let mut later = document(&world, "sap-mo");
    later["contest"]["title"] = json!("Phòng cháy, chữa cháy");
    app.apply_contest(world.actor("sen"), &later.to_string(), false)
        .await
        .unwrap();
    world.platform.clock.advance(1_000);
    let draft = document(&world, "chua-dang").to_string();
    app.apply_contest(world.actor("sen"), &draft, true)
        .await
        .unwrap();
    let token = world.platform.register("dang-mo", 1).await;
    let round = open["round"].as_str().unwrap();
    world.platform.sit(round, &token, 3).await;
    let list = world.get("sen", "/contests/managed").await;
    assert_eq!(slugs(&list), ["chua-dang", "sap-mo", "dang-mo"]);
    assert_eq!(
        (&list["total"], &list["next_cursor"]),
        (&json!(3), &Value::Null)
    );
    let running = &list["items"][2];
    assert_eq!(
        running["organiser"],
        json!({ "code": "18073", "name": "Phường Thành Sen" })
    );
    assert_eq!(
        (
            &running["published"],
            &running["people"],
            &running["attempts"]
        ),
        (&json!(true), &json!(1), &json!(1))
    );
    assert_eq!(
        (&running["rounds"][0]["id"], &running["rounds"][0]["state"]),
        (&open["round"], &json!("open"))
    );
    assert_eq!(list["items"][0]["published"], false);
    for (state, wanted) in [
        ("draft", vec!["chua-dang"]),
        ("scheduled", vec!["sap-mo"]),
        ("open", vec!["dang-mo"]),
        ("closed", vec![]),
    ] {
        let list = world
            .get("tinh", &format!("/contests/managed?state={state}"))
            .await;
        assert_eq!(slugs(&list), wanted, "{state}");
        assert_eq!(list["total"], wanted.len());
    }
    let found = world.get("xem", "/contests/managed?q=phong%20chay").await;
    assert_eq!(slugs(&found), ["sap-mo"]);
    assert_eq!(
        world.get("xem", "/contests/managed?q=100%25").await["total"],
        0
    );
    let first = world.get("sen", "/contests/managed?limit=2").await;
    assert_eq!(
        (slugs(&first), &first["total"]),
        (vec!["chua-dang", "sap-mo"], &json!(3))
    );
    let cursor = first["next_cursor"].as_str().unwrap();
    let rest = world
        .get("sen", &format!("/contests/managed?limit=2&cursor={cursor}"))
        .await;
    assert_eq!(
        (slugs(&rest), &rest["next_cursor"]),
        (vec!["dang-mo"], &Value::Null)
    );
    for who in ["hong", "khac"] {
        assert_eq!(
            world.get(who, "/contests/managed").await["total"],
            0,
            "{who}"
        );
    }
    assert_eq!(
        world
            .refused("", "GET", "/contests/managed", Value::Null)
            .await,
        "401 auth.required"
    );
    let file = world
        .call("sen", "GET", "/contests/chua-dang/file", &Value::Null)
        .await;
    assert_eq!(String::from_utf8(file.body).unwrap(), draft);
    let refused = world
        .refused("hong", "GET", "/contests/chua-dang/file", Value::Null)
        .await;
    assert_eq!(refused, "404 not_found");
}
