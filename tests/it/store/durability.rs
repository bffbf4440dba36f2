//! An ack means that the row is on the disk.

use super::world::{attempt, attempt_id, field, person_id, round_id};
use super::writer::{begin, save_one, submit, take_turn};
use crate::support::database::{
    Place, PostgresDatabase, TempFolder, TestStore, both_databases, start, time_of,
};
use std::path::{Path, PathBuf};
use thiluat::store::postgres::PostgresStore;
use thiluat::store::sqlite::SqliteStore;
use thiluat::store::writer::SaveOutcome;
use thiluat::store::{Store, StoreError};

both_databases! {
    a_store_opened_again_holds_what_was_acknowledged,
    many_that_open_an_empty_store_at_once_make_one_schema,
    a_newer_schema_is_refused,
    a_node_serves_on_while_a_migration_runs_beside_it,
}

/// The file beside the database that SQLite writes first.
fn log_of(file: &Path) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push("-wal");
    PathBuf::from(name)
}

/// What a crash leaves behind is what lies in the files at that instant: after every ack a copy of
/// them holds the row, though the store was neither closed nor told.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn files_copied_after_an_ack_hold_the_row() {
    let fresh = TestStore::sqlite().await;
    field(&fresh.store, 1).await;
    begin(&fresh.store, attempt(1, round_id(1), person_id(1), start())).await;
    let file = fresh.place.file().unwrap();
    for seq in 1..=20 {
        let saved = save_one(&fresh.store, 1, 1, seq, 1).await;
        assert!(matches!(saved, SaveOutcome::Saved { .. }), "{saved:?}");
        let folder = TempFolder::new();
        let copy = folder.path().join("copy.sqlite");
        // In the order of their writing, or a checkpoint between the two would tear them apart.
        std::fs::copy(log_of(&file), log_of(&copy)).unwrap();
        std::fs::copy(&file, &copy).unwrap();
        let copied = SqliteStore::open(&copy, time_of(&fresh.clock))
            .await
            .unwrap();
        let mut work = copied.read().await.unwrap();
        let log = work.responses(attempt_id(1)).await.unwrap();
        assert_eq!(log.last().map(|row| row.seq), Some(seq));
    }
}

/// A commit is flushed, in the connection that writes: asked of SQLite itself.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sqlite_flushes_every_commit() {
    let folder = TempFolder::new();
    let file = folder.path().join("thiluat.sqlite");
    let time = std::sync::Arc::new(start);
    let store = SqliteStore::open(&file, time).await.unwrap();
    let (journal, synchronous) = store.durability().await.unwrap();
    assert_eq!((journal.as_str(), synchronous), ("wal", 2), "2 is FULL");
}

async fn a_store_opened_again_holds_what_was_acknowledged(fresh: TestStore) {
    field(&fresh.store, 1).await;
    begin(&fresh.store, attempt(1, round_id(1), person_id(1), start())).await;
    for seq in 1..=10 {
        save_one(&fresh.store, 1, 1, seq, 1).await;
    }
    // Not closed: another process opens what this one holds open.
    let again = fresh.place.open(time_of(&fresh.clock)).await;
    let mut work = again.read().await.unwrap();
    assert_eq!(work.responses(attempt_id(1)).await.unwrap().len(), 10);
    drop(work);
    again.close().await;
}

/// A node and commands beside it, all started at once in an empty data folder.
async fn many_that_open_an_empty_store_at_once_make_one_schema(fresh: TestStore) {
    let place = match &fresh.place {
        Place::Sqlite(_) => Place::Sqlite(TempFolder::new()),
        Place::Postgres(_) => {
            let database = PostgresDatabase::create().await;
            Place::Postgres(database.unwrap())
        }
    };
    let opening = (0..6).map(|_| place.open(time_of(&fresh.clock)));
    let stores = futures_util::future::join_all(opening).await;
    for store in &stores {
        store.check().await.unwrap();
        let mut work = store.begin().await.unwrap();
        work.put_setting("khoa", "giá trị").await.unwrap();
        work.commit().await.unwrap();
    }
    for store in stores {
        store.close().await;
    }
}

async fn a_newer_schema_is_refused(fresh: TestStore) {
    let sql = "insert into _sqlx_migrations \
        (version, description, success, checksum, execution_time) values (9999, 'x', true, $1, 0)";
    let refused = match &fresh.place {
        Place::Sqlite(_) => {
            let file = fresh.place.file().unwrap();
            let url = format!("sqlite:{}", file.display());
            let pool = sqlx::SqlitePool::connect(&url).await.unwrap();
            sqlx::query(sql)
                .bind(vec![1_u8])
                .execute(&pool)
                .await
                .unwrap();
            SqliteStore::open(&file, time_of(&fresh.clock)).await.err()
        }
        Place::Postgres(database) => {
            let pool = sqlx::PgPool::connect(&database.url()).await.unwrap();
            sqlx::query(sql)
                .bind(vec![1_u8])
                .execute(&pool)
                .await
                .unwrap();
            PostgresStore::connect(&database.url(), None).await.err()
        }
    };
    let Some(StoreError::NewerSchema { found: 9999, known }) = refused else {
        panic!("{refused:?}");
    };
    assert!(known < 9999);
}

/// A rolling upgrade: the next version adds columns and a table while this one is at work, and from
/// then on this one is not started any more, but what runs of it runs on.
async fn a_node_serves_on_while_a_migration_runs_beside_it(fresh: TestStore) {
    field(&fresh.store, 3).await;
    let store = &fresh.store;
    for person in [1, 2] {
        let begun = attempt(person, round_id(1), person_id(person), start());
        begin(store, begun).await;
    }
    // More often than PostgreSQL plans a statement anew, so that its plans are kept.
    for seq in 1..=8 {
        save_one(store, 1, 1, seq, 1).await;
    }
    submit(store, 2).await;
    let log = match &fresh.place {
        Place::Sqlite(_) => "answer_log",
        Place::Postgres(_) => "responses",
    };
    let expansion = [
        "alter table attempts add column next_version_reads bigint".to_owned(),
        "alter table rounds add column next_version_reads text".to_owned(),
        "alter table participants add column next_version_reads text".to_owned(),
        format!("alter table {log} add column next_version_reads text"),
        "create table next_version_keeps (id bigint not null primary key)".to_owned(),
        "insert into _sqlx_migrations (version, description, success, checksum, execution_time) \
         values (9999, 'next', true, '', 0)"
            .to_owned(),
    ];
    for sql in expansion {
        let sql = sqlx::AssertSqlSafe(match &fresh.place {
            Place::Sqlite(_) => sql.replace("bigint", "integer").replace("''", "x''"),
            Place::Postgres(_) => sql,
        });
        match &fresh.place {
            Place::Sqlite(_) => {
                let url = format!("sqlite:{}", fresh.place.file().unwrap().display());
                let pool = sqlx::SqlitePool::connect(&url).await.unwrap();
                sqlx::query(sql).execute(&pool).await.unwrap();
            }
            Place::Postgres(database) => {
                let pool = sqlx::PgPool::connect(&database.url()).await.unwrap();
                sqlx::query(sql).execute(&pool).await.unwrap();
            }
        }
    }
    for seq in 9..=16 {
        let saved = save_one(store, 1, 1, seq, 1).await;
        assert!(matches!(saved, SaveOutcome::Saved { .. }), "{saved:?}");
    }
    assert!(take_turn(store, 3, "máy").await.is_new);
    assert_eq!(submit(store, 1).await.log.len(), 16);
    store.check().await.unwrap();
    let mut work = store.begin().await.unwrap();
    let round = work.round(round_id(1)).await.unwrap().unwrap();
    work.put_round(&round).await.unwrap();
    work.commit().await.unwrap();
    let mut work = store.read().await.unwrap();
    assert_eq!(work.finished_in(round_id(1)).await.unwrap().len(), 2);
    assert_eq!(work.responses(attempt_id(1)).await.unwrap().len(), 16);
}

/// A server that forgets is refused in a sentence that names the setting.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_postgres_that_does_not_wait_for_its_disk_is_refused() {
    let Some(database) = PostgresDatabase::create().await else {
        return;
    };
    let pool = sqlx::PgPool::connect(&database.url()).await.unwrap();
    let (name,): (String,) = sqlx::query_as("select current_database()::text")
        .fetch_one(&pool)
        .await
        .unwrap();
    let sql = format!("alter database {name} set synchronous_commit = off");
    sqlx::query(sqlx::AssertSqlSafe(sql))
        .execute(&pool)
        .await
        .unwrap();
    let refused = PostgresStore::connect(&database.url(), None).await.err();
    let Some(StoreError::Unsafe(reason)) = refused else {
        panic!("{refused:?}");
    };
    assert!(reason.contains("synchronous_commit = off"), "{reason}");
}
