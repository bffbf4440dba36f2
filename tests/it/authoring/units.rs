//! Bringing units in, and searching them.

use super::office::{Office, contest, unit};
use crate::support::database::{TestStore, every_profile};
use thiluat::app::Refusal as _;
use thiluat::app::units::UnitQuery;
use thiluat::auth::Actor;
use thiluat::domain::{Role, StaffId};

every_profile! {
    children_may_stand_before_their_parents,
    a_list_that_does_not_fit_leaves_nothing_behind,
    a_circle_through_the_tree_is_refused,
    only_those_who_may_bring_units_in,
    people_find_units_without_tone_marks,
}

async fn children_may_stand_before_their_parents(fresh: TestStore) {
    let office = Office::empty(fresh);
    let list = [
        unit("c", "Xã Con", Some("b")),
        unit("b", "Huyện", Some("a")),
        unit("a", "Tỉnh", None),
    ];
    let done = office
        .app
        .import_units(Actor::Command, &list)
        .await
        .unwrap();
    assert_eq!((done.units, done.added, done.changed), (3, 3, 0));
    let again = office
        .app
        .import_units(Actor::Command, &list)
        .await
        .unwrap();
    assert_eq!((again.added, again.changed), (0, 0));
    let renamed = [unit("c", "Xã Con Mới", Some("b"))];
    let done = office
        .app
        .import_units(Actor::Command, &renamed)
        .await
        .unwrap();
    assert_eq!((done.added, done.changed), (0, 1));
    let unit = office
        .app
        .store
        .read()
        .await
        .unwrap()
        .unit_by_code("c")
        .await
        .unwrap()
        .unwrap();
    assert_eq!(unit.draft, renamed[0].1);
}

async fn a_list_that_does_not_fit_leaves_nothing_behind(fresh: TestStore) {
    let office = Office::empty(fresh);
    let list = [
        unit("a", "Tỉnh", None),
        unit("b", "Xã", Some("nowhere")),
        unit("a", "Tỉnh", None),
    ];
    let error = office
        .app
        .import_units(Actor::Command, &list)
        .await
        .unwrap_err();
    assert_eq!(error.code(), "import.units");
    let rows: Vec<_> = error
        .rows()
        .iter()
        .map(|row| (row.at.as_str(), row.code.as_str()))
        .collect();
    assert_eq!(
        rows,
        [
            ("dòng b", "import.unit_parent"),
            ("dòng a", "import.duplicate")
        ]
    );
    assert!(
        office
            .app
            .store
            .read()
            .await
            .unwrap()
            .all_units()
            .await
            .unwrap()
            .is_empty()
    );
}

async fn a_circle_through_the_tree_is_refused(fresh: TestStore) {
    let office = Office::empty(fresh);
    let tree = [unit("a", "Tỉnh", None), unit("b", "Xã", Some("a"))];
    office
        .app
        .import_units(Actor::Command, &tree)
        .await
        .unwrap();
    let error = office
        .app
        .import_units(Actor::Command, &[unit("a", "Tỉnh", Some("b"))])
        .await
        .unwrap_err();
    assert_eq!(error.rows()[0].code, "import.unit_circle");
}

async fn only_those_who_may_bring_units_in(fresh: TestStore) {
    let office = Office::empty(fresh);
    let viewer = Actor::Staff {
        id: StaffId(uuid::Uuid::from_u128(1)),
        role: Role::Viewer,
        unit: None,
    };
    let error = office
        .app
        .import_units(viewer, &[unit("a", "Tỉnh", None)])
        .await
        .unwrap_err();
    assert_eq!(error.code(), "auth.forbidden");
}

async fn people_find_units_without_tone_marks(fresh: TestStore) {
    let office = Office::furnished(fresh).await;
    let more = [
        unit("1", "Xã Kỳ Anh", Some("42")),
        unit("2", "Xã Đức Thọ", Some("42")),
    ];
    office
        .app
        .import_units(Actor::Command, &more)
        .await
        .unwrap();
    office.apply(&contest()).await;
    let query = |q: &str| UnitQuery {
        q: Some(q.into()),
        ..UnitQuery::default()
    };
    let found = office
        .app
        .units_to_pick("thi", &query("ky anh"))
        .await
        .unwrap();
    assert_eq!(found.items[0].name, "Xã Kỳ Anh");
    assert_eq!(found.items[0].parent.as_ref().unwrap().name, "Tỉnh Hà Tĩnh");
    assert_eq!(
        office
            .app
            .units_to_pick("thi", &query("DUC THO"))
            .await
            .unwrap()
            .items[0]
            .code,
        "2"
    );
    // Page by page, by code.
    let mut page = UnitQuery {
        limit: Some(3),
        ..UnitQuery::default()
    };
    let first = office.app.units_to_pick("thi", &page).await.unwrap();
    page.cursor = first.next_cursor;
    let second = office.app.units_to_pick("thi", &page).await.unwrap();
    let codes: Vec<_> = first
        .items
        .iter()
        .chain(&second.items)
        .map(|unit| unit.code.as_str())
        .collect();
    assert_eq!(codes, ["1", "18073", "2", "42"]);
    assert!(
        office
            .app
            .units_to_pick("no-such", &query("a"))
            .await
            .is_err()
    );
}
