//! Staff of a unit see and manage what is of that unit and of those below it: the use cases that no route
//! has yet. The routes are tests/it/api/access.

use super::office::{Office, bank_import, contest_with, phone, unit};
use crate::support::database::{TestStore, both_databases};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use thiluat::app::Refusal as _;
use thiluat::app::staff::{Asker, NewStaff};
use thiluat::auth::Actor;
use thiluat::domain::{Role, StaffId, Timestamp};
use uuid::Uuid;

both_databases! {
    a_contest_is_its_organisers,
    a_contest_draws_from_banks_within_reach,
    a_package_holds_no_bank_of_others,
    people_of_a_contest_are_its_units,
    units_are_brought_in_at_or_below_ones_own,
    staff_are_added_for_ones_own_unit,
}

/// The office, with a neighbour of its commune; and an administrator of each: `tinh`, `phuong`, `ban`.
struct World {
    office: Office,
    /// The province.
    province: Actor,
    /// The commune of the office.
    commune: Actor,
    /// The commune beside it.
    neighbour: Actor,
}

impl World {
    async fn on(fresh: TestStore) -> Self {
        let office = Office::furnished(fresh).await;
        let units = [unit("18074", "Phường bên cạnh", Some("42"))];
        let brought = office.app.import_units(Actor::Command, &units).await;
        brought.unwrap();
        Self {
            province: chief(&office, "42", 1).await,
            commune: chief(&office, "18073", 2).await,
            neighbour: chief(&office, "18074", 3).await,
            office,
        }
    }

    /// Codes and keys for which a file is refused; empty: it was applied.
    async fn applied(&self, actor: Actor, file: &Value) -> Vec<(String, &'static str)> {
        let text = file.to_string();
        match self.office.app.apply_contest(actor, &text, false).await {
            Ok(_) => Vec::new(),
            Err(error) => {
                assert!(!error.findings().is_empty(), "{error:?}");
                let findings = error.findings().iter();
                findings
                    .map(|found| (found.key.clone(), found.code))
                    .collect()
            }
        }
    }

    /// A bank of 30 questions of that unit.
    async fn bank(&self, actor: Actor, code: &str) {
        let import = bank_import(code, 0..30);
        let done = self.office.app.import_questions(actor, import).await;
        assert_eq!(done.unwrap().accepted, 30);
    }
}

/// An administrator of the unit of that code.
async fn chief(office: &Office, code: &str, number: u128) -> Actor {
    let mut work = office.app.store.read().await.unwrap();
    let unit = work.unit_by_code(code).await.unwrap().unwrap();
    Actor::Staff {
        id: StaffId(Uuid::from_u128(number)),
        role: Role::Administrator,
        unit: Some(unit.id),
    }
}

/// The contest of the office, run by that unit on that bank.
fn file(organiser: &str, bank: &str) -> Value {
    let mut file = contest_with("/contest/organiser", json!(organiser));
    for round in file["rounds"].as_array_mut().unwrap() {
        for cell in round["blueprint"].as_array_mut().unwrap() {
            cell["bank"] = json!(bank);
        }
    }
    file
}

fn found(key: &str, code: &'static str) -> Vec<(String, &'static str)> {
    vec![(key.to_owned(), code)]
}

async fn a_contest_is_its_organisers(fresh: TestStore) {
    let world = World::on(fresh).await;
    let app = &world.office.app;
    world.bank(world.commune, "cua-phuong").await;
    world.bank(world.neighbour, "cua-ben").await;
    // Not above, not beside.
    for organiser in ["42", "18074"] {
        let refused = world
            .applied(world.commune, &file(organiser, "cua-phuong"))
            .await;
        assert_eq!(refused, found("contest.organiser", "contest.unit_beyond"));
    }
    let own = file("18073", "cua-phuong");
    assert_eq!(world.applied(world.commune, &own).await, []);
    // Its slug is taken for the neighbour, and the refusal tells nothing else.
    let text = file("18074", "cua-ben").to_string();
    let refused = app.apply_contest(world.neighbour, &text, false);
    let refused = refused.await.unwrap_err();
    assert_eq!(
        (&refused.findings()[0].key[..], refused.findings()[0].code),
        ("contest.slug", "contest.slug_taken")
    );
    assert!(!format!("{:?}", refused.findings()).contains("18073"));
    for (actor, sees) in [
        (world.commune, true),
        (world.province, true),
        (world.neighbour, false),
        (Actor::Command, true),
    ] {
        let shown = app.contest_source(actor, "thi").await;
        assert_eq!(shown.is_ok(), sees, "{actor:?}");
        if let Err(error) = shown {
            assert_eq!(error.code(), "not_found");
            let random = app.contest_source(actor, "khong-co").await.unwrap_err();
            assert_eq!(error.to_string(), random.to_string());
        }
        let package = app.contest_package(proven(actor), "thi").await;
        assert_eq!(package.is_ok(), sees, "{actor:?}");
    }
    // Who runs a contest of those below may hand it to another of them.
    world.bank(world.province, "cua-tinh").await;
    assert_eq!(
        world
            .applied(world.province, &file("18074", "cua-tinh"))
            .await,
        []
    );
    assert!(app.contest_source(world.neighbour, "thi").await.is_ok());
    assert!(app.contest_source(world.commune, "thi").await.is_err());
}

async fn a_contest_draws_from_banks_within_reach(fresh: TestStore) {
    let world = World::on(fresh).await;
    world.bank(world.neighbour, "cua-ben").await;
    let key = "rounds[0].blueprint[0].bank";
    // The bank `b` is the platform's, `cua-ben` the neighbour's, and there is no `khong-co`.
    let mut told = Vec::new();
    for bank in ["b", "cua-ben", "khong-co"] {
        let text = file("18073", bank).to_string();
        let refused = world
            .office
            .app
            .apply_contest(world.commune, &text, false)
            .await;
        let refused = refused.unwrap_err();
        let first = &refused.findings()[0];
        assert_eq!((&first.key[..], first.code), (key, "contest.bank"));
        told.push(first.detail.replace(&format!("«{bank}»"), "?"));
    }
    assert!(told.iter().all(|detail| *detail == told[0]), "{told:?}");
    // The province reaches what is below it.
    assert_eq!(
        world
            .applied(world.province, &file("18073", "cua-ben"))
            .await,
        []
    );
}

async fn a_package_holds_no_bank_of_others(fresh: TestStore) {
    let world = World::on(fresh).await;
    let app = &world.office.app;
    // The province made the commune's contest on a bank of its own.
    world.bank(world.province, "cua-tinh").await;
    assert_eq!(
        world
            .applied(world.province, &file("18073", "cua-tinh"))
            .await,
        []
    );
    assert!(app.contest_source(world.commune, "thi").await.is_ok());
    let refused = app
        .contest_package(proven(world.commune), "thi")
        .await
        .unwrap_err();
    assert_eq!(refused.code(), "package.bank");
    assert!(
        app.contest_package(proven(world.province), "thi")
            .await
            .is_ok()
    );
}

async fn people_of_a_contest_are_its_units(fresh: TestStore) {
    let world = World::on(fresh).await;
    let app = &world.office.app;
    world.bank(world.commune, "cua-phuong").await;
    assert_eq!(
        world
            .applied(world.commune, &file("18073", "cua-phuong"))
            .await,
        []
    );
    world.office.register(1).await;
    let identity = BTreeMap::from([("phone".to_owned(), phone(1))]);
    let refused = app.reissue(world.neighbour, "thi", &identity).await;
    assert_eq!(refused.err().unwrap().code(), "not_found");
    let refused = app
        .give_extra_time(world.neighbour, "thi", &identity, 60, "Mù")
        .await;
    assert_eq!(refused.unwrap_err().code(), "not_found");
    let refused = app
        .put_people_list(world.neighbour, "thi", "danh-sach", &[])
        .await;
    assert_eq!(refused.unwrap_err().code(), "not_found");
    for result in [
        app.open_round(world.neighbour, "thi", "tuan-1")
            .await
            .map(drop),
        app.give_beacon(world.neighbour, "thi", "tuan-1", "123")
            .await
            .map(drop),
        app.rank_again(world.neighbour, "thi", "tuan-1")
            .await
            .map(drop),
    ] {
        assert_eq!(result.unwrap_err().code(), "not_found");
    }
    assert!(app.reissue(world.province, "thi", &identity).await.is_ok());
    assert!(
        app.give_extra_time(world.commune, "thi", &identity, 60, "Mù")
            .await
            .is_ok()
    );
}

async fn units_are_brought_in_at_or_below_ones_own(fresh: TestStore) {
    let world = World::on(fresh).await;
    let app = &world.office.app;
    let rows = [
        unit("truong", "Trường", Some("18073")),
        unit("lop", "Lớp", Some("truong")),
        unit("18073", "Phường Thành Sen mới", Some("42")),
    ];
    let brought = app.import_units(world.commune, &rows).await.unwrap();
    assert_eq!((brought.added, brought.changed), (2, 1));
    for row in [
        unit("moi", "Ở ngoài", None),
        unit("moi", "Ở bên cạnh", Some("18074")),
        unit("18074", "Của bên cạnh", Some("42")),
        unit("18073", "Chuyển đi", Some("18074")),
        unit("42", "Cấp trên", None),
    ] {
        let rows = [unit("to", "Tổ", Some("truong")), row];
        let refused = app.import_units(world.commune, &rows).await.unwrap_err();
        let notes = refused.rows();
        assert_eq!(notes.len(), 1, "{notes:?}");
        assert_eq!(
            (notes[0].at.as_str(), notes[0].code.as_str()),
            (rows[1].0.as_str(), "import.unit_reach")
        );
    }
    // Without a word of what stands above it, a unit stays where it is.
    let row = [unit("18073", "Phường Thành Sen mới", None)];
    app.import_units(world.commune, &row).await.unwrap();
    let mut work = app.store.read().await.unwrap();
    let own = work.unit_by_code("18073").await.unwrap().unwrap();
    assert_eq!(own.draft.parent.as_deref(), Some("42"));
    assert!(
        work.unit_by_code("to").await.unwrap().is_none(),
        "all or nothing"
    );
}

async fn staff_are_added_for_ones_own_unit(fresh: TestStore) {
    let world = World::on(fresh).await;
    let add = async |actor: Actor, email: &str, unit: Option<&str>| {
        let new = NewStaff {
            email: email.to_owned(),
            name: "Trần Văn An".to_owned(),
            role: Role::Administrator,
            unit: unit.map(str::to_owned),
            password: "bốn con trâu ăn cỏ".to_owned(),
        };
        let added = world.office.app.add_staff(actor, &new).await;
        added.map_or_else(|error| error.code(), |_| "added")
    };
    // Nobody gives himself, or another, more than he has.
    assert_eq!(
        add(world.commune, "a@example.vn", None).await,
        "unit.beyond"
    );
    assert_eq!(
        add(world.commune, "a@example.vn", Some("42")).await,
        "unit.beyond"
    );
    assert_eq!(
        add(world.commune, "a@example.vn", Some("18074")).await,
        "unit.beyond"
    );
    assert_eq!(
        add(world.commune, "a@example.vn", Some("99")).await,
        "unit.unknown"
    );
    assert_eq!(
        add(world.commune, "a@example.vn", Some("18073")).await,
        "added"
    );
    assert_eq!(
        add(world.province, "b@example.vn", Some("18074")).await,
        "added"
    );
    assert_eq!(add(Actor::Command, "c@example.vn", None).await, "added");
}

/// The actor as somebody who has just proved who he is.
fn proven(actor: Actor) -> Asker {
    Asker::proven(actor, Timestamp::from_micros(i64::MAX))
}
