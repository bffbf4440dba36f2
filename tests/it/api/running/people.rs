//! Finding, reading and correcting people, and new codes for those who lost theirs.

use super::world::{SLUG, World, form, numbers};
use crate::support::database::{TestStore, both_databases};
use serde_json::{Value, json};
use thiluat::store::AuditRow;

both_databases! {
    people_are_found_by_name_number_and_telephone,
    a_list_goes_on_where_the_page_before_ended,
    people_are_found_by_how_far_they_have_come,
    a_correction_is_checked_and_its_history_kept,
    what_nobody_may_is_refused_and_what_is_not_his_is_not_there,
    a_new_code_ends_the_old_one,
}

const NAMES: [(&str, &str); 6] = [
    ("Nguyễn Thị Ánh Đào", "0901000111"),
    ("Trần Văn An", "0901000222"),
    ("Lê Đào", "0901000333"),
    ("Phan Anh Đạt", "0912345678"),
    ("Hồ Thị Hoà", "0901000567"),
    ("Đinh Văn Hòa", "0987654321"),
];

async fn filled(store: TestStore) -> World {
    let world = World::open(store, json!({})).await;
    for (name, phone) in NAMES {
        world.registered(&form(name, phone)).await;
    }
    world
}

async fn people_are_found_by_name_number_and_telephone(store: TestStore) {
    let world = filled(store).await;
    for (query, expected) in [
        ("q=dao", &[1, 3][..]),
        ("q=%C4%90%C3%80O", &[1, 3]),
        ("q=anh%20d", &[1, 4]),
        ("q=thi", &[1, 5]),
        ("q=hoa", &[5, 6]),
        ("q=ao", &[]),
        ("q=4", &[4]),
        ("q=678", &[4]),
        ("q=0912%20345.678", &[4]),
        ("q=%2B84912345678", &[4]),
        ("q=567", &[5]),
        ("q=78", &[]),
        ("q=100%25", &[]),
        ("unit=42", &[1, 2, 3, 4, 5, 6]),
        ("unit=18073&q=dao", &[1, 3]),
        ("sort=name", &[2, 3, 1, 4, 6, 5]),
        ("sort=-name", &[5, 6, 4, 1, 3, 2]),
        ("sort=-number&q=dao", &[3, 1]),
        ("sort=created_at&limit=2", &[1, 2]),
    ] {
        assert_eq!(world.found(query).await, expected, "{query}");
    }
    let list = world.get("/participants?q=dao").await;
    assert_eq!(list["total"], 2);
    let first = &list["items"][0];
    assert_eq!(first["phone_masked"], "••••••••111");
    assert_eq!(first["unit"]["code"], "18073");
    assert!(
        !list.to_string().contains("1000111"),
        "no telephone number in a list"
    );
    for (query, fault) in [
        ("sort=phone", "/sort"),
        ("unit=99999", "/unit"),
        ("round=v9&state=sitting", "/round"),
        ("cursor=Nguy", "/cursor"),
        ("cursor=99", "/cursor"),
    ] {
        let path = format!("/participants?{query}");
        let reply = world.call("GET", &path, &world.an, &Value::Null).await;
        assert_eq!(reply.problem(), "422 field.invalid", "{query}");
        assert_eq!(reply.json()["errors"][0]["pointer"], fault, "{query}");
    }
}

async fn a_list_goes_on_where_the_page_before_ended(store: TestStore) {
    let world = filled(store).await;
    for sort in ["number", "-number", "name", "-name"] {
        let whole = world.found(&format!("sort={sort}")).await;
        assert_eq!(whole.len(), NAMES.len());
        let mut pages = Vec::new();
        let mut cursor = String::new();
        loop {
            let path = format!("/participants?sort={sort}&limit=4&cursor={cursor}");
            let page = world.get(&path).await;
            assert_eq!(page["total"], NAMES.len());
            pages.extend(numbers(&page));
            match page["next_cursor"].as_str() {
                Some(next) => next.clone_into(&mut cursor),
                None => break,
            }
        }
        assert_eq!(pages, whole, "{sort}");
    }
}

async fn people_are_found_by_how_far_they_have_come(store: TestStore) {
    let world = World::open(store, json!({})).await;
    let mut tokens = Vec::new();
    for (name, phone) in NAMES {
        tokens.push(world.registered(&form(name, phone)).await.1);
    }
    world.platform.sit(&world.round, &tokens[1], 3).await;
    world.platform.start(&world.round, &tokens[2], "d").await;
    world.platform.sit(&world.round, &tokens[3], 3).await;
    world.platform.start(&world.round, &tokens[3], "d").await;
    for (query, expected) in [
        ("state=registered", &[1, 5, 6][..]),
        ("state=sitting", &[3, 4]),
        ("state=sitting&round=v1&q=dao", &[3]),
        ("state=handed_in", &[2, 4]),
        ("state=handed_in&limit=1", &[2]),
        ("state=excluded", &[]),
    ] {
        assert_eq!(world.found(query).await, expected, "{query}");
    }
    let list = world.get("/participants?q=dat").await;
    let item = &list["items"][0];
    assert_eq!(
        (&item["attempts"], &item["last_state"]),
        (&json!(2), &json!("active"))
    );
}

async fn a_correction_is_checked_and_its_history_kept(store: TestStore) {
    let world = World::open(
        store,
        json!({ "publish": { "scoreboard": "live", "names": "masked" } }),
    )
    .await;
    let (id, token) = world.registered(&form("Trần Van Ân", "0901000222")).await;
    world.registered(&form("Lê Đào", "0901000333")).await;
    world.platform.sit(&world.round, &token, 5).await;
    let path = format!("/participants/{id}");
    let patch = |body: Value| {
        let (world, path) = (&world, path.clone());
        async move { world.call("PATCH", &path, &world.an, &body).await }
    };
    let told = |reply: crate::edge::wire::Reply| {
        let errors = reply.json()["errors"].clone();
        let errors = errors.as_array().unwrap().iter();
        errors
            .map(|error| {
                format!(
                    "{} {}",
                    error["pointer"].as_str().unwrap(),
                    error["code"].as_str().unwrap()
                )
            })
            .collect::<Vec<_>>()
    };
    let bad = patch(json!({
        "fields": {
            "full_name": "A", "phone": "123", "unit": "99", "birth_date": "2020-01-01", "xx": "1",
        },
        "reason": " ",
    }))
    .await;
    assert_eq!(bad.problem(), "422 registration.invalid");
    let mut faults = told(bad);
    faults.sort();
    assert_eq!(
        faults,
        [
            "/fields/full_name field.invalid",
            "/fields/phone field.invalid",
            "/fields/unit unit.unknown",
            "/fields/xx field.unknown",
            "/guardian guardian.required",
            "/reason field.required",
        ]
    );
    let held = patch(json!({ "fields": { "phone": "0901 000 333" }, "reason": "Sai số" })).await;
    assert_eq!(held.problem(), "409 participant.exists");
    let nothing = patch(json!({ "fields": {}, "reason": "?" })).await;
    assert_eq!(nothing.problem(), "422 registration.invalid");

    let why = "Đối chiếu căn cước ngày 1/12";
    let right = json!({ "full_name": "Trần Văn Ân", "phone": "0901000999" });
    let done = patch(json!({ "fields": right, "reason": why })).await;
    assert_eq!(done.status, 200, "{done:?}");
    let detail = done.json();
    assert_eq!(detail["full_name"], "Trần Văn Ân");
    assert_eq!(detail["fields"]["phone"], "+84901000999");
    assert_eq!(detail["fields"]["unit"], "18073");
    assert_eq!(detail["consents"][0]["purpose"], "take_part");
    assert_eq!(detail["attempts"][0]["score"], 5);
    let history = detail["history"].as_array().unwrap();
    let changes: Vec<_> = history
        .iter()
        .map(|line| {
            (
                line["what"].as_str().unwrap(),
                &line["before"],
                &line["after"],
            )
        })
        .collect();
    assert!(changes.contains(&("full_name", &json!("Trần Van Ân"), &json!("Trần Văn Ân"))));
    assert!(changes.contains(&("phone", &json!("+84901000222"), &json!("+84901000999"))));
    assert_eq!(changes.len(), 2);
    assert_eq!(
        (&history[0]["by"]["name"], &history[0]["reason"]),
        (&json!("Cán bộ an"), &json!(why))
    );
    assert_eq!(world.get(&path).await, detail);

    // Found by what he is now and by nothing that he was.
    assert_eq!(world.found("q=999").await, [1]);
    assert_eq!(world.found("q=222").await, [0; 0]);
    // The board of the open round shows him so at once.
    let board = format!("/rounds/{}/scoreboard", world.round);
    world.platform.clock.advance(1_000);
    let board = world
        .platform
        .call("GET", &board, "", &Value::Null)
        .await
        .json();
    assert_eq!(board["entries"][0]["name"], "T. V. Ân");
    assert_eq!(board["totals"], json!({ "people": 1, "attempts": 1 }));
    // He comes back by the new number, and the same again changes nothing.
    let again = patch(json!({ "fields": right, "reason": why })).await;
    assert_eq!(again.json()["history"].as_array().unwrap().len(), 2);
    // The audit log names fields and nobody.
    let rows = audit(&world).await;
    let row = rows
        .iter()
        .find(|row| row.entry.action == "participant.corrected")
        .unwrap();
    assert!(row.entry.detail.contains("full_name"));
    for row in &rows {
        for word in ["Ân", "0901000", "84901000", "căn cước"] {
            assert!(!row.entry.detail.contains(word), "{:?}", row.entry);
        }
    }
}

async fn audit(world: &World) -> Vec<AuditRow> {
    let mut work = world.platform.app.store.read().await.unwrap();
    work.audit_rows(0, 1_000).await.unwrap()
}

async fn what_nobody_may_is_refused_and_what_is_not_his_is_not_there(store: TestStore) {
    let world = World::open(store, json!({})).await;
    let (id, token) = world.registered(&form("Trần Văn Ân", "0901000222")).await;
    let reason = json!({ "reason": "Thử" });
    let person = format!("/participants/{id}");
    let fields = json!({ "fields": { "phone": "0901000999" }, "reason": "Thử" });
    let note = json!({ "text": "Thử" });
    let to = json!({ "to": { "all": true }, "seconds": 60, "reason": "Thử" });
    let round = format!("/rounds/{}", world.round);
    let of = |path: &str| format!("/contests/{SLUG}{path}");
    let calls = [
        ("GET", of("/participants"), Value::Null),
        ("GET", of(&person), Value::Null),
        ("GET", of("/participants/export?format=csv"), Value::Null),
        ("GET", format!("{round}/matrix?format=csv"), Value::Null),
        ("GET", format!("{round}/grants"), Value::Null),
        ("PATCH", of(&person), fields),
        ("POST", of(&format!("{person}/exclusion")), reason.clone()),
        ("DELETE", of(&format!("{person}/exclusion")), reason.clone()),
        ("POST", of(&format!("{person}/code")), reason),
        ("POST", of("/announcements"), note.clone()),
        ("POST", of("/incidents"), note),
        ("POST", format!("{round}/extensions"), to),
    ];
    for (method, path, body) in &calls {
        let as_who = async |token: &str| {
            world
                .platform
                .call(method, path, token, body)
                .await
                .problem()
        };
        assert_eq!(as_who("").await, "401 auth.required", "{path}");
        assert_eq!(as_who(&token).await, "401 auth.required", "{path}");
        assert_eq!(as_who(&world.xem).await, "403 auth.forbidden", "{path}");
        assert_eq!(as_who(&world.xa).await, "404 not_found", "{path}");
    }
    let monitor = world.call("GET", "/monitor", &world.xa, &Value::Null).await;
    assert_eq!(monitor.problem(), "404 not_found");
    // A person of another contest is not there.
    world.platform.contest("khac", json!({})).await;
    let path = format!("/contests/khac{person}");
    let other = world
        .platform
        .call("GET", &path, &world.an, &Value::Null)
        .await;
    assert_eq!(other.problem(), "404 not_found");
}

async fn a_new_code_ends_the_old_one(store: TestStore) {
    let world = World::open(store, json!({})).await;
    let (id, token) = world.registered(&form("Trần Văn Ân", "0901000222")).await;
    let path = format!("/participants/{id}/code");
    let none = world
        .call("POST", &path, &world.an, &json!({ "reason": "" }))
        .await;
    assert_eq!(none.problem(), "422 field.invalid");
    let why = json!({ "reason": "Mất máy" });
    let new = world.call("POST", &path, &world.an, &why).await.json();
    let code = new["sign_in_code"].as_str().unwrap();
    assert_eq!(new["participant"]["id"], json!(id));
    let me = world
        .call("GET", "/participants/me", &token, &Value::Null)
        .await;
    assert_eq!(me.problem(), "401 auth.required");
    let body = json!({ "identity": { "phone": "0901000222" }, "sign_in_code": code });
    let back = world.call("POST", "/sessions", "", &body).await;
    assert_eq!(back.status, 200, "{back:?}");
    let history = world.get(&format!("/participants/{id}")).await["history"].clone();
    assert_eq!(
        (&history[0]["what"], &history[0]["reason"]),
        (&json!("sign_in_code"), &json!("Mất máy"))
    );
    assert!(!history.to_string().contains(code));
}
