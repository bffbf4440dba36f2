//! Units of work: all or nothing, and one snapshot to read from.

use super::world::{contest, contest_id, field, newcomer, person_id, unit_id};
use crate::support::database::{Place, TestStore, both_databases, start};
use futures_util::future::{Either, select};
use std::pin::pin;
use std::task::Poll;

both_databases! {
    dropped_without_commit_nothing_is_written,
    a_reader_keeps_its_snapshot,
    a_reader_writes_nothing,
    after_a_refusal_by_the_database_nothing_is_committed,
    a_begin_that_nobody_waits_for_harms_no_later_write,
    the_store_answers_and_knows_its_schema,
    a_copy_holds_everything,
}

async fn dropped_without_commit_nothing_is_written(fresh: TestStore) {
    let mut work = fresh.store.begin().await.unwrap();
    work.put_contest(&contest(1), start()).await.unwrap();
    work.put_setting("khoa", "giá trị").await.unwrap();
    drop(work);
    let mut work = fresh.store.read().await.unwrap();
    assert_eq!(work.contest(contest_id(1)).await.unwrap(), None);
    assert_eq!(work.setting("khoa").await.unwrap(), None);
}

async fn a_reader_keeps_its_snapshot(fresh: TestStore) {
    field(&fresh.store, 1).await;
    let mut reader = fresh.store.read().await.unwrap();
    assert_eq!(reader.count_participants(contest_id(1)).await.unwrap(), 1);
    let mut work = fresh.store.begin().await.unwrap();
    work.add_participant(&newcomer(2, contest_id(1)))
        .await
        .unwrap();
    work.put_setting("khoa", "mới").await.unwrap();
    work.commit().await.unwrap();
    assert_eq!(reader.count_participants(contest_id(1)).await.unwrap(), 1);
    assert_eq!(reader.setting("khoa").await.unwrap(), None);
    assert_eq!(reader.participant(person_id(2)).await.unwrap(), None);
    reader.commit().await.unwrap();
    let mut reader = fresh.store.read().await.unwrap();
    assert_eq!(reader.count_participants(contest_id(1)).await.unwrap(), 2);
}

async fn a_reader_writes_nothing(fresh: TestStore) {
    let mut reader = fresh.store.read().await.unwrap();
    assert!(reader.put_setting("khoa", "giá trị").await.is_err());
}

async fn after_a_refusal_by_the_database_nothing_is_committed(fresh: TestStore) {
    field(&fresh.store, 0).await;
    let mut work = fresh.store.begin().await.unwrap();
    work.put_setting("khoa", "giá trị").await.unwrap();
    let mut lost = newcomer(1, contest_id(1));
    lost.participant.unit = Some(unit_id(404));
    assert!(work.add_participant(&lost).await.is_err());
    // PostgreSQL has given the transaction up, and must not seem to have committed it; SQLite has
    // undone the one statement, and whoever drops the work drops the rest.
    if fresh.is_postgres() {
        assert!(work.commit().await.is_err());
    } else {
        drop(work);
    }
    let mut work = fresh.store.read().await.unwrap();
    assert_eq!(work.setting("khoa").await.unwrap(), None);
}

/// A future of `begin` dropped at every point it can stop at: the connection that it used goes back
/// without an open transaction, so what others write afterwards is there (security.md 0.1).
async fn a_begin_that_nobody_waits_for_harms_no_later_write(fresh: TestStore) {
    for round in 0..40_u32 {
        for reading in [false, true] {
            let store = fresh.store.clone();
            let beginning = pin!(async move {
                if reading {
                    store.read().await.map(drop)
                } else {
                    store.begin().await.map(drop)
                }
            });
            let mut polls = round % 8;
            let giving_up = pin!(futures_util::future::poll_fn(move |context| {
                if polls == 0 {
                    return Poll::Ready(());
                }
                polls -= 1;
                context.waker().wake_by_ref();
                Poll::Pending
            }));
            match select(giving_up, beginning).await {
                Either::Left(((), _unfinished)) => {}
                Either::Right((begun, _)) => begun.unwrap(),
            }
        }
        let mut work = fresh.store.begin().await.unwrap();
        work.put_setting(&format!("khoa-{round}"), "còn")
            .await
            .unwrap();
        work.commit().await.unwrap();
    }
    let mut work = fresh.store.read().await.unwrap();
    for round in 0..40 {
        let kept = work.setting(&format!("khoa-{round}")).await.unwrap();
        assert_eq!(kept.as_deref(), Some("còn"), "write {round} is gone");
    }
}

async fn the_store_answers_and_knows_its_schema(fresh: TestStore) {
    fresh.store.check().await.unwrap();
    assert!(fresh.store.integrity().await.unwrap().is_empty());
    fresh.store.close().await;
    assert!(fresh.store.check().await.is_err());
    let again = fresh
        .place
        .open(crate::support::database::time_of(&fresh.clock))
        .await;
    again.check().await.unwrap();
}

async fn a_copy_holds_everything(fresh: TestStore) {
    field(&fresh.store, 3).await;
    let Place::Sqlite(folder) = &fresh.place else {
        let file = std::env::temp_dir().join("thiluat-no-copy");
        let refused = fresh.store.copy_to(&file).await.unwrap_err();
        assert!(refused.to_string().contains("pg_dump"), "{refused}");
        assert!(!file.exists());
        return;
    };
    let file = folder.path().join("copy.sqlite");
    fresh.store.copy_to(&file).await.unwrap();
    let again = fresh.store.copy_to(&file).await;
    assert!(again.is_err(), "a copy overwrites nothing");
    let time = crate::support::database::time_of(&fresh.clock);
    let copy = thiluat::store::sqlite::SqliteStore::open(&file, time)
        .await
        .unwrap();
    let mut work = thiluat::store::Store::read(&copy).await.unwrap();
    assert_eq!(work.count_participants(contest_id(1)).await.unwrap(), 3);
}
