//! What of another unit a list, a body or a query could tell.

use super::world::{World, nothing, office};
use crate::api::imports::upload;
use crate::support::database::{TestStore, both_databases};
use serde_json::{Value, json};
use thiluat::domain::Role;

both_databases! {
    lists_hold_what_is_within_reach,
    ids_in_bodies_and_queries_reach_no_further,
    results_are_for_the_unit_whose_contest_it_is,
    the_register_of_laws_is_everybodys,
}

async fn read(world: &World, path: &str, token: &str) -> Value {
    let reply = world.platform.call("GET", path, token, &Value::Null).await;
    assert_eq!(reply.status, 200, "{path}: {reply:?}");
    reply.json()
}

async fn lists_hold_what_is_within_reach(store: TestStore) {
    let world = World::on(store).await;
    let below = office(&world.platform, Some("to-a")).await;
    let above = office(&world.platform, Some("42")).await;
    let body = json!({ "code": "kho-to-a", "title": "Của tổ" });
    let token = below.token(Role::Author);
    let made = world.platform.call("POST", "/banks", token, &body).await;
    assert_eq!(made.status, 201, "{made:?}");
    let banks = async |token: &str| {
        let list = read(&world, "/banks", token).await;
        let items = list["items"].as_array().unwrap();
        let codes = items.iter().map(|bank| bank["code"].as_str().unwrap());
        codes.collect::<Vec<_>>().join(" ")
    };
    let reader = Role::Organiser;
    assert_eq!(banks(world.a.token(reader)).await, "kho-a kho-to-a");
    assert_eq!(banks(world.b.token(reader)).await, "kho-b");
    assert_eq!(banks(below.token(reader)).await, "kho-to-a");
    assert_eq!(banks(above.token(reader)).await, "kho-a kho-b kho-to-a");
    // What belongs to no unit is the platform's.
    let all = banks(world.everywhere.token(reader)).await;
    assert_eq!(all, "kho-a kho-b kho-to-a thu");
    for path in ["/banks", "/reviews", "/imports", "/laws"] {
        for (own, other) in [(&world.a, &world.b), (&world.b, &world.a)] {
            let list = read(&world, path, own.token(reader)).await.to_string();
            assert!(!list.contains(&other.canary), "{path}: {list}");
            let everything = read(&world, path, world.everywhere.token(reader)).await;
            if path == "/imports" {
                assert!(list.contains(&own.canary), "{path}: {list}");
                assert!(everything.to_string().contains(&other.canary));
            }
        }
        let list = read(&world, path, below.token(reader)).await.to_string();
        assert!(!list.contains("MẬT"), "{path}: {list}");
    }
}

async fn ids_in_bodies_and_queries_reach_no_further(store: TestStore) {
    let world = World::on(store).await;
    let (a, b) = (&world.a, &world.b);
    let (chief, platform) = (b.administrator(), &world.platform);
    let nothing = nothing();
    // Each body once with what is A's and once with what is nobody's.
    let (bank, round) = (&b.ids["bank"], &b.ids["round"]);
    let calls = [
        (
            format!("/banks/{bank}/bulk"),
            "question",
            json!({ "level": 2 }),
        ),
        (format!("/rounds/{round}/voids"), "person", Value::Null),
        (
            format!("/rounds/{round}/proposals"),
            "question",
            Value::Null,
        ),
    ];
    for (path, thing, set) in calls {
        let mut replies = Vec::new();
        for ids in [&a.ids, &nothing] {
            let id = &ids[thing];
            let body = match path.rsplit('/').next() {
                Some("bulk") => json!({ "questions": [id], "set": set }),
                Some("voids") => json!({ "participant": id, "reason": "Biên bản" }),
                _ => json!({ "reason": "Biên bản", "what": { "remark": {
                    "question": id, "version": 1, "ruling": "void_full",
                } } }),
            };
            let reply = platform.call("POST", &path, chief, &body).await;
            assert!(reply.status >= 400, "{path}: {reply:?}");
            replies.push(super::calls::told(&reply));
        }
        assert_eq!(replies[0], replies[1], "{path}");
    }
    // A bank of another unit is as good as none, where one is named to read from it.
    for ids in [&a.ids, &nothing] {
        let path = format!("/reviews?bank={}", ids["bank"]);
        let reply = platform.call("GET", &path, chief, &Value::Null).await;
        assert_eq!(reply.problem(), "404 not_found");
        let body = json!({ "blueprint": [{ "bank": ids["bank"], "count": 1 }] });
        let path = format!("/banks/{bank}/feasibility");
        let reply = platform.call("POST", &path, chief, &body).await;
        assert_eq!(reply.problem(), "422 blueprint.bank");
    }
    // To bring questions in under its code is refused, and nothing of it is told.
    let body = json!({ "code": a.ids["bank"], "title": "Của tôi" });
    let made = platform.call("POST", "/banks", chief, &body).await;
    assert_eq!(made.problem(), "409 bank.exists");
    let file = super::bodies::FILE;
    let started = upload(platform, chief, &a.ids["bank"], "tep.csv", file).await;
    assert_eq!(started.problem(), "409 bank.exists");
    for reply in [made, started] {
        assert!(!String::from_utf8_lossy(&reply.body).contains(&a.canary));
    }
    // A file that was brought before another unit took the code does not go in.
    let started = upload(platform, chief, "kho-moi", "tep.csv", file).await;
    let import = started.json()["id"].as_str().unwrap().to_owned();
    let body = json!({ "code": "kho-moi", "title": "Nhanh hơn" });
    let made = platform
        .call("POST", "/banks", a.administrator(), &body)
        .await;
    assert_eq!(made.status, 201, "{made:?}");
    let path = format!("/imports/{import}/commit");
    let done = platform.call("POST", &path, chief, &json!({})).await;
    assert_eq!(done.problem(), "409 bank.exists");
}

async fn results_are_for_the_unit_whose_contest_it_is(store: TestStore) {
    let world = World::on(store).await;
    let round = &world.a.ids["round"];
    for path in [
        format!("/rounds/{round}/results"),
        format!("/rounds/{round}/results/1"),
    ] {
        let public = read(&world, &path, "").await;
        let other = read(&world, &path, world.b.token(Role::Verifier)).await;
        let own = read(&world, &path, world.a.token(Role::Verifier)).await;
        let all = read(&world, &path, world.everywhere.token(Role::Verifier)).await;
        assert_eq!(public, other, "{path}");
        assert_eq!(own, all, "{path}");
        if path.ends_with('1') {
            let people = |result: &Value| {
                let entries = result["entries"].as_array().unwrap().iter();
                let people = entries.map(|entry| entry["person"]["id"].clone());
                people.collect::<Vec<_>>()
            };
            assert_eq!(people(&public), [Value::Null, Value::Null]);
            assert!(people(&own).contains(&json!(world.a.ids["person"])));
        }
    }
}

async fn the_register_of_laws_is_everybodys(store: TestStore) {
    let world = World::on(store).await;
    let (a, b, platform) = (&world.a, &world.b, &world.platform);
    let law = &a.law;
    let put = async |token: &str, number: &str, title: &str| {
        let body = json!({ "title": title });
        let path = format!("/laws/{number}");
        let reply = platform.call("PUT", &path, token, &body).await;
        if reply.status == 200 {
            "200".to_owned()
        } else {
            reply.problem()
        }
    };
    // A new document is entered by whoever writes questions, and read by everybody.
    assert_eq!(put(a.token(Role::Author), law, "Luật của A").await, "200");
    let laws = read(&world, "/laws", b.token(Role::Author)).await;
    let line = &laws["items"][0];
    assert_eq!(
        (&line["title"], &line["questions"]),
        (&json!("Luật của A"), &json!(0))
    );
    let laws = read(&world, "/laws", a.token(Role::Author)).await;
    assert_eq!(laws["items"][0]["questions"], 6);
    // B's questions do not rest on it, A's do: B leaves it as it is.
    assert_eq!(
        put(b.token(Role::Author), law, "Khác").await,
        "403 law.shared"
    );
    assert_eq!(
        put(b.token(Role::Author), law, "Luật của A").await,
        "200",
        "the same again"
    );
    let body = json!({ "csv": format!("number,title\n{law},Khác\n9/2099/QH15,Mới\n") });
    let token = b.token(Role::Author);
    let done = platform
        .call("POST", "/laws/import", token, &body)
        .await
        .json();
    assert_eq!(
        (&done["accepted"], &done["changed"]),
        (&json!(1), &json!(0))
    );
    assert_eq!(done["refused"][0]["code"], "law.shared");
    let path = format!("/laws/{law}");
    let gone = platform.call("DELETE", &path, token, &Value::Null).await;
    assert_eq!(gone.problem(), "403 law.shared");
    let gone = platform
        .call("DELETE", &path, a.token(Role::Author), &Value::Null)
        .await;
    assert_eq!(gone.problem(), "409 law.cited");
    assert_eq!(put(a.token(Role::Author), law, "Luật A sửa").await, "200");
    // What both rest on is changed by staff of the whole platform only.
    let both = "36/2024/QH15";
    let everywhere = world.everywhere.token(Role::Author);
    assert_eq!(put(everywhere, both, "Luật chung").await, "200");
    for tenant in [a, b] {
        let changed = put(tenant.token(Role::Author), both, "Khác").await;
        assert_eq!(changed, "403 law.shared");
    }
    assert_eq!(put(everywhere, both, "Luật chung, sửa").await, "200");
}
