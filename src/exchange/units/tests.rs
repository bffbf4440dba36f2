//! Unit lists, good and bad.

use super::*;
use crate::domain::{AreaType, UnitColumn, UnitDraft, UnitType};
use crate::exchange::xlsx::fixture;
use serde_json::Value;
use std::path::Path;
use time::macros::date;

const HEADINGS: &str = "code,name,type,parent,area_type,headcount,valid_from,valid_to,replaced_by";

fn read(rows: &str) -> Result<UnitFile, Unreadable> {
    read_units(format!("{HEADINGS}\n{rows}").as_bytes(), "units.csv")
}

fn bad_rows(rows: &str) -> Vec<(String, String)> {
    let file = read(rows).expect("a list");
    let bad = file.refused.into_iter();
    bad.map(|remark| (remark.at, remark.code)).collect()
}

fn placed(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    let owned = expected.iter();
    owned
        .map(|&(at, code)| (at.to_owned(), code.to_owned()))
        .collect()
}

#[test]
fn all_columns_are_read_and_parents_may_follow() {
    let file = read(
        "00123,Phường Thành Sen,phuong,42,urban,1500,2025-07-01,,\n\
         42,Tỉnh Hà Tĩnh,tinh,,,,,,\n\
         0401,Xã cũ,Xã,42,rural,,1/1/1990,30/06/2025,00123; 00456\n\
         hoi,Hội Luật gia,hội,42,,,,,\n",
    )
    .expect("taken");
    let units: Vec<_> = file.rows.iter().map(|row| &row.draft).collect();
    assert_eq!(
        (units[0].code.as_str(), units[0].parent.as_deref()),
        ("00123", Some("42"))
    );
    assert_eq!(
        (units[0].area_type, units[0].headcount),
        (Some(AreaType::Urban), Some(1500))
    );
    assert_eq!(units[0].valid_from, Some(date!(2025 - 07 - 01)));
    assert_eq!(units[2].kind, UnitType::Xa);
    assert_eq!(units[2].valid_to, Some(date!(2025 - 06 - 30)));
    assert_eq!(units[2].replaced_by, ["00123", "00456"]);
    assert_eq!(units[3].kind, UnitType::Khac);
    let warned: Vec<_> = file
        .warnings
        .iter()
        .map(|w| (w.at.as_str(), w.code.as_str()))
        .collect();
    assert_eq!(warned, [("dòng 5, cột C", "units.type_unknown")]);
}

#[test]
fn every_bad_row_is_listed() {
    let rows = "01,A,tinh,,town,-5,2025-13-01,,\n,B,tinh,,,,,,\n03,,tinh,,,1.5,,,\n04,D\u{202E},tinh,,,,2025-01-02,2025-01-01,\n05,E,tinh,,,=1+1,,,\n";
    let cells: Vec<_> = bad_rows(rows);
    let expected = [
        ("dòng 2, cột E", "units.area_type"),
        ("dòng 2, cột F", "units.headcount"),
        ("dòng 2, cột G", "field.type"),
        ("dòng 4, cột B", "field.required"),
        ("dòng 4, cột F", "units.headcount"),
        ("dòng 5, cột B", "import.control_char"),
        ("dòng 5, cột H", "field.range"),
        ("dòng 6, cột F", "import.formula_cell"),
    ];
    assert_eq!(cells, placed(&expected));
    assert_eq!(bad_rows(&"1 2,A,tinh,,,,,,\n".repeat(250)).len(), 100);
}

#[test]
fn duplicates_and_circles_are_faults_and_foreign_parents_are_not() {
    assert_eq!(
        bad_rows("01,A,tinh,,,,,,\n02,B,xa,01,,,,,\n01,C,tinh,,,,,,\n"),
        placed(&[("dòng 4", "units.duplicate")])
    );
    let circle =
        bad_rows("a,A,xa,b,,,,,\nb,B,xa,c,,,,,\nc,C,xa,b,,,,,\nd,D,xa,d,,,,,\ne,E,xa,zz,,,,,\n");
    let rows: Vec<_> = circle.iter().map(|(at, _)| at.as_str()).collect();
    assert_eq!(rows, ["dòng 3", "dòng 4", "dòng 5"]);
    assert!(circle.iter().all(|(_, code)| code == "units.cycle"));
}

#[test]
fn a_workbook_may_hold_codes_as_numbers_and_dates_as_dates() {
    let bytes = fixture::workbook(&[
        &["Danh sách đơn vị"],
        &["Mã", "Tên", "Loại", "Số người", "Hiệu lực từ", "Ghi chú"],
        &["#42", "Tỉnh Hà Tĩnh", "tinh", "#1300000", "@45839", "x"],
        &["00123", "Phường A", "phuong", "", "01/07/2025", ""],
    ]);
    let file = read_units(&bytes, "units.xlsx").expect("taken");
    let units: Vec<_> = file.rows.iter().map(|row| &row.draft).collect();
    assert_eq!(
        (units[0].code.as_str(), units[1].code.as_str()),
        ("42", "00123")
    );
    assert_eq!(units[0].headcount, Some(1_300_000));
    assert_eq!(units[0].valid_from, Some(date!(2025 - 07 - 01)));
    assert_eq!(units[0].valid_from, units[1].valid_from);
    assert_eq!(file.warnings[0].code, "units.column_unknown");
}

#[test]
fn a_list_as_schools_write_it_is_read_below_its_titles() {
    let file = read_units(
        "UBND XÃ ĐỨC THỌ,,,,,\n\
         DANH SÁCH CÁC TRƯỜNG NĂM HỌC 2026-2027,,,,,\n\
         STT,Tên đơn vị,Trực thuộc,Khối,Sĩ số,Ngày số liệu,Tên khác\n\
         1,Trường THCS Lê Lợi,Xã Đức Thọ,Trường học,412,05/09/2026,THCS Đức Thọ; Lê Lợi\n\
         2,Xã đoàn,Xã Đức Thọ,Đoàn thể,,,\n"
            .as_bytes(),
        "truong.csv",
    )
    .expect("a list");
    assert!(
        file.warnings.is_empty() && file.refused.is_empty(),
        "{file:?}"
    );
    let units: Vec<_> = file.rows.iter().map(|row| &row.draft).collect();
    assert_eq!(
        (units[0].code.as_str(), units[0].kind, units[1].kind),
        ("", UnitType::Truong, UnitType::Xa)
    );
    assert_eq!(units[0].parent.as_deref(), Some("Xã Đức Thọ"));
    assert_eq!(units[0].block.as_deref(), Some("Trường học"));
    assert_eq!(units[0].headcount_date, Some(date!(2026 - 09 - 05)));
    assert_eq!(units[0].aliases, ["Lê Lợi", "THCS Đức Thọ"]);
    assert!(!file.columns.contains(&UnitColumn::Code));
}

#[test]
fn what_is_written_is_read_back_in_both_formats() {
    let units = [
        UnitDraft::new("042", "=Tỉnh", UnitType::Tinh),
        UnitDraft {
            parent: Some("042".into()),
            area_type: Some(AreaType::Rural),
            block: Some("Xã, phường".into()),
            headcount: Some(12),
            headcount_source: Some("Thống kê".into()),
            headcount_date: Some(date!(2026 - 01 - 01)),
            valid_from: Some(date!(2025 - 07 - 01)),
            valid_to: Some(date!(2026 - 12 - 31)),
            replaced_by: vec!["1".into(), "2".into()],
            aliases: vec!["Cũ, và xưa".into(), "Khác".into()],
            ..UnitDraft::new("00123", "Xã Một", UnitType::Xa)
        },
    ];
    for (format, name) in [(Format::Csv, "u.csv"), (Format::Xlsx, "u.xlsx")] {
        let bytes = write_units(&units, format).expect("a table");
        let file = read_units(&bytes, name).expect("a list");
        let read: Vec<_> = file.rows.into_iter().map(|row| row.draft).collect();
        assert_eq!(read, units, "{format}");
        assert_eq!(file.columns.len(), 13);
    }
    assert!(write_units(&units, Format::Gift).is_err());
}

#[test]
fn what_is_no_unit_list_is_refused() {
    let code = |bytes: &[u8], name: &str| match read_units(bytes, name) {
        Err(bad) => bad.code,
        other => panic!("{other:?}"),
    };
    assert_eq!(code(b"a,b\n1,2\n", "units.csv"), "units.no_headings");
    assert_eq!(code(b"{\"a\":1}", "units.json"), "import.format_unknown");
    assert_eq!(code(HEADINGS.as_bytes(), "units.csv"), "import.empty");
}

/// All 3,355 provinces and communes of the country, written as CSV and read back.
#[test]
fn the_units_of_the_country_are_read() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../shared/data/vn-admin-units/units_2025-07_v3.0.2_vn_only.json");
    let Ok(text) = std::fs::read_to_string(&path) else {
        println!("skipped: the list of the country's units is not beside the checkout");
        return;
    };
    let country: Value = serde_json::from_str(&text).expect("JSON");
    let text = |value: &Value, key: &str| value[key].as_str().expect("a text").to_owned();
    let mut writer = ::csv::Writer::from_writer(Vec::new());
    writer
        .write_record(["code", "name", "type", "parent"])
        .expect("memory");
    let mut expected = Vec::new();
    for province in country.as_array().expect("provinces") {
        for ward in province["Wards"].as_array().expect("communes") {
            expected.push((
                text(ward, "Code"),
                text(ward, "FullName"),
                Some(text(province, "Code")),
            ));
        }
        expected.push((text(province, "Code"), text(province, "FullName"), None));
    }
    for (code, name, parent) in &expected {
        let kinds = ["Tỉnh", "Thành phố", "Phường", "Xã", "Đặc khu"];
        let kind = kinds
            .into_iter()
            .find(|kind| name.starts_with(kind))
            .expect("a kind");
        writer
            .write_record([code, name, kind, parent.as_deref().unwrap_or("")])
            .expect("memory");
    }
    let file = read_units(&writer.into_inner().expect("memory"), "units.csv").expect("taken");
    assert!(file.warnings.is_empty());
    assert_eq!(file.rows.len(), 3_355);
    let read: Vec<_> = file
        .rows
        .into_iter()
        .map(|row| (row.draft.code, row.draft.name, row.draft.parent))
        .collect();
    assert_eq!(read, expected);
}
