//! The unit tree.

use super::world::unit_id;
use crate::support::database::{TestStore, both_databases, start};
use thiluat::domain::{
    AreaType, RegistrationId, UnitContact, UnitDraft, UnitId, UnitRegistration, UnitType,
    WaitState, text,
};
use thiluat::store::{PlacedUnit, Store, UnitFilter, UnitListing, UnitOrder};
use time::macros::date;

both_databases! {
    a_unit_comes_back_as_it_was_put,
    a_unit_put_again_keeps_its_id,
    search_ignores_marks_case_and_dj,
    search_text_is_taken_as_it_is_written,
    a_list_goes_on_after_a_code,
    units_of_the_past_are_not_offered,
    a_unit_is_within_itself_and_all_above_it,
    many_units_are_written_at_once,
    units_are_found_by_other_and_former_names,
    lists_go_on_in_every_order,
    a_list_is_confined_to_a_part_of_the_tree,
    children_move_below_another_unit,
    a_registration_is_decided_once,
}

fn draft(code: &str, name: &str, parent: Option<&str>) -> UnitDraft {
    UnitDraft {
        parent: parent.map(str::to_owned),
        ..UnitDraft::new(code, name, UnitType::Xa)
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
        block: Some("Xã, phường".into()),
        headcount_source: Some("Thống kê tỉnh".into()),
        headcount_date: Some(date!(2025 - 04 - 01)),
        aliases: vec!["Thị trấn Đức Thọ".into(), "Đức Thọ cũ".into()],
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
            on: None,
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

/// A list of everything, by name.
fn listing() -> UnitListing {
    UnitListing {
        folded: String::new(),
        within: None,
        below: None,
        parent: None,
        only: None,
        tops: false,
        kind: None,
        area: None,
        past: None,
        on: date!(2026 - 12 - 01),
        order: UnitOrder::Name,
        descending: false,
        after: None,
        limit: 100,
    }
}

/// Codes of a list, taken three at a time, which has to be as many as are counted.
async fn codes(store: &dyn Store, listing: UnitListing) -> Vec<String> {
    let mut listing = UnitListing {
        limit: 3,
        ..listing
    };
    let mut work = store.read().await.unwrap();
    let total = work.count_units(&listing).await.unwrap();
    let mut codes: Vec<String> = Vec::new();
    loop {
        let page = work.list_units(&listing).await.unwrap();
        let Some(last) = page.last() else { break };
        listing.after = Some(last.draft.code.clone());
        codes.extend(page.into_iter().map(|unit| unit.draft.code));
    }
    assert_eq!(i64::try_from(codes.len()).unwrap(), total);
    codes
}

async fn many_units_are_written_at_once(fresh: TestStore) {
    // More than one statement is needed.
    let count = 2_000_u32;
    let units: Vec<PlacedUnit> = (1..=count)
        .map(|number| PlacedUnit {
            id: unit_id(number),
            parent: (number > 1).then(|| unit_id(1 + (number.max(2) - 2) / 10)),
            draft: UnitDraft {
                aliases: vec![format!("Tên cũ {number}")],
                ..draft(&format!("{number:05}"), &format!("Xã {number}"), None)
            },
        })
        .collect();
    let mut work = fresh.store.begin().await.unwrap();
    work.put_units(&units, start()).await.unwrap();
    work.commit().await.unwrap();
    let mut work = fresh.store.begin().await.unwrap();
    let all = work.all_units().await.unwrap();
    assert_eq!(all.len(), usize::try_from(count).unwrap());
    let last = &all.last().unwrap().draft;
    assert_eq!(last.parent.as_deref(), Some("00200"));
    assert_eq!(last.aliases, ["Tên cũ 2000"]);
    // Written again, a unit keeps its id and has only the names that it is given.
    let renamed = PlacedUnit {
        id: unit_id(9_999),
        parent: None,
        draft: UnitDraft {
            aliases: vec!["b".into(), "c".into()],
            ..draft("02000", "Xã Mới", None)
        },
    };
    work.put_units(&[renamed], start()).await.unwrap();
    let unit = work.unit_by_code("02000").await.unwrap().unwrap();
    assert_eq!((unit.id, unit.draft.parent), (unit_id(count), None));
    assert_eq!(unit.draft.aliases, ["b", "c"]);
}

async fn units_are_found_by_other_and_former_names(fresh: TestStore) {
    let units = [
        UnitDraft {
            aliases: vec!["Thị trấn Cũ".into()],
            ..draft("1", "Phường Mới", None)
        },
        draft("2", "Xã Cũ Kỹ", None),
        UnitDraft {
            valid_to: Some(date!(2025 - 06 - 30)),
            replaced_by: vec!["1".into()],
            ..draft("3", "Xã Rất Cũ", None)
        },
        UnitDraft {
            valid_to: Some(date!(2026 - 12 - 31)),
            ..draft("4", "Xã Sắp Cũ", None)
        },
    ];
    put(&*fresh.store, &units).await;
    let filter = UnitFilter {
        folded: "cu".into(),
        on: Some(date!(2026 - 12 - 01)),
        limit: 9,
        ..UnitFilter::default()
    };
    let mut work = fresh.store.read().await.unwrap();
    let codes = |units: Vec<thiluat::domain::Unit>| -> Vec<String> {
        units.into_iter().map(|unit| unit.draft.code).collect()
    };
    let found = work.find_units(&filter).await.unwrap();
    // Who ends later is still there; a former name comes after all names of today.
    assert_eq!(codes(found), ["2", "4", "1"]);
    let former = work.find_former_units(&filter).await.unwrap();
    assert_eq!(codes(former), ["3"]);
}

async fn lists_go_on_in_every_order(fresh: TestStore) {
    let people = [
        ("b", Some(5)),
        ("a", None),
        ("d", Some(5)),
        ("c", Some(70)),
        ("e", Some(0)),
    ];
    let units: Vec<_> = (1..)
        .zip(people)
        .map(|(number, (name, headcount)): (u32, _)| UnitDraft {
            headcount,
            ..draft(&number.to_string(), name, None)
        })
        .collect();
    put(&*fresh.store, &units).await;
    for (order, up) in [
        (UnitOrder::Code, ["1", "2", "3", "4", "5"]),
        (UnitOrder::Name, ["2", "1", "4", "3", "5"]),
        (UnitOrder::Headcount, ["2", "5", "1", "3", "4"]),
    ] {
        for descending in [false, true] {
            let mut expected = up.map(str::to_owned).to_vec();
            if descending {
                expected.reverse();
            }
            let listing = UnitListing {
                order,
                descending,
                ..listing()
            };
            let found = codes(&*fresh.store, listing).await;
            assert_eq!(found, expected, "{order:?} {descending}");
        }
    }
}

async fn a_list_is_confined_to_a_part_of_the_tree(fresh: TestStore) {
    let units = [
        draft("a", "Tỉnh A", None),
        draft("b", "Xã B", Some("a")),
        UnitDraft {
            kind: UnitType::Lop,
            area_type: Some(AreaType::Urban),
            ..draft("c", "Lớp C", Some("b"))
        },
        UnitDraft {
            valid_to: Some(date!(2025 - 06 - 30)),
            aliases: vec!["Đất Đỏ".into()],
            ..draft("d", "Xã D", Some("a"))
        },
        draft("e", "Tỉnh E", None),
    ];
    put(&*fresh.store, &units).await;
    let store = &*fresh.store;
    let (a, b) = (Some(unit_id(1)), Some(unit_id(2)));
    for (listing, expected) in [
        (
            UnitListing {
                within: a,
                ..listing()
            },
            vec!["c", "a", "b", "d"],
        ),
        (
            UnitListing {
                below: a,
                ..listing()
            },
            vec!["c", "b", "d"],
        ),
        (
            UnitListing {
                parent: a,
                ..listing()
            },
            vec!["b", "d"],
        ),
        (
            UnitListing {
                within: b,
                below: a,
                ..listing()
            },
            vec!["c", "b"],
        ),
        (
            UnitListing {
                past: Some(true),
                ..listing()
            },
            vec!["d"],
        ),
        (
            UnitListing {
                past: Some(false),
                ..listing()
            },
            vec!["c", "a", "e", "b"],
        ),
        (
            UnitListing {
                kind: Some(UnitType::Lop),
                ..listing()
            },
            vec!["c"],
        ),
        (
            UnitListing {
                area: Some(AreaType::Urban),
                ..listing()
            },
            vec!["c"],
        ),
        (
            UnitListing {
                folded: "dat do".into(),
                ..listing()
            },
            vec!["d"],
        ),
        (
            UnitListing {
                folded: "tinh".into(),
                ..listing()
            },
            vec!["a", "e"],
        ),
    ] {
        assert_eq!(codes(store, listing.clone()).await, expected, "{listing:?}");
    }
    let mut work = store.read().await.unwrap();
    let above = work.units_above(&[unit_id(3), unit_id(1)]).await.unwrap();
    let above: Vec<_> = above
        .iter()
        .map(|above| (above.unit, above.code.as_str()))
        .collect();
    assert_eq!(above, [(unit_id(3), "a"), (unit_id(3), "b")]);
    let ids = [unit_id(1), unit_id(2), unit_id(3)];
    let mut children = work
        .count_children(&ids, date!(2026 - 12 - 01))
        .await
        .unwrap();
    children.sort_unstable();
    assert_eq!(
        children,
        [(unit_id(1), 1), (unit_id(2), 1)],
        "ended ones do not count"
    );
    let names = work.unit_names(&["b".into(), "x".into()]).await.unwrap();
    assert_eq!(names, [("b".into(), "Xã B".into())]);
    let uses = work.unit_uses(unit_id(1)).await.unwrap();
    assert_eq!((uses.staff, uses.contests, uses.participants), (0, 0, 0));
}

async fn children_move_below_another_unit(fresh: TestStore) {
    let units = [
        draft("a", "A", None),
        draft("b", "B", Some("a")),
        draft("c", "C", Some("a")),
    ];
    put(&*fresh.store, &units).await;
    let mut work = fresh.store.begin().await.unwrap();
    // The new unit above is one of the children: it is not moved below itself.
    let moved = work
        .move_children(unit_id(1), unit_id(3), start())
        .await
        .unwrap();
    assert_eq!(moved, 1);
    let parent = work.unit_by_code("b").await.unwrap().unwrap().draft.parent;
    assert_eq!(parent.as_deref(), Some("c"));
}

async fn a_registration_is_decided_once(fresh: TestStore) {
    let units = [
        draft("a", "A", None),
        draft("b", "B", Some("a")),
        draft("c", "C", None),
    ];
    put(&*fresh.store, &units).await;
    let asked = |number: u32, parent| UnitRegistration {
        id: RegistrationId::new(start(), [u8::try_from(number).unwrap(); 10]),
        name: format!("Trường {number}"),
        kind: UnitType::Truong,
        parent,
        contact: UnitContact {
            name: "Đỗ Thị Ước".into(),
            email: "uoc@example.vn".into(),
            phone: "+84912345678".into(),
        },
        headcount: Some(300),
        note: None,
        state: WaitState::Waiting,
        at: start(),
        decided_by: None,
        reason: None,
        unit: None,
    };
    let (near, far) = (asked(1, unit_id(2)), asked(2, unit_id(3)));
    let mut work = fresh.store.begin().await.unwrap();
    work.add_unit_registration(&near).await.unwrap();
    work.add_unit_registration(&far).await.unwrap();
    assert_eq!(
        work.unit_registration(near.id).await.unwrap(),
        Some(near.clone())
    );
    assert_eq!(work.count_waiting(unit_id(2)).await.unwrap(), 1);
    let waiting = Some(WaitState::Waiting);
    let all = work.unit_registrations(None, waiting, 9).await.unwrap();
    assert_eq!(all.len(), 2);
    let own = work
        .unit_registrations(Some(unit_id(1)), waiting, 9)
        .await
        .unwrap();
    assert_eq!(
        own,
        std::slice::from_ref(&near),
        "for a unit and all below it"
    );
    let decided = UnitRegistration {
        state: WaitState::Refused,
        reason: Some("đã có".into()),
        ..near.clone()
    };
    assert!(
        work.decide_unit_registration(&decided, start())
            .await
            .unwrap()
    );
    assert!(!work.decide_unit_registration(&near, start()).await.unwrap());
    let kept = work.unit_registration(near.id).await.unwrap().unwrap();
    assert_eq!(kept, decided);
    assert_eq!(work.count_waiting(unit_id(2)).await.unwrap(), 0);
}
