//! Lists of units become part of the tree.

use super::world::{World, each};
use crate::support::database::{TestStore, both_databases};
use serde_json::{Value, json};

both_databases! {
    rows_without_codes_find_their_units_by_name,
    a_dry_run_stores_nothing,
    one_bad_row_stores_nothing,
    a_list_changes_nothing_outside_the_own_unit,
    what_a_list_has_no_column_for_stays,
    files_that_are_no_lists_are_refused,
}

async fn take(world: &World, who: &str, list: &str, dry_run: &str) -> Value {
    let parts = [("dry_run", dry_run)];
    let reply = world
        .upload(who, "/units/import", "don-vi.csv", list.as_bytes(), &parts)
        .await;
    assert_eq!(reply.status, 200, "{reply:?}");
    reply.json()
}

async fn rows_without_codes_find_their_units_by_name(store: TestStore) {
    let world = World::on(store).await;
    let list = "DANH SÁCH ĐƠN VỊ,,,\n\
        STT,Tên đơn vị,Trực thuộc,Sĩ số\n\
        1,phuong thanh sen,Tỉnh Hà Tĩnh,900\n\
        2,Tùng Ảnh,Hà Tĩnh,50\n\
        3,TRƯỜNG Trung học cơ sở Lê Lợi,X. Đức Thọ,412\n\
        4,Lớp 6C,THCS Lê Lợi,40\n\
        5,Tổ Toán - Tin,Lớp 6C,4\n";
    let told = take(&world, "tinh", list, "false").await;
    assert_eq!(told["refused"], json!([]), "{told}");
    assert_eq!(told["stored"], true);
    assert_eq!(
        each(&told["rows"], "action"),
        ["match", "match", "match", "add", "add"]
    );
    let codes = ["18073", "18100", "18100-thcs", "18100-thcs-lop-6c"];
    assert_eq!(each(&told["rows"], "code")[..4], codes);
    assert_eq!(
        told["rows"][1]["matched"]["name"], "Xã Đức Thọ",
        "by its former name"
    );
    assert_eq!(
        (&told["added"], &told["changed"], &told["matched"]),
        (&json!(2), &json!(3), &json!(3))
    );
    assert_eq!(
        each(&told["warnings"], "code"),
        ["import.unit_code_made", "import.unit_code_made"]
    );
    let unit = world.get("tinh", "/units/18100").await;
    assert_eq!(
        (&unit["name"], &unit["headcount"]),
        (&json!("Xã Đức Thọ"), &json!(50))
    );
    let team = world.get("tinh", "/units?q=to%20toan").await;
    assert_eq!(team["items"][0]["parent"]["code"], "18100-thcs-lop-6c");
    // The same list again finds what it made.
    let again = take(&world, "tinh", list, "false").await;
    assert_eq!(
        (&again["added"], &again["changed"], &again["matched"]),
        (&json!(0), &json!(0), &json!(5))
    );
}

async fn a_dry_run_stores_nothing(store: TestStore) {
    let world = World::on(store).await;
    let list = "code,name,type,parent\n9,Xã Mới,xa,42\n18100,Xã Đức Thọ Mới,xa,42\n";
    let told = take(&world, "chung", list, "true").await;
    assert_eq!(
        (&told["stored"], &told["added"], &told["changed"]),
        (&json!(false), &json!(1), &json!(1))
    );
    assert_eq!(each(&told["rows"], "action"), ["add", "change"]);
    assert_eq!(
        world.refused("chung", "GET", "/units/9", Value::Null).await,
        "404 not_found"
    );
}

async fn one_bad_row_stores_nothing(store: TestStore) {
    let world = World::on(store).await;
    let twins = "code,name,type,parent\nt1,Xã Tân An,xa,42\nt2,Xã Tân An,phuong,18073\n";
    assert_eq!(take(&world, "chung", twins, "false").await["stored"], true);
    let list = "Mã,Tên đơn vị,Loại,Mã cấp trên\n\
        n1,Xã Mới,xa,42\n\
        ,Tân An,xa,\n\
        ,Xã Lạ,xa,\n\
        n2,Xã Hai,xa,nowhere\n\
        n3,Xã Ba,xa,n4\n\
        n4,Xã Bốn,xa,n3\n\
        n1,Xã Mới,xa,42\n\
        n5,Xã Năm,xa,n2\n\
        n6,=1+1,xa,42\n";
    let told = take(&world, "chung", list, "false").await;
    assert_eq!(told["stored"], false);
    let refused = told["refused"].as_array().unwrap();
    let places: Vec<(&str, &str)> = refused
        .iter()
        .map(|row| (row["at"].as_str().unwrap(), row["code"].as_str().unwrap()))
        .collect();
    for expected in [
        ("dòng 3", "import.unit_ambiguous"),
        ("dòng 4", "import.unit_code"),
        ("dòng 5", "import.unit_parent"),
        ("dòng 6", "units.cycle"),
        ("dòng 7", "units.cycle"),
        ("dòng 8", "units.duplicate"),
        ("dòng 9", "import.unit_parent"),
        ("dòng 10, cột B", "import.formula_cell"),
    ] {
        assert!(places.contains(&expected), "{expected:?} in {places:?}");
    }
    assert_eq!(places.len(), 8, "each fault once: {places:?}");
    let ambiguous = refused.iter().find(|row| row["at"] == "dòng 3").unwrap();
    let detail = ambiguous["detail"].as_str().unwrap();
    assert!(detail.contains("t1") && detail.contains("t2"), "{detail}");
    assert_eq!(
        world
            .refused("chung", "GET", "/units/n1", Value::Null)
            .await,
        "404 not_found"
    );
}

async fn a_list_changes_nothing_outside_the_own_unit(store: TestStore) {
    let world = World::on(store).await;
    let list = "code,name,type,parent\n\
        17000,Xã Bị Đổi,xa,40\n\
        n1,Xã Mới,xa,40\n\
        n2,Tỉnh Mới,tinh,\n\
        18100-6a,Lớp 6A,lop,40\n\
        18100,Xã Đức Thọ,xa,40\n";
    let told = take(&world, "xa", list, "false").await;
    assert_eq!(told["stored"], false);
    assert_eq!(
        each(&told["refused"], "code"),
        ["import.unit_reach"; 5],
        "{told}"
    );
    // The own unit may be in the list, and what lies below it.
    let list = "code,name,type,parent\n18100,Xã Đức Thọ,xa,42\n18100-7a,Lớp 7A,lop,18100-thcs\n";
    let told = take(&world, "xa", list, "false").await;
    assert_eq!(each(&told["rows"], "action"), ["same", "add"], "{told}");
    let reply = world
        .upload("xem", "/units/import", "a.csv", list.as_bytes(), &[])
        .await;
    assert_eq!(reply.problem(), "403 auth.forbidden");
}

async fn what_a_list_has_no_column_for_stays(store: TestStore) {
    let world = World::on(store).await;
    let whole = json!({ "block": "Xã", "headcount": 9, "aliases": ["Thọ"] });
    world.send("tinh", "PATCH", "/units/18100", whole).await;
    let list = "Mã,Tên đơn vị,Khối\n18100,Xã Đức Thọ,\n";
    assert_eq!(take(&world, "tinh", list, "false").await["changed"], 1);
    let unit = world.get("tinh", "/units/18100").await;
    assert_eq!(
        (&unit["block"], &unit["headcount"]),
        (&Value::Null, &json!(9))
    );
    assert_eq!(
        (&unit["aliases"], &unit["type"]),
        (&json!(["Thọ"]), &json!("xa"))
    );
    assert_eq!(unit["parent"]["code"], "42");
}

async fn files_that_are_no_lists_are_refused(store: TestStore) {
    let world = World::on(store).await;
    let refused = async |name: &str, file: &[u8], parts: &[(&str, &str)]| {
        let reply = world
            .upload("chung", "/units/import", name, file, parts)
            .await;
        reply.problem()
    };
    let none: &[(&str, &str)] = &[];
    assert_eq!(
        refused("a.csv", b"a,b\n1,2\n", none).await,
        "422 units.no_headings"
    );
    assert_eq!(
        refused("a.pdf", b"%PDF-1.7", none).await,
        "422 import.format_unknown"
    );
    assert_eq!(refused("a.csv", b"", none).await, "422 import.empty");
    let list = "code,name\n1,A\n".as_bytes();
    let maybe = [("dry_run", "maybe")];
    assert_eq!(refused("a.csv", list, &maybe).await, "422 field.invalid");
    assert_eq!(
        refused("a.csv", list, &[("x", "y")]).await,
        "422 field.unknown"
    );
}
