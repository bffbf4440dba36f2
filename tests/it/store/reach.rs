//! What lists are narrowed to: the things of a unit and of all units below it.

use super::world::{bank_id, unit_id};
use crate::support::database::{TestStore, both_databases, start};
use thiluat::domain::import::Import;
use thiluat::domain::{Bank, ImportId, Medium, PictureKind, UnitDraft, UnitId, UnitType};
use thiluat::store::Store;

both_databases! {
    banks_of_a_unit_and_below,
    question_files_of_a_unit_and_below,
    pictures_are_of_every_unit_that_brought_them,
}

/// Province 1, communes 2 and 3, school 4 of commune 2.
const TREE: [(u32, Option<u32>); 4] = [(1, None), (2, Some(1)), (3, Some(1)), (4, Some(2))];

async fn grow(store: &dyn Store) {
    let mut work = store.begin().await.unwrap();
    for (number, parent) in TREE {
        let draft = UnitDraft {
            code: number.to_string(),
            name: format!("Đơn vị {number}"),
            kind: UnitType::Khac,
            parent: parent.map(|parent| parent.to_string()),
            area_type: None,
            headcount: None,
            valid_from: None,
            valid_to: None,
            replaced_by: Vec::new(),
            block: None,
            headcount_source: None,
            headcount_date: None,
            aliases: Vec::new(),
        };
        work.put_unit(unit_id(number), &draft).await.unwrap();
    }
    work.commit().await.unwrap();
}

/// Every owner that a thing can have: none is the platform.
fn owners() -> [Option<UnitId>; 5] {
    [None, Some(1), Some(2), Some(3), Some(4)].map(|number| number.map(unit_id))
}

/// Who looks, and the numbers of the owners whose things he sees, 0 for the platform.
const SEEN: [(Option<u32>, &str); 5] = [
    (None, "0 1 2 3 4"),
    (Some(1), "1 2 3 4"),
    (Some(2), "2 4"),
    (Some(3), "3"),
    (Some(4), "4"),
];

async fn banks_of_a_unit_and_below(fresh: TestStore) {
    grow(&*fresh.store).await;
    let mut work = fresh.store.begin().await.unwrap();
    for (number, owner) in (0..).zip(owners()) {
        let bank = Bank {
            id: bank_id(number),
            code: number.to_string(),
            title: format!("Ngân hàng {number}"),
            owner,
        };
        work.put_bank(&bank, start()).await.unwrap();
        assert_eq!(work.bank(bank.id).await.unwrap(), Some(bank));
    }
    for (top, seen) in SEEN {
        let heads = work.bank_heads(top.map(unit_id)).await.unwrap();
        let codes: Vec<String> = heads.into_iter().map(|head| head.bank.code).collect();
        assert_eq!(codes.join(" "), seen, "{top:?}");
    }
    assert_eq!(work.bank(bank_id(9)).await.unwrap(), None);
    assert!(work.bank_heads(Some(unit_id(9))).await.unwrap().is_empty());
}

async fn question_files_of_a_unit_and_below(fresh: TestStore) {
    grow(&*fresh.store).await;
    let mut work = fresh.store.begin().await.unwrap();
    for (number, owner) in (0_u8..).zip(owners()) {
        let import = Import {
            id: ImportId::new(start(), [number; 10]),
            bank: number.to_string(),
            title: None,
            file_name: "tệp.csv".to_owned(),
            format: "csv".to_owned(),
            remarks: Vec::new(),
            made_by: "command".to_owned(),
            owner,
            created_at: start(),
            changes: 0,
            committed_at: None,
        };
        work.add_import(&import, &[]).await.unwrap();
        assert_eq!(work.import(import.id).await.unwrap(), Some(import));
    }
    for (top, seen) in SEEN {
        let found = work.imports(top.map(unit_id), 10).await.unwrap();
        let banks: Vec<String> = found.into_iter().map(|import| import.bank).collect();
        assert_eq!(banks.join(" "), seen, "{top:?}");
    }
    // A page is full of what is seen, however much else there is.
    let page = work.imports(Some(unit_id(2)), 1).await.unwrap();
    assert_eq!(page[0].bank, "2");
}

async fn pictures_are_of_every_unit_that_brought_them(fresh: TestStore) {
    grow(&*fresh.store).await;
    let mut work = fresh.store.begin().await.unwrap();
    let medium = |name: &str| Medium {
        digest: name.repeat(64),
        kind: PictureKind::Png,
        width: 1,
        height: 1,
        bytes: vec![1, 2, 3].into(),
    };
    let [a, b] = ["a", "b"].map(medium);
    work.add_media(std::slice::from_ref(&a), Some(unit_id(4)), start())
        .await
        .unwrap();
    work.add_media(std::slice::from_ref(&b), None, start())
        .await
        .unwrap();
    let seen = async |work: &mut dyn thiluat::store::UnitOfWork, medium: &Medium| {
        let mut units = Vec::new();
        for number in 1..=4 {
            let top = unit_id(number);
            if work.is_medium_within(&medium.digest, top).await.unwrap() {
                units.push(number);
            }
        }
        units
    };
    assert_eq!(seen(&mut *work, &a).await, [1, 2, 4]);
    assert!(seen(&mut *work, &b).await.is_empty());
    // The same picture from elsewhere, and from there again.
    for _ in 0..2 {
        let both = [a.clone(), b.clone()];
        work.add_media(&both, Some(unit_id(3)), start())
            .await
            .unwrap();
    }
    assert_eq!(seen(&mut *work, &a).await, [1, 2, 3, 4]);
    assert_eq!(seen(&mut *work, &b).await, [1, 3]);
}
