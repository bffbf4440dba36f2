//! Who else there is, what may be changed, and what was done.

use super::world::{World, email, text};
use crate::support::database::{TestStore, both_databases, every_profile};
use serde_json::{Value, json};
use thiluat::domain::Role;

both_databases! {
    the_list_finds_and_turns_pages,
    a_member_changes_within_reach,
    the_last_administrator_stays,
    the_audit_log_is_read_within_reach,
}

every_profile! {
    a_closed_account_is_out_at_once_on_every_node,
}

async fn id_of(world: &World, token: &str, name: &str) -> String {
    let list = world.get(token, &format!("/staff?q={name}@")).await;
    text(&list["items"][0]["id"])
}

async fn the_list_finds_and_turns_pages(store: TestStore) {
    let world = World::on(store).await;
    for number in 0..60 {
        let unit = if number < 30 { "18073" } else { "18070" };
        let role = if number % 2 == 0 {
            Role::Author
        } else {
            Role::Judge
        };
        world
            .add(&format!("nguoi-{number:02}"), role, Some(unit))
            .await;
    }
    let top = world.sign_in("tinh").await;
    let first = world.get(&top, "/staff").await;
    assert_eq!(
        (first["items"].as_array().unwrap().len(), &first["total"]),
        (50, &json!(63))
    );
    let cursor = text(&first["next_cursor"]);
    let second = world.get(&top, &format!("/staff?cursor={cursor}")).await;
    assert_eq!(second["next_cursor"], Value::Null);
    let mut names: Vec<String> = [first, second]
        .iter()
        .flat_map(|page| page["items"].as_array().unwrap().clone())
        .map(|item| text(&item["name"]))
        .collect();
    assert_eq!(names.len(), 63);
    let sorted = names.clone();
    names.sort();
    names.dedup();
    assert_eq!(names, sorted);
    for (query, total) in [
        ("role=judge", 30),
        ("q=can%20bo%20nguoi-1", 10),
        ("q=NGUOI-0", 10),
        ("q=%25", 0),
        ("state=disabled", 0),
        ("state=active&role=administrator", 3),
    ] {
        let list = world.get(&top, &format!("/staff?{query}")).await;
        assert_eq!(list["total"], total, "{query}");
    }
    let sen = world.sign_in("sen").await;
    assert_eq!(world.get(&sen, "/staff").await["total"], 31);
    assert_eq!(world.get(&sen, "/staff?q=tinh@").await["total"], 0);
    for (query, pointer) in [
        ("role=king", "/role"),
        ("state=x", "/state"),
        ("cursor=x", "/cursor"),
    ] {
        let reply = world
            .call(&top, "GET", &format!("/staff?{query}"), Value::Null)
            .await;
        assert_eq!(reply.status, 422);
        assert_eq!(reply.json()["errors"][0]["pointer"], pointer);
    }
}

async fn a_member_changes_within_reach(store: TestStore) {
    let world = World::on(store).await;
    let id = world.add("an", Role::Viewer, Some("18073")).await;
    let path = format!("/staff/{id}");
    let (top, sen, phu) = (
        world.sign_in("tinh").await,
        world.sign_in("sen").await,
        world.sign_in("phu").await,
    );
    let session = world.sign_in("an").await;
    let patch = async |token: &str, body: Value| world.call(token, "PATCH", &path, body).await;
    assert_eq!(
        patch(&phu, json!({ "name": "X" })).await.problem(),
        "404 not_found"
    );
    let changed = patch(&sen, json!({ "name": "Trần An", "role": "organiser" }))
        .await
        .json();
    assert_eq!(
        (&changed["name"], &changed["role"]),
        (&json!("Trần An"), &json!("organiser"))
    );
    // What may be done follows at once, in the session that is open.
    assert_eq!(
        world.get(&session, "/staff/session").await["role"],
        "organiser"
    );
    for unit in [json!("18070"), json!("42"), Value::Null] {
        let refused = patch(&sen, json!({ "unit": unit })).await;
        assert_eq!(refused.status, 422, "{refused:?}");
    }
    let moved = patch(&top, json!({ "unit": "18070" })).await.json();
    assert_eq!(moved["unit"]["code"], "18070");
    assert_eq!(
        patch(&sen, json!({ "name": "Y" })).await.problem(),
        "404 not_found"
    );
    let moved = patch(&top, json!({ "unit": null })).await.json();
    assert_eq!(moved["unit"], Value::Null);
    // Nobody of a unit reaches those of the whole platform.
    assert_eq!(
        patch(&phu, json!({ "name": "Y" })).await.problem(),
        "404 not_found"
    );
    assert_eq!(
        patch(&top, json!({ "email": "x@y.vn" })).await.problem(),
        "422 json.unknown_field"
    );
    assert_eq!(
        patch(&top, json!({ "name": "" })).await.problem(),
        "422 field.invalid"
    );
}

async fn the_last_administrator_stays(store: TestStore) {
    let world = World::on(store).await;
    let top = world.sign_in("tinh").await;
    let own = id_of(&world, &top, "tinh").await;
    let path = format!("/staff/{own}");
    for body in [json!({ "role": "viewer" }), json!({ "disabled": true })] {
        let refused = world.refused(&top, "PATCH", &path, body).await;
        assert_eq!(refused, "409 staff.oneself");
    }
    let last = "409 staff.last_administrator";
    assert_eq!(
        world
            .refused(&top, "PATCH", &path, json!({ "unit": "42" }))
            .await,
        last
    );
    world
        .did(&top, "PATCH", &path, json!({ "name": "Quản trị" }))
        .await;
    let second = world.add("hai", Role::Administrator, None).await;
    let hai = world.sign_in("hai").await;
    world
        .did(&hai, "PATCH", &path, json!({ "disabled": true }))
        .await;
    let gone = world
        .refused(&top, "GET", "/staff/session", Value::Null)
        .await;
    assert_eq!(gone, "401 auth.required");
    let path = format!("/staff/{second}");
    assert_eq!(
        world
            .refused(&hai, "PATCH", &path, json!({ "unit": "42" }))
            .await,
        last
    );
    // Opened again, the first one is there as before.
    world
        .did(
            &hai,
            "PATCH",
            &format!("/staff/{own}"),
            json!({ "disabled": false }),
        )
        .await;
    let top = world.sign_in("tinh").await;
    world
        .did(&top, "PATCH", &path, json!({ "disabled": true }))
        .await;
}

async fn a_closed_account_is_out_at_once_on_every_node(store: TestStore) {
    let world = World::on(store).await;
    let id = world.add("an", Role::Organiser, None).await;
    let (top, an) = (world.sign_in("tinh").await, world.sign_in("an").await);
    let other = world.platform.another_node();
    assert!(other.staff_signed_in(&an).await.is_ok());
    world.get(&an, "/staff/session").await;
    world
        .did(
            &top,
            "PATCH",
            &format!("/staff/{id}"),
            json!({ "disabled": true }),
        )
        .await;
    assert!(other.staff_signed_in(&an).await.is_err());
    let gone = world.refused(&an, "GET", "/banks", Value::Null).await;
    assert_eq!(gone, "401 auth.required");
    let listed = world.get(&top, "/staff?state=disabled").await;
    assert_eq!(listed["items"][0]["email"], email("an"));
    // What was signed in before does not come back with the account.
    world
        .did(
            &top,
            "PATCH",
            &format!("/staff/{id}"),
            json!({ "disabled": false }),
        )
        .await;
    assert!(other.staff_signed_in(&an).await.is_err());
}

async fn the_audit_log_is_read_within_reach(store: TestStore) {
    let world = World::on(store).await;
    let (top, sen) = (world.sign_in("tinh").await, world.sign_in("sen").await);
    let id = world.add("an", Role::Viewer, Some("18073")).await;
    let body = json!({ "name": "Trần Thị Bí Mật" });
    world
        .did(&sen, "PATCH", &format!("/staff/{id}"), body)
        .await;
    let all = world.get(&top, "/audit").await;
    let items = all["items"].as_array().unwrap();
    assert_eq!(items[0]["action"], "staff.changed");
    assert_eq!(items[0]["actor"]["name"], "Cán bộ sen");
    assert!(
        items
            .iter()
            .any(|item| item["actor"] == json!({ "word": "command" })),
        "{all}"
    );
    // Ids only: neither the name before nor the one after stands there.
    assert!(!all["items"].to_string().contains("Bí Mật"), "{all}");
    let seqs: Vec<i64> = items
        .iter()
        .map(|item| item["seq"].as_i64().unwrap())
        .collect();
    assert!(seqs.windows(2).all(|two| two[0] > two[1]), "{seqs:?}");
    let actor = text(&items[0]["actor"]["id"]);
    for (query, count) in [
        (format!("actor={actor}"), 2),
        ("action=staff.changed".to_owned(), 1),
        ("action=staff.&actor=command".to_owned(), 4),
        (format!("subject=staff:{id}"), 2),
        ("action=st%25".to_owned(), 0),
    ] {
        let found = world.get(&top, &format!("/audit?{query}")).await;
        assert_eq!(
            found["items"].as_array().unwrap().len(),
            count,
            "{query}: {found}"
        );
    }
    // Of a unit one sees what its own staff did.
    let own = world.get(&sen, "/audit").await;
    let own = own["items"].as_array().unwrap();
    assert_eq!(own.len(), 2, "{own:?}");
    assert!(own.iter().all(|item| item["actor"]["name"] == "Cán bộ sen"));
    let phu = world.sign_in("phu").await;
    let found = world.get(&phu, &format!("/audit?actor={actor}")).await;
    assert_eq!(found["items"], json!([]));
    world.add("xem", Role::Viewer, None).await;
    let xem = world.sign_in("xem").await;
    assert_eq!(
        world.refused(&xem, "GET", "/audit", Value::Null).await,
        "403 auth.forbidden"
    );
    // It is a chain still.
    let whole = world.platform.app.look_at_audit(&[]).await.unwrap();
    assert!(whole.is_ok(), "{whole:?}");
}
