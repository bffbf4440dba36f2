//! A flood of readers never stops those who sit an attempt, begin one or sign in.

use super::world::field;
use crate::support::database::{PostgresDatabase, TempFolder, start};
use std::sync::Arc;
use std::time::Duration;
use thiluat::store::postgres::PostgresStore;
use thiluat::store::sqlite::SqliteStore;
use thiluat::store::{Pooling, Store, StoreError};

/// Few connections, and little patience.
fn few() -> Pooling {
    Pooling {
        connections: 3,
        patience: Duration::from_millis(300),
    }
}

async fn keep_places(store: Arc<dyn Store>) {
    field(&store, 1).await;
    let mut flood = Vec::new();
    let refused = loop {
        match store.read().await {
            Ok(reading) => flood.push(reading),
            Err(refused) => break refused,
        }
        assert!(flood.len() < 100, "no end to what may read");
    };
    assert!(matches!(refused, StoreError::Unavailable(_)), "{refused:?}");
    assert_eq!(flood.len(), 2);
    for _ in 0..20 {
        let mut urgent = store.read_urgently().await.unwrap();
        urgent.setting("khoa").await.unwrap();
        drop(urgent);
        let mut writing = store.begin().await.unwrap();
        writing.put_setting("khoa", "giá trị").await.unwrap();
        writing.commit().await.unwrap();
    }
    drop(flood);
    assert!(store.read().await.is_ok());
    store.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sqlite_keeps_places() {
    let folder = TempFolder::new();
    let file = folder.path().join("thiluat.sqlite");
    let store = SqliteStore::open_with(&file, Arc::new(start), few()).await;
    keep_places(Arc::new(store.unwrap())).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn postgres_keeps_places() {
    let Some(database) = PostgresDatabase::create().await else {
        return;
    };
    let store = PostgresStore::connect_with(&database.url(), None, few()).await;
    keep_places(Arc::new(store.unwrap())).await;
}
