//! Whose clock decides, and what SQLite remembers of it.

use super::{begin, save_one, submit};
use crate::store::world::{attempt, attempt_id, field, person_id, round_id};
use crate::support::database::{PostgresDatabase, TestStore, start};
use std::sync::Arc;
use thiluat::clock::{Clock, SystemClock};
use thiluat::domain::{Millis, Timestamp};
use thiluat::store::Store;
use thiluat::store::postgres::PostgresStore;
use thiluat::store::writer::SaveOutcome;

/// Without a time that is told, PostgreSQL asks its own clock in the saving statement.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn postgres_goes_by_its_own_clock() {
    let Some(database) = PostgresDatabase::create().await else {
        return;
    };
    let store: Arc<dyn Store> =
        Arc::new(PostgresStore::connect(&database.url(), None).await.unwrap());
    let here = SystemClock::starting_at(Timestamp::default());
    let before = here.now() - Millis(2);
    field(&store, 2).await;
    let begun = |number, left| {
        let mut begun = attempt(number, round_id(1), person_id(number), before);
        begun.deadline_at = before + Millis::seconds(left);
        begun
    };
    begin(&store, begun(1, 3_600)).await;
    begin(&store, begun(2, -6)).await;
    let saved = save_one(&store, 1, 1, 1, 1).await;
    let SaveOutcome::Saved { saved_at } = saved else {
        panic!("{saved:?}");
    };
    let after = here.now() + Millis(2);
    assert!(before <= saved_at && saved_at <= after, "{saved_at}");
    assert_eq!(saved_at.micros() % 1000, 0);
    let closed = SaveOutcome::Closed {
        deadline_at: begun(2, -6).deadline_at,
    };
    assert_eq!(save_one(&store, 2, 1, 1, 1).await, closed);
    let seen = submit(&store, 1).await;
    assert_eq!(seen.log, [(1, 1)]);
    let mut work = store.read().await.unwrap();
    let ended = work.attempt(attempt_id(1)).await.unwrap().unwrap();
    let at = ended.outcome.unwrap().submitted_at;
    assert!(saved_at <= at && at <= here.now() + Millis(2), "{at}");
    assert_eq!(at.micros() % 1000, 0);
}

/// The mark lies at most a second below the latest ack, so a clock that was set back starts no lower.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sqlite_keeps_the_high_water_mark_of_its_clock() {
    let fresh = TestStore::sqlite().await;
    field(&fresh.store, 1).await;
    begin(&fresh.store, attempt(1, round_id(1), person_id(1), start())).await;
    for seq in 1..=100 {
        fresh.clock.advance(70);
        save_one(&fresh.store, 1, 1, seq, 1).await;
        let mut work = fresh.store.read().await.unwrap();
        let kept = work.setting("clock_high_water").await.unwrap().unwrap();
        let kept = Timestamp::from_micros(kept.parse().unwrap());
        let behind = fresh.clock.now().since(kept);
        assert!((Millis(0)..Millis(1_000)).contains(&behind), "{behind:?}");
    }
}
