//! The register of laws.

use crate::support::database::{TestStore, both_databases, start};
use thiluat::domain::LawDocument;
use time::macros::date;

both_databases! {
    documents_are_put_changed_and_removed,
}

async fn documents_are_put_changed_and_removed(fresh: TestStore) {
    let road = LawDocument {
        number: "36/2024/QH15".into(),
        title: "Luật Trật tự, an toàn giao thông đường bộ".into(),
        issuer: "Quốc hội".into(),
        valid_from: Some(date!(2025 - 01 - 01)),
        valid_to: None,
        replaced_by: None,
        link: Some("https://example.vn/36".into()),
    };
    let old = LawDocument {
        number: "23/2008/QH12".into(),
        title: "Luật Giao thông đường bộ".into(),
        issuer: String::new(),
        valid_from: None,
        valid_to: Some(date!(2024 - 12 - 31)),
        replaced_by: Some("36/2024/QH15".into()),
        link: None,
    };
    let mut work = fresh.store.begin().await.unwrap();
    work.put_law(&road, start()).await.unwrap();
    work.put_law(&old, start()).await.unwrap();
    work.commit().await.unwrap();
    let mut work = fresh.store.begin().await.unwrap();
    assert_eq!(work.laws().await.unwrap(), [old.clone(), road.clone()]);
    let changed = LawDocument {
        title: "Luật đã sửa".into(),
        valid_to: Some(date!(2030 - 06 - 30)),
        ..road
    };
    work.put_law(&changed, start()).await.unwrap();
    assert_eq!(
        work.law("36/2024/QH15").await.unwrap(),
        Some(changed.clone())
    );
    assert!(work.remove_law("23/2008/QH12").await.unwrap());
    assert!(!work.remove_law("23/2008/QH12").await.unwrap());
    assert_eq!(work.laws().await.unwrap(), [changed]);
    assert_eq!(work.law("23/2008/QH12").await.unwrap(), None);
}
