//! Results and their places.

use super::world::{attempt_id, field, person_id, round_id};
use crate::support::database::{TestStore, both_databases, start};
use thiluat::store::{GroupPlace, ResultRow, StandingRow, StoreError};

both_databases! {
    a_result_is_written_once_and_the_newest_is_read,
    thousands_of_places_are_written_with_one_result,
}

fn result(version: i64, people: i64) -> ResultRow {
    ResultRow {
        round: round_id(1),
        version,
        created_at: start(),
        actual_prediction: (version > 1).then_some(-3),
        people,
        attempts: people * 2,
        receipts_root: (version > 1).then(|| "ab".repeat(32)),
        made_by: format!("staff:{version}"),
        prediction_asked: (version > 1).then(|| r#"{"target":"people"}"#.to_owned()),
    }
}

fn standing(place: i64, person: u32) -> StandingRow {
    StandingRow {
        place,
        participant: person_id(person),
        attempt: attempt_id(person),
        values: vec![Some(20), None, Some(i64::MAX), Some(-1)],
        reason: r#"{"by":"correct","own":20,"next":19}"#.into(),
        group: (person % 2 == 1).then(|| GroupPlace {
            group: "a".into(),
            place: place.min(2),
            reason: "null".into(),
        }),
    }
}

async fn a_result_is_written_once_and_the_newest_is_read(fresh: TestStore) {
    field(&fresh.store, 0).await;
    let first = [
        standing(1, 9),
        standing(2, 1),
        standing(2, 2),
        standing(4, 3),
    ];
    let second = [standing(1, 1)];
    let mut work = fresh.store.begin().await.unwrap();
    assert_eq!(work.latest_result(round_id(1)).await.unwrap(), None);
    work.put_result(&result(1, 4), &first).await.unwrap();
    work.put_result(&result(2, 1), &second).await.unwrap();
    work.commit().await.unwrap();

    let mut work = fresh.store.begin().await.unwrap();
    let latest = work.latest_result(round_id(1)).await.unwrap();
    assert_eq!(latest, Some(result(2, 1)));
    let first_result = work.result_of(round_id(1), 1).await.unwrap();
    assert_eq!(first_result, Some(result(1, 4)));
    assert_eq!(work.result_of(round_id(1), 3).await.unwrap(), None);
    assert_eq!(work.standings(round_id(1), 1).await.unwrap(), first);
    assert_eq!(work.standings(round_id(1), 2).await.unwrap(), second);
    assert_eq!(work.standings(round_id(1), 3).await.unwrap(), []);
    let own = work
        .standing_of(round_id(1), 1, person_id(3))
        .await
        .unwrap();
    assert_eq!(own, Some(standing(4, 3)));
    let own = work
        .standing_of(round_id(1), 2, person_id(3))
        .await
        .unwrap();
    assert_eq!(own, None);
    let again = work.put_result(&result(2, 4), &first).await;
    assert!(matches!(again, Err(StoreError::Conflict)), "{again:?}");
}

async fn thousands_of_places_are_written_with_one_result(fresh: TestStore) {
    field(&fresh.store, 0).await;
    let places: Vec<_> = (1..=12_345)
        .map(|number: u32| standing(i64::from(number), number))
        .collect();
    let mut work = fresh.store.begin().await.unwrap();
    work.put_result(&result(1, 12_345), &places).await.unwrap();
    work.commit().await.unwrap();
    let mut work = fresh.store.read().await.unwrap();
    let stored = work.standings(round_id(1), 1).await.unwrap();
    assert_eq!(stored.len(), places.len());
    assert!(stored == places);
}
