//! The unit tree.

use super::world::unit_id;
use crate::support::database::{TestStore, both_databases};
use thiluat::domain::{AreaType, UnitDraft, UnitId, UnitType, text};
use thiluat::store::{Store, UnitFilter};
use time::macros::date;

both_databases! {
    a_unit_comes_back_as_it_was_put,
    a_unit_put_again_keeps_its_id,
    search_ignores_marks_case_and_dj,
    search_text_is_taken_as_it_is_written,
    a_list_goes_on_after_a_code,
    units_of_the_past_are_not_offered,
    a_unit_is_within_itself_and_all_above_it,
}

fn draft(code: &str, name: &str, parent: Option<&str>) -> UnitDraft {
    UnitDraft {
        code: code.into(),
        name: name.into(),
        kind: UnitType::Xa,
        parent: parent.map(str::to_owned),
        area_type: None,
        headcount: None,
        valid_from: None,
        valid_to: None,
        replaced_by: Vec::new(),
    }
}

async fn put(store: &dyn Store, units: &[UnitDraft]) {
    let mut work = store.begin().await.unwrap();
    for (number, unit) in (1..).zip(units) {
        work.put_unit(unit_id(number), unit).await.unwrap();
    }
    work.commit().await.unwrap();
}

/// Names found for what a person typed.
async fn found(store: &dyn Store, typed: &str, limit: i64) -> Vec<String> {
    let filter = UnitFilter {
        folded: text::folded(typed),
        limit,
        ..UnitFilter::default()
    };
    let mut work = store.read().await.unwrap();
    let units = work.find_units(&filter).await.unwrap();
    units.into_iter().map(|unit| unit.draft.name).collect()
}

async fn a_unit_comes_back_as_it_was_put(fresh: TestStore) {
    let whole = UnitDraft {
        area_type: Some(AreaType::Rural),
        headcount: Some(12_345),
        valid_from: Some(date!(2025 - 07 - 01)),
        valid_to: Some(date!(2030 - 06 - 30)),
        replaced_by: vec!["18074".into(), "18077".into()],
        ..draft("018073", "Xã Đức Thọ", Some("42"))
    };
    let province = draft("42", "Tỉnh Hà Tĩnh", None);
    put(&*fresh.store, &[province.clone(), whole.clone()]).await;

    let mut work = fresh.store.read().await.unwrap();
    let unit = work.unit_by_code("018073").await.unwrap().unwrap();
    assert_eq!((unit.id, &unit.draft), (unit_id(2), &whole));
    assert_eq!(work.unit(unit_id(2)).await.unwrap(), Some(unit));
    assert_eq!(work.unit_by_code("18073").await.unwrap(), None);
    assert_eq!(work.unit(unit_id(9)).await.unwrap(), None);
    let all = work.all_units().await.unwrap();
    let all: Vec<_> = all.into_iter().map(|unit| unit.draft).collect();
    assert_eq!(all, [whole, province]);
}

async fn a_unit_put_again_keeps_its_id(fresh: TestStore) {
    let merged = UnitDraft {
        headcount: Some(900),
        ..draft("1", "Phường Mới", None)
    };
    put(
        &*fresh.store,
        &[draft("1", "Phường Cũ", None), merged.clone()],
    )
    .await;
    let mut work = fresh.store.read().await.unwrap();
    let unit = work.unit_by_code("1").await.unwrap().unwrap();
    assert_eq!((unit.id, unit.draft), (unit_id(1), merged));
}

async fn search_ignores_marks_case_and_dj(fresh: TestStore) {
    let names = ["Phường Đậu Liêu", "Đức Thọ", "Thôn Bắc Đức", "Nghi Xuân"];
    let units: Vec<_> = (1..)
        .zip(names)
        .map(|(code, name): (u32, _)| draft(&code.to_string(), name, None))
        .collect();
    put(&*fresh.store, &units).await;
    let store = &*fresh.store;
    assert_eq!(found(store, "dau lieu", 9).await, ["Phường Đậu Liêu"]);
    assert_eq!(found(store, "ĐẬU  LIÊU", 9).await, ["Phường Đậu Liêu"]);
    // A name that begins with the text, then one with a word that does, then the rest.
    assert_eq!(found(store, "duc", 9).await, ["Đức Thọ", "Thôn Bắc Đức"]);
    assert_eq!(found(store, "đức", 1).await, ["Đức Thọ"]);
    assert_eq!(found(store, "u", 9).await.len(), 4);
    assert_eq!(found(store, "4", 9).await, ["Nghi Xuân"]);
    assert!(found(store, "hải phòng", 9).await.is_empty());
    assert_eq!(found(store, "", 9).await.len(), 4);
}

async fn search_text_is_taken_as_it_is_written(fresh: TestStore) {
    let units = [
        draft("1", "Khối 100% tự chủ", None),
        draft("2", "Lớp 10_A", None),
        draft("3", r"Tổ \ nhóm", None),
        draft("4", "Lớp 10A", None),
    ];
    put(&*fresh.store, &units).await;
    let store = &*fresh.store;
    assert_eq!(found(store, "%", 9).await, ["Khối 100% tự chủ"]);
    assert_eq!(found(store, "_", 9).await, ["Lớp 10_A"]);
    assert_eq!(found(store, r"\", 9).await, [r"Tổ \ nhóm"]);
    assert!(found(store, "' or 1 = 1 --", 9).await.is_empty());
}

/// Codes are compared byte by byte, whatever language the database was made for.
async fn a_list_goes_on_after_a_code(fresh: TestStore) {
    let codes = ["42", "42-b", "42-B", "42-a", "42.1", "đ", "a-10", "A-9"];
    let units: Vec<_> = codes
        .iter()
        .map(|code| {
            draft(
                code,
                &format!("Đơn vị {code}"),
                (*code != "42").then_some("42"),
            )
        })
        .collect();
    put(&*fresh.store, &units).await;

    let mut expected = codes[1..].to_vec();
    expected.sort_unstable();
    let mut seen = Vec::new();
    let mut after = None;
    loop {
        let filter = UnitFilter {
            folded: String::new(),
            parent: Some("42".into()),
            after: after.take(),
            limit: 2,
        };
        let mut work = fresh.store.read().await.unwrap();
        let page = work.find_units(&filter).await.unwrap();
        let Some(last) = page.last() else { break };
        after = Some(last.draft.code.clone());
        seen.extend(page.into_iter().map(|unit| unit.draft.code));
    }
    assert_eq!(seen, expected);
}

async fn units_of_the_past_are_not_offered(fresh: TestStore) {
    let past = UnitDraft {
        valid_to: Some(date!(2025 - 06 - 30)),
        ..draft("1", "Huyện Đức Thọ", None)
    };
    put(&*fresh.store, &[past, draft("2", "Xã Đức Thọ", None)]).await;
    assert_eq!(found(&*fresh.store, "duc tho", 9).await, ["Xã Đức Thọ"]);
    let mut work = fresh.store.read().await.unwrap();
    let id: Option<UnitId> = work.unit_by_code("1").await.unwrap().map(|unit| unit.id);
    assert_eq!(id, Some(unit_id(1)), "rows of the past still name it");
}

async fn a_unit_is_within_itself_and_all_above_it(fresh: TestStore) {
    let tree = [
        draft("42", "Hà Tĩnh", None),
        draft("18073", "Đức Thọ", Some("42")),
        draft("truong", "Trường", Some("18073")),
        draft("40", "Nghệ An", None),
    ];
    put(&*fresh.store, &tree).await;
    let mut work = fresh.store.read().await.unwrap();
    let mut within = async |unit, top| work.is_within(unit_id(unit), unit_id(top)).await.unwrap();
    for (unit, top) in [(1, 1), (2, 1), (3, 1), (3, 2), (3, 3), (4, 4)] {
        assert!(within(unit, top).await, "{unit} within {top}");
    }
    for (unit, top) in [(1, 2), (2, 3), (3, 4), (4, 1), (9, 1)] {
        assert!(!within(unit, top).await, "{unit} within {top}");
    }
}
