//! Looking through the tree and changing it.

use super::world::{World, each};
use crate::support::database::{TestStore, both_databases};
use serde_json::{Value, json};

both_databases! {
    a_list_shows_where_units_stand,
    everybody_sees_and_changes_only_his_own_units,
    a_unit_is_made_and_changed,
    faults_are_told_by_field,
    a_merger_moves_children_and_is_followed,
    circles_are_refused,
    people_find_units_by_former_names,
    units_go_out_and_come_back,
}

async fn a_list_shows_where_units_stand(store: TestStore) {
    let world = World::on(store).await;
    let page = world.get("tinh", "/units?state=active&limit=3").await;
    assert_eq!(page["total"], 6);
    // By name without tone marks: Lớp 6A, Lớp 6B, Phường Thành Sen, Tỉnh …, Trường …, Xã ….
    assert_eq!(
        each(&page["items"], "code"),
        ["18100-6a", "18100-6b", "18073"]
    );
    let class = &page["items"][0];
    assert_eq!(each(&class["path"], "code"), ["42", "18100", "18100-thcs"]);
    assert_eq!(class["parent"]["name"], "Trường THCS Lê Lợi");
    let next = page["next_cursor"].as_str().unwrap();
    let rest = world
        .get(
            "tinh",
            &format!("/units?state=active&limit=3&cursor={next}"),
        )
        .await;
    assert_eq!(each(&rest["items"], "code"), ["42", "18100-thcs", "18100"]);
    assert_eq!(rest["items"][1]["children"], 2);
    let below = world.get("tinh", "/units?below=18100&sort=-name").await;
    assert_eq!(
        each(&below["items"], "code"),
        ["18100-thcs", "18100-6b", "18100-6a"]
    );
    let schools = world
        .get("tinh", "/units?type=truong&parent=18100&q=le%20loi")
        .await;
    assert_eq!(each(&schools["items"], "code"), ["18100-thcs"]);
    let past = world.get("tinh", "/units?state=past").await;
    assert_eq!(
        past["items"][0]["replaced_by"],
        json!([{ "code": "18100", "name": "Xã Đức Thọ" }])
    );
    assert_eq!(past["items"][0]["valid_to"], "2025-06-30");
    let one = world.get("tinh", "/units/18100").await;
    assert_eq!(
        (&one["staff"], &one["contests"], &one["participants"]),
        (&json!(1), &json!(0), &json!(0))
    );
    for (query, problem) in [
        ("sort=size", "422 field.choice"),
        ("cursor=nowhere", "422 unit.invalid"),
        ("colour=red", "422 query.unknown"),
        ("below=40", "404 not_found"),
    ] {
        let path = format!("/units?{query}");
        let told = world.refused("tinh", "GET", &path, Value::Null).await;
        assert_eq!(told, problem, "{query}");
    }
}

async fn everybody_sees_and_changes_only_his_own_units(store: TestStore) {
    let world = World::on(store).await;
    let seen = async |who: &str| world.get(who, "/units").await["total"].clone();
    assert_eq!(seen("chung").await, 9);
    assert_eq!(
        (seen("xa").await, seen("ngoai").await),
        (json!(4), json!(2))
    );
    for (method, path, body) in [
        ("GET", "/units/17000", Value::Null),
        ("PATCH", "/units/17000", json!({ "headcount": 1 })),
        ("PATCH", "/units/nowhere", json!({ "headcount": 1 })),
        (
            "POST",
            "/units/17000/merge",
            json!({ "into": ["18100"], "on": "2026-01-01" }),
        ),
    ] {
        assert_eq!(
            world.refused("xa", method, path, body).await,
            "404 not_found",
            "{path}"
        );
    }
    let made = json!({ "code": "x", "name": "Xã X", "type": "xa", "parent": "17000" });
    assert_eq!(
        world.refused("xa", "POST", "/units", made).await,
        "422 unit.invalid"
    );
    let root = json!({ "code": "x", "name": "Tỉnh X", "type": "tinh" });
    assert_eq!(
        world.refused("xa", "POST", "/units", root).await,
        "422 unit.invalid"
    );
    let away = json!({ "parent": "40" });
    let told = world.refused("tinh", "PATCH", "/units/18100", away).await;
    assert_eq!(told, "422 unit.invalid");
    let own = json!({ "parent": null });
    assert_eq!(
        world.refused("xa", "PATCH", "/units/18100", own).await,
        "422 unit.invalid"
    );
    let change = json!({ "headcount": 1 });
    let told = world.refused("xem", "PATCH", "/units/18100", change).await;
    assert_eq!(told, "403 auth.forbidden");
    assert_eq!(
        world.refused("", "GET", "/units", Value::Null).await,
        "401 auth.required"
    );
    assert_eq!(world.get("xem", "/units/18100").await["name"], "Xã Đức Thọ");
}

async fn a_unit_is_made_and_changed(store: TestStore) {
    let world = World::on(store).await;
    let new = json!({
        "code": "18100-doan", "name": "  Đoàn   xã ", "type": "doan_the", "parent": "18100",
        "block": "Đoàn thể", "headcount": 40, "headcount_source": "Báo cáo năm 2025",
        "headcount_date": "2025-12-31", "area_type": "rural", "aliases": ["Xã đoàn"],
    });
    let made = world.send("xa", "POST", "/units", new.clone()).await;
    assert_eq!(made["name"], "Đoàn xã");
    assert_eq!(each(&made["path"], "code"), ["42", "18100"]);
    assert_eq!(
        world.refused("xa", "POST", "/units", new).await,
        "409 unit.exists"
    );
    let change = json!({ "headcount": null, "aliases": ["B", "A"], "parent": "18100-thcs" });
    let changed = world.send("xa", "PATCH", "/units/18100-doan", change).await;
    assert_eq!(
        (&changed["headcount"], &changed["aliases"]),
        (&Value::Null, &json!(["A", "B"]))
    );
    assert_eq!(changed["block"], "Đoàn thể", "what is left out stays");
    assert_eq!(changed["parent"]["code"], "18100-thcs");
    let actions: Vec<String> = world.audited().await.into_iter().map(|row| row.0).collect();
    assert_eq!(actions[actions.len() - 2..], ["unit.added", "unit.changed"]);
}

async fn faults_are_told_by_field(store: TestStore) {
    let world = World::on(store).await;
    let bad = json!({ "code": "a b", "name": "Xã", "type": "xa", "parent": "42" });
    let reply = world.call("chung", "POST", "/units", &bad).await;
    assert_eq!(reply.json()["errors"][0]["pointer"], "/code");
    let bad = json!({ "name": "", "headcount": -3, "valid_from": "1/7/2025" });
    let reply = world.call("chung", "PATCH", "/units/18100", &bad).await;
    assert_eq!(reply.problem(), "422 unit.invalid");
    assert_eq!(
        each(&reply.json()["errors"], "pointer"),
        ["/name", "/headcount", "/valid_from"]
    );
    let circle = json!({ "parent": "18100-6a" });
    let reply = world.call("chung", "PATCH", "/units/18100", &circle).await;
    assert_eq!(reply.json()["errors"][0]["code"], "unit.circle");
    let unknown = json!({ "colour": "red" });
    let told = world
        .refused("chung", "PATCH", "/units/18100", unknown)
        .await;
    assert_eq!(told, "422 json.unknown_field");
}

async fn a_merger_moves_children_and_is_followed(store: TestStore) {
    let world = World::on(store).await;
    let body = json!({ "into": ["18073"], "on": "2026-07-01" });
    let merged = world
        .send("tinh", "POST", "/units/18100/merge", body.clone())
        .await;
    assert_eq!(merged["moved"], 1);
    assert_eq!(merged["unit"]["valid_to"], "2026-06-30");
    assert_eq!(merged["unit"]["replaced_by"][0]["code"], "18073");
    let school = world.get("tinh", "/units/18100-thcs").await;
    assert_eq!(school["parent"]["code"], "18073");
    let told = world
        .refused("tinh", "POST", "/units/18100/merge", body)
        .await;
    assert_eq!(told, "409 unit.replaced");
    // The chain is followed from any of its members, by name too, as of a day.
    for (query, codes) in [
        ("code=18099", vec!["18073"]),
        ("name=t%C3%B9ng%20%E1%BA%A3nh", vec!["18073"]),
        ("code=18099&on=2026-01-01", vec!["18100"]),
        ("code=18099&on=2020-01-01", vec!["18099"]),
        ("code=nowhere", vec![]),
    ] {
        let found = world.get("tinh", &format!("/units/resolve?{query}")).await;
        assert_eq!(each(&found["items"], "code"), codes, "{query}");
    }
    for query in ["", "?code=1&name=2", "?code=1&on=today"] {
        let path = format!("/units/resolve{query}");
        let told = world.refused("tinh", "GET", &path, Value::Null).await;
        assert!(told.starts_with("422 field."), "{query}: {told}");
    }
}

async fn circles_are_refused(store: TestStore) {
    let world = World::on(store).await;
    let merge = async |code: &str, into: Value| {
        let body = json!({ "into": into, "on": "2026-07-01" });
        let reply = world
            .call("chung", "POST", &format!("/units/{code}/merge"), &body)
            .await;
        match reply.status {
            200 => String::new(),
            _ => reply.json()["errors"][0]["code"]
                .as_str()
                .unwrap()
                .to_owned(),
        }
    };
    assert_eq!(merge("18100", json!(["18100"])).await, "unit.circle");
    assert_eq!(
        merge("18100", json!(["18100-6a"])).await,
        "unit.circle",
        "a grandchild"
    );
    assert_eq!(merge("18100", json!([])).await, "field.required");
    assert_eq!(
        merge("18100", json!(["18073", "18073"])).await,
        "field.repeated"
    );
    assert_eq!(
        merge("18100", json!(["18099"])).await,
        "field.range",
        "it has ended"
    );
    assert_eq!(merge("18100", json!(["nowhere"])).await, "unit.unknown");
    // A child takes the place of its parent: it stands where that stood, and its sisters below it.
    assert_eq!(merge("18100-thcs", json!(["18100-6a"])).await, "");
    let heir = world.get("chung", "/units/18100-6a").await;
    assert_eq!(
        (&heir["parent"]["code"], &heir["children"]),
        (&json!("18100"), &json!(1))
    );
    // Several successors move no children.
    assert_eq!(merge("18100", json!(["18073", "17000"])).await, "");
    let child = world.get("chung", "/units/18100-6a").await;
    assert_eq!(child["parent"]["code"], "18100");
}

async fn people_find_units_by_former_names(store: TestStore) {
    let world = World::on(store).await;
    world.platform.contest("thi", json!({})).await;
    let aliases = json!({ "aliases": ["Phường Nam Hà"] });
    world.send("tinh", "PATCH", "/units/18073", aliases).await;
    for (typed, code, formerly) in [
        ("tung anh", "18100", json!("Thị trấn Tùng Ảnh")),
        ("nam ha", "18073", json!("Phường Nam Hà")),
        ("duc tho", "18100", Value::Null),
    ] {
        let path = format!("/contests/thi/units?q={}", typed.replace(' ', "%20"));
        let found = world.get("", &path).await;
        assert_eq!(each(&found["items"], "code"), [code], "{typed}");
        assert_eq!(found["items"][0]["formerly"], formerly, "{typed}");
    }
}

async fn units_go_out_and_come_back(store: TestStore) {
    let world = World::on(store).await;
    for format in ["csv", "xlsx"] {
        let path = format!("/units/export?format={format}");
        let reply = world.call("xa", "GET", &path, &Value::Null).await;
        assert_eq!(reply.status, 200);
        let name = format!("don-vi.{format}");
        let back = world
            .upload("xa", "/units/import", &name, &reply.body, &[])
            .await
            .json();
        assert_eq!(
            (&back["units"], &back["added"], &back["changed"]),
            (&json!(4), &json!(0), &json!(0)),
            "{back}"
        );
    }
    let told = world
        .refused("xa", "GET", "/units/export?format=pdf", Value::Null)
        .await;
    assert_eq!(told, "422 field.invalid");
}
