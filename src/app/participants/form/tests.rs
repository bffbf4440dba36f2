//! The form as people fill it in.

use super::*;
use crate::app::Language;
use serde_json::json;

const NOW: &str = "2026-11-21T03:00:00Z";

fn contest(registration: &Value, groups: &Value) -> ContestFile {
    serde_json::from_value(json!({
        "contest": { "slug": "thi", "title": "Thi", "organiser": "42", "groups": groups },
        "registration": registration,
    }))
    .unwrap()
}

fn filled(form: &Value, registration: &Value) -> Result<Checked, Vec<FieldFault>> {
    let form: Registering = serde_json::from_value(form.clone()).unwrap();
    check(
        &contest(registration, &json!([])),
        &form,
        NOW.parse().unwrap(),
    )
}

fn codes(form: &Value, registration: &Value) -> Vec<(String, &'static str)> {
    let faults = filled(form, registration).unwrap_err();
    for fault in &faults {
        assert!(!fault.detail(Language::Vietnamese).is_empty());
        assert!(!fault.detail(Language::English).is_empty());
    }
    faults
        .into_iter()
        .map(|fault| (fault.pointer, fault.code))
        .collect()
}

fn adult() -> Value {
    json!({
        "fields": { "full_name": " Trần  Văn An", "birth_date": "1990-05-01", "phone": "0912 345 678", "unit": "18073" },
        "consents": ["take_part"],
    })
}

#[test]
fn an_adult_by_the_default_form() {
    let checked = filled(&adult(), &json!({})).unwrap();
    assert_eq!(checked.full_name, "Trần Văn An");
    assert_eq!(checked.fields["phone"], "+84912345678");
    assert_eq!(checked.unit_code.as_deref(), Some("18073"));
    assert_eq!(
        checked.birth_date.map(|d| d.to_string()).as_deref(),
        Some("1990-05-01")
    );
    let purposes: Vec<_> = checked
        .consents
        .iter()
        .map(|c| c.purpose.as_str())
        .collect();
    assert_eq!(purposes, ["take_part"]);
}

#[test]
fn every_fault_is_named_with_its_place() {
    let form = json!({
        "fields": { "full_name": "A\u{202E}n", "birth_date": "31/12/2001", "phone": 912, "score": "10", "a/b": "" },
        "consents": ["publish_name", "spam", { "purpose": "news", "version": "9" }],
    });
    assert_eq!(
        codes(&form, &json!({})),
        [
            ("/fields/a~1b".into(), "field.unknown"),
            ("/fields/score".into(), "field.unknown"),
            ("/fields/full_name".into(), "text.invalid"),
            ("/fields/birth_date".into(), "field.invalid"),
            ("/fields/phone".into(), "field.type"),
            ("/fields/unit".into(), "field.required"),
            ("/consents/1".into(), "consent.unknown"),
            ("/consents/2".into(), "consent.version"),
            ("/consents".into(), "consent.required"),
        ]
    );
}

#[test]
fn someone_under_sixteen_needs_a_guardian() {
    let mut form = adult();
    form["fields"]["birth_date"] = json!("2010-11-22");
    assert_eq!(
        codes(&form, &json!({})),
        [("/guardian".into(), "guardian.required")]
    );
    form["guardian"] = json!({ "full_name": "Trần Thị B", "phone": "12", "relation": " " });
    assert_eq!(
        codes(&form, &json!({})),
        [
            ("/guardian/phone".into(), "field.invalid"),
            ("/guardian/relation".into(), "field.required"),
        ]
    );
    form["guardian"] =
        json!({ "full_name": "Trần Thị B", "phone": "0912345679", "relation": "mẹ" });
    let checked = filled(&form, &json!({})).unwrap();
    assert_eq!(checked.guardian.unwrap().phone, "+84912345679");
    assert!(
        checked
            .consents
            .iter()
            .any(|c| c.purpose == "guardian" && c.version == "1")
    );
    // On the sixteenth birthday nobody asks any more.
    form["fields"]["birth_date"] = json!("2010-11-21");
    let checked = filled(&form, &json!({})).unwrap();
    assert!(checked.guardian.is_none());
    assert!(!checked.consents.iter().any(|c| c.purpose == "guardian"));
}

#[test]
fn ages_are_held_to_the_limits_of_the_contest() {
    let mut form = adult();
    form["fields"]["birth_date"] = json!("2012-11-22");
    form["guardian"] =
        json!({ "full_name": "Trần Thị B", "phone": "0912345679", "relation": "mẹ" });
    assert_eq!(
        codes(&form, &json!({ "min_age": 14 })),
        [("/fields/birth_date".into(), "field.age")]
    );
    form["fields"]["birth_date"] = json!("2026-11-22");
    assert_eq!(
        codes(&form, &json!({}))[0],
        ("/fields/birth_date".into(), "field.range")
    );
}

#[test]
fn groups_are_asked_where_there_are_groups() {
    let contest = contest(
        &json!({}),
        &json!([{ "code": "hoc-sinh", "title": "Học sinh" }]),
    );
    let group = |group: Value| {
        let mut form = adult();
        form["group"] = group;
        let form: Registering = serde_json::from_value(form).unwrap();
        check(&contest, &form, NOW.parse().unwrap()).map(|checked| checked.group)
    };
    assert_eq!(
        group(json!("hoc-sinh")).unwrap().as_deref(),
        Some("hoc-sinh")
    );
    assert_eq!(group(json!(null)).unwrap_err()[0].code, "field.required");
    assert_eq!(group(json!("can-bo")).unwrap_err()[0].code, "field.invalid");
}

#[test]
fn every_known_field_and_own_kinds() {
    let registration = json!({ "fields": [
        { "key": "full_name", "required": true }, { "key": "email" }, { "key": "id_number" }, { "key": "sex" },
        { "key": "occupation" }, { "key": "code" },
        { "key": "shirt", "label": "Cỡ áo", "options": ["M", "L"] },
        { "key": "years", "label": "Số năm", "kind": "number" },
        { "key": "since", "label": "Từ ngày", "kind": "date" },
    ]});
    let with = |key: &str, value: Value| {
        let form =
            json!({ "fields": { "full_name": "Lê Lợi", key: value }, "consents": ["take_part"] });
        filled(&form, &registration)
            .map(|checked| checked.fields.get(key).cloned().unwrap_or_default())
            .map_err(|faults| faults[0].code)
    };
    assert_eq!(
        with("email", json!("An@Example.VN")).unwrap(),
        "an@example.vn"
    );
    assert_eq!(with("email", json!("an@vn")), Err("field.invalid"));
    assert_eq!(
        with("id_number", json!("042 090 001 234")).unwrap(),
        "042090001234"
    );
    assert_eq!(with("id_number", json!("0420")), Err("field.invalid"));
    assert_eq!(with("sex", json!("Nữ")).unwrap(), "female");
    assert_eq!(with("sex", json!("x")), Err("field.invalid"));
    assert_eq!(with("code", json!("hs-01")).unwrap(), "HS-01");
    assert_eq!(with("shirt", json!("L")).unwrap(), "L");
    assert_eq!(with("shirt", json!("XL")), Err("field.invalid"));
    assert_eq!(with("years", json!(12)).unwrap(), "12");
    assert_eq!(with("years", json!(1.5)), Err("field.type"));
    assert_eq!(with("years", json!(1_i64 << 53)), Err("field.range"));
    assert_eq!(with("since", json!("2020-02-30")), Err("field.invalid"));
    assert_eq!(
        with("occupation", json!("x".repeat(301))),
        Err("field.length")
    );
    assert_eq!(with("full_name", json!("1")), Err("field.invalid"));
}
