//! People and the matrix of a round as tables.

use super::world::{SLUG, World, form};
use crate::edge::wire::Reply;
use crate::support::database::{TestStore, both_databases};
use calamine::{Data, Reader as _, Xlsx};
use serde_json::{Value, json};
use std::io::Cursor;
use thiluat::auth::Actor;

both_databases! {
    people_leave_as_a_table_that_computes_nothing,
    the_matrix_tells_what_each_answer_brought,
}

fn csv_rows(reply: &Reply) -> Vec<Vec<String>> {
    assert_eq!(reply.status, 200, "{reply:?}");
    assert_eq!(reply.header("content-type"), "text/csv; charset=utf-8");
    let text = std::str::from_utf8(&reply.body).unwrap();
    let text = text.strip_prefix('\u{feff}').expect("a byte order mark");
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(text.as_bytes());
    let rows = reader
        .records()
        .map(|row| row.unwrap().iter().map(str::to_owned).collect());
    rows.collect()
}

fn xlsx_rows(reply: &Reply) -> Vec<Vec<Data>> {
    assert_eq!(reply.status, 200, "{reply:?}");
    let mut book = Xlsx::new(Cursor::new(reply.body.clone())).unwrap();
    let name = book.sheet_names()[0].clone();
    assert_eq!(
        book.worksheet_formula(&name).unwrap().used_cells().count(),
        0
    );
    let range = book.worksheet_range(&name).unwrap();
    range.rows().map(<[Data]>::to_vec).collect()
}

async fn people_leave_as_a_table_that_computes_nothing(store: TestStore) {
    let world = World::open(store, json!({})).await;
    let (id, _) = world
        .registered(&form("=HYPERLINK(An)", "0901000222"))
        .await;
    world.registered(&form("Lê Đào", "0901000333")).await;
    let reason = json!({ "reason": "Thử" });
    world
        .call(
            "POST",
            &format!("/participants/{id}/exclusion"),
            &world.an,
            &reason,
        )
        .await;
    let export = async |format: &str| {
        let path = format!("/participants/export?format={format}");
        world.call("GET", &path, &world.an, &Value::Null).await
    };
    let csv = export("csv").await;
    let disposition = format!("attachment; filename=\"{SLUG}-participants.csv\"");
    assert_eq!(csv.header("content-disposition"), disposition);
    let rows = csv_rows(&csv);
    assert_eq!(rows.len(), 3);
    let column = |name: &str| rows[0].iter().position(|cell| cell == name).unwrap();
    assert_eq!(rows[1][column("Họ và tên")], "'=HYPERLINK(An)");
    assert_eq!(rows[1][column("Số điện thoại")], "'+84901000222");
    assert_eq!(rows[1][column("Bị loại")], "có");
    assert_eq!(rows[2][column("Tên đơn vị")], "Phường Thành Sen");
    let sheet = xlsx_rows(&export("xlsx").await);
    assert_eq!(sheet[1][column("Họ và tên")], Data::from("=HYPERLINK(An)"));
    assert_eq!(sheet[2][column("Số báo danh")], Data::Float(2.0));
    assert_eq!(export("pdf").await.problem(), "422 field.invalid");
    let mut work = world.platform.app.store.read().await.unwrap();
    let rows = work.audit_rows(0, 1_000).await.unwrap();
    let exports = rows
        .iter()
        .filter(|row| row.entry.action == "participants.exported");
    assert_eq!(exports.count(), 2);
}

async fn the_matrix_tells_what_each_answer_brought(store: TestStore) {
    let world = World::open(store, json!({})).await;
    let (_, one) = world.registered(&form("Trần Văn An", "0901000222")).await;
    let (_, two) = world.registered(&form("Lê Đào", "0901000333")).await;
    world.platform.sit(&world.round, &one, 7).await;
    world.platform.sit(&world.round, &two, 4).await;
    world.platform.sit(&world.round, &two, 10).await;
    world.platform.start(&world.round, &one, "d").await;
    let rows = async |format: &str| {
        let path = format!("/matrix?format={format}");
        world.of_round("GET", &path, &world.an, &Value::Null).await
    };
    let check = |rows: &[Vec<String>]| {
        let questions: Vec<usize> = (0..rows[0].len())
            .filter(|at| rows[0][*at].contains('@'))
            .collect();
        assert_eq!(questions.len(), crate::support::platform::QUESTIONS);
        let score = rows[0].iter().position(|cell| cell == "Điểm").unwrap();
        let told: Vec<(&str, &str, i64, usize)> = rows[1..]
            .iter()
            .map(|row| {
                let marks = questions.iter().map(|at| row[*at].as_str());
                let asked = marks.clone().filter(|mark| !mark.is_empty()).count();
                let points = marks.filter_map(|mark| mark.parse::<i64>().ok()).sum();
                assert_eq!(row[score], format!("{points}"));
                (row[0].as_str(), row[5].as_str(), points, asked)
            })
            .collect();
        assert_eq!(
            told,
            [("1", "1", 7, 10), ("2", "1", 4, 10), ("2", "2", 10, 10)]
        );
    };
    check(&csv_rows(&rows("csv").await));
    world
        .platform
        .app
        .close_round(Actor::Command, SLUG, "v1", true)
        .await
        .unwrap();
    let sheet = xlsx_rows(&rows("xlsx").await);
    assert_eq!(sheet.len(), 5, "the running one was handed in at the close");
    let text: Vec<Vec<String>> = sheet
        .iter()
        .map(|row| row.iter().map(ToString::to_string).collect())
        .collect();
    let without: Vec<Vec<String>> = text
        .into_iter()
        .filter(|row| row[0] != "1" || row[5] != "2")
        .collect();
    check(&without);
}
