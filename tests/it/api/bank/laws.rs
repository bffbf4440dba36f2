//! The register of laws.

use super::world::{BANK, World, draft, text};
use crate::support::database::{TestStore, both_databases};
use serde_json::{Value, json};

both_databases! {
    documents_are_entered_found_and_removed,
    what_is_wrong_with_a_document_is_named,
    a_list_is_brought_in_and_its_bad_rows_are_told,
    a_law_that_is_replaced_is_a_task,
}

async fn put(world: &World, number: &str, body: Value) -> Value {
    let reply = world
        .call("tac-gia", "PUT", &format!("/laws/{number}"), &body)
        .await;
    assert_eq!(reply.status, 200, "{reply:?}");
    reply.json()
}

async fn documents_are_entered_found_and_removed(store: TestStore) {
    let world = World::on(store).await;
    world.add(&draft("Câu một")).await;
    let road = put(
        &world,
        "36/2024/QH15",
        json!({
            "title": "Luật Trật tự, an toàn giao thông đường bộ", "issuer": "Quốc hội",
            "valid_from": "2025-01-01", "link": "https://example.vn/36",
        }),
    )
    .await;
    // All forty of the bank that every platform of these tests has cite it, too.
    assert_eq!(road["questions"], 41);
    // Slashes of a number stay as they are, other letters are escaped: 15/2012/NĐ-CP.
    put(
        &world,
        "15/2012/N%C4%90-CP",
        json!({ "title": "Luật Xử lý vi phạm hành chính" }),
    )
    .await;
    let all = world.get("duyet", "/laws").await;
    let numbers: Vec<String> = all["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|law| text(&law["number"]))
        .collect();
    assert_eq!(numbers, ["15/2012/NĐ-CP", "36/2024/QH15"]);
    let found = world.get("duyet", "/laws?q=duong%20bo%20quoc%20hoi").await;
    assert_eq!(found["items"], json!([road]));
    let facets = world.get("duyet", &format!("/banks/{BANK}/facets")).await;
    assert_eq!(
        facets["laws"][0]["title"],
        "Luật Trật tự, an toàn giao thông đường bộ"
    );

    let remove = |number: &'static str| world.call("tac-gia", "DELETE", number, &Value::Null);
    let cited = remove("/laws/36/2024/QH15").await;
    assert_eq!(cited.problem(), "409 law.cited");
    assert_eq!(cited.json()["questions"], 41);
    assert_eq!(remove("/laws/15/2012/N%C4%90-CP").await.status, 204);
    assert_eq!(
        remove("/laws/15/2012/N%C4%90-CP").await.problem(),
        "404 not_found"
    );
}

async fn what_is_wrong_with_a_document_is_named(store: TestStore) {
    let world = World::on(store).await;
    for (body, code, pointer) in [
        (json!({ "title": " " }), "422 field.required", "/title"),
        (
            json!({ "title": "a", "valid_from": "2025-02-01", "valid_to": "2025-01-01" }),
            "422 field.range",
            "/valid_to",
        ),
        (
            json!({ "title": "a", "link": "javascript:alert(1)" }),
            "422 field.invalid",
            "/link",
        ),
        (
            json!({ "title": "a", "replaced_by": "1/2025" }),
            "422 field.invalid",
            "/replaced_by",
        ),
        (
            json!({ "title": "a", "replaced_by": "2/2025" }),
            "422 law.end_required",
            "/valid_to",
        ),
        (
            json!({ "title": "a", "valid_to": "31/12/2025" }),
            "422 field.invalid",
            "/valid_to",
        ),
    ] {
        let reply = world.call("tac-gia", "PUT", "/laws/1/2025", &body).await;
        assert_eq!(reply.problem(), code, "{body}");
        assert_eq!(reply.json()["errors"][0]["pointer"], pointer, "{body}");
    }
    // Where the next one begins is known, the old one ends the day before.
    put(
        &world,
        "2/2025",
        json!({ "title": "b", "valid_from": "2026-01-01" }),
    )
    .await;
    put(
        &world,
        "1/2025",
        json!({ "title": "a", "replaced_by": "2/2025" }),
    )
    .await;
}

async fn a_list_is_brought_in_and_its_bad_rows_are_told(store: TestStore) {
    let world = World::on(store).await;
    let csv = "Số hiệu,Tên văn bản,Cơ quan ban hành,Ngày có hiệu lực,Ngày hết hiệu lực,Văn bản thay thế\n\
               23/2008/QH12,Luật Giao thông đường bộ,Quốc hội,01/07/2009,,36/2024/QH15\n\
               36/2024/QH15,Luật TTATGTĐB,Quốc hội,01/01/2025,,\n\
               36/2024/QH15,Lần nữa,,,,\n\
               9/2020,Sai ngày,,32/01/2020,,\n\
               8/2020,Thay mà không rõ ngày,,,,7/2020\n\
               ,Không số,,,,\n";
    let body = |dry_run: bool| json!({ "csv": csv, "dry_run": dry_run });
    let told = world.post("tac-gia", "/laws/import", body(true)).await;
    assert_eq!(
        (&told["accepted"], &told["changed"]),
        (&json!(2), &json!(0))
    );
    let refused: Vec<(String, String)> = told["refused"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| (text(&row["at"]), text(&row["code"])))
        .collect();
    let expected = [
        ("dòng 5, cột D", "field.date"),
        ("dòng 4", "import.duplicate"),
        ("dòng 7", "field.required"),
        ("dòng 6", "law.end_required"),
    ]
    .map(|(at, code)| (at.to_owned(), code.to_owned()));
    assert_eq!(refused, expected);
    assert_eq!(world.get("duyet", "/laws").await["items"], json!([]));
    world.post("tac-gia", "/laws/import", body(false)).await;
    let laws = world.get("duyet", "/laws").await;
    assert_eq!(laws["items"].as_array().unwrap().len(), 2);
    assert_eq!(laws["items"][0]["replaced_by"], "36/2024/QH15");
    let again = world.post("tac-gia", "/laws/import", body(false)).await;
    assert_eq!(
        (&again["accepted"], &again["unchanged"]),
        (&json!(0), &json!(2))
    );
    let refused = world
        .refused(
            "tac-gia",
            "POST",
            "/laws/import",
            json!({ "csv": "a,b\n1,2\n" }),
        )
        .await;
    assert_eq!(refused, "422 laws.no_headings");
}

async fn a_law_that_is_replaced_is_a_task(store: TestStore) {
    let world = World::on(store).await;
    let question = world.approved(&draft("Câu một")).await;
    // More than sixty days away, but it is known that another one comes.
    let body = json!({ "title": "Luật", "valid_to": "2027-12-31", "replaced_by": "9/2027/QH16" });
    put(&world, "36/2024/QH15", body).await;
    let tasks = world.get("duyet", &format!("/reviews?bank={BANK}")).await;
    assert_eq!(tasks["total"], 1);
    assert_eq!(tasks["items"][0]["reason"], "law_ends");
    assert_eq!(tasks["items"][0]["question"]["id"], question["id"]);
    assert_eq!(
        tasks["items"][0]["detail"],
        "36/2024/QH15 có hiệu lực đến hết ngày 2027-12-31, thay bằng 9/2027/QH16."
    );
    put(
        &world,
        "36/2024/QH15",
        json!({ "title": "Luật", "valid_to": "2027-12-31" }),
    )
    .await;
    assert_eq!(world.get("duyet", "/reviews").await["total"], 0);
}
