//! The response log of the unit profile (docs/adr/0006-answer-log.md): its lines have no key, so what
//! finds them again has to survive restarts, other processes, and the lines themselves.

use super::world::{attempt, attempt_id, field, person_id, round_id};
use super::writer::{answer, begin, save, save_one, submit};
use crate::support::database::{TestStore, start, time_of};
use sqlx::SqlitePool;
use std::sync::Arc;
use thiluat::domain::Millis;
use thiluat::store::Store;
use thiluat::store::writer::SaveOutcome::{Conflict, Saved, Stale};

/// A store in which so many people sit their attempts.
async fn sitting(people: u32) -> TestStore {
    let fresh = TestStore::sqlite().await;
    field(&fresh.store, people).await;
    for person in 1..=people {
        let begun = attempt(person, round_id(1), person_id(person), start());
        begin(&fresh.store, begun).await;
    }
    fresh
}

async fn numbers(store: &Arc<dyn Store>, person: u32) -> Vec<(i64, i64)> {
    let mut work = store.read().await.unwrap();
    let log = work.responses(attempt_id(person)).await.unwrap();
    log.iter().map(|line| (line.epoch, line.seq)).collect()
}

/// The database file itself, looked at from outside.
async fn file(fresh: &TestStore) -> SqlitePool {
    let url = format!("sqlite:{}", fresh.place.file().unwrap().display());
    SqlitePool::connect(&url).await.unwrap()
}

async fn lines(fresh: &TestStore) -> i64 {
    let (count,): (i64,) = sqlx::query_as("select count(*) from answer_log")
        .fetch_one(&file(fresh).await)
        .await
        .unwrap();
    count
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn after_a_restart_every_line_is_found_again() {
    let fresh = sitting(2).await;
    for seq in 1..=6 {
        save_one(&fresh.store, 1, 1, seq, u16::try_from(seq % 3).unwrap()).await;
        save_one(&fresh.store, 2, 1, seq, 1).await;
    }
    submit(&fresh.store, 2).await;
    // Not closed: as if it had been killed.
    let again = fresh.place.open(time_of(&fresh.clock)).await;
    fresh.clock.advance(1000);
    let first = Saved { saved_at: start() };
    assert_eq!(save_one(&again, 1, 1, 2, 2).await, first);
    assert_eq!(save(&again, 1, 1, &[(2, 2, answer(9))]).await, [Conflict]);
    let older = save(&again, 1, 1, &[(0, 2, answer(0))]).await;
    assert_eq!(older, [Stale { epoch: 1, seq: 5 }]);
    assert_eq!(
        numbers(&again, 1).await,
        [(1, 1), (1, 2), (1, 3), (1, 4), (1, 5), (1, 6)]
    );
    let seen = submit(&again, 1).await;
    assert_eq!(
        seen.log.len(),
        6,
        "marking sees what the first process took"
    );
    assert_eq!(save_one(&again, 2, 1, 6, 1).await, first, "from its sheet");
    again.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_processes_see_the_lines_of_each_other() {
    let fresh = sitting(1).await;
    let beside = fresh.place.open(time_of(&fresh.clock)).await;
    let both = [&fresh.store, &beside];
    for seq in 1..=8 {
        let [writes, reads] = if seq % 2 == 0 {
            both
        } else {
            [both[1], both[0]]
        };
        let saved = Saved { saved_at: start() };
        assert_eq!(save_one(writes, 1, 1, seq * 2, 1).await, saved, "{seq}");
        assert_eq!(save_one(reads, 1, 1, seq * 2, 1).await, saved, "{seq}");
        let newest = seq * 2;
        let stale = Stale {
            epoch: 1,
            seq: newest,
        };
        assert_eq!(save_one(reads, 1, 1, newest - 1, 1).await, stale);
        assert_eq!(numbers(reads, 1).await.len(), usize::try_from(seq).unwrap());
    }
    assert_eq!(submit(&beside, 1).await.log.len(), 8);
    beside.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn lines_go_some_time_after_their_sheet_and_answers_stay() {
    let fresh = sitting(3).await;
    for seq in 1..=20 {
        save_one(&fresh.store, 1, 1, seq, 1).await;
    }
    save_one(&fresh.store, 2, 1, 1, 1).await;
    submit(&fresh.store, 1).await;
    fresh.clock.advance(59_000);
    save_one(&fresh.store, 3, 1, 1, 1).await;
    save_one(&fresh.store, 3, 1, 2, 1).await;
    assert_eq!(lines(&fresh).await, 23, "a reader may still look for them");
    fresh.clock.advance(2_000);
    // The store is put in order when nothing waits, so after one of the next batches.
    let mut of_third = 2;
    while of_third == 2 || (lines(&fresh).await > 1 + of_third && of_third < 500) {
        of_third += 1;
        save_one(&fresh.store, 3, 1, of_third, 1).await;
    }
    let left = lines(&fresh).await;
    assert_eq!(
        left,
        1 + of_third,
        "one of the second person, and the third's"
    );
    assert_eq!(numbers(&fresh.store, 1).await.len(), 20);
    assert_eq!(numbers(&fresh.store, 2).await.len(), 1);
    let first = Saved { saved_at: start() };
    assert_eq!(save_one(&fresh.store, 1, 1, 7, 1).await, first);
    let again = fresh.place.open(time_of(&fresh.clock)).await;
    assert_eq!(numbers(&again, 1).await.len(), 20);
    assert_eq!(numbers(&again, 3).await.last(), Some(&(1, of_third)));
    let saved_at = start() + Millis(61_000);
    assert_eq!(save_one(&again, 2, 1, 2, 1).await, Saved { saved_at });
    again.close().await;
}

/// A store of the version before: answers under a key, those of attempts that ended among them.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn answers_of_the_version_before_are_taken_over() {
    let fresh = sitting(2).await;
    for person in 1..=2 {
        for seq in 1..=5 {
            save_one(&fresh.store, person, 1, seq, 1).await;
        }
    }
    submit(&fresh.store, 1).await;
    fresh.store.close().await;
    let pool = file(&fresh).await;
    for sql in [
        "drop trigger responses_reach_the_log",
        "insert into responses select attempt_id, epoch, seq, slot, answer, saved_at from answer_log",
        "drop table answer_log",
        "drop table answer_sheets",
        "delete from _sqlx_migrations where version = 2",
    ] {
        sqlx::query(sql).execute(&pool).await.unwrap();
    }
    let taken = fresh.place.open(time_of(&fresh.clock)).await;
    let first = Saved { saved_at: start() };
    fresh.clock.advance(1000);
    for person in 1..=2 {
        assert_eq!(numbers(&taken, person).await.len(), 5);
        assert_eq!(save_one(&taken, person, 1, 3, 1).await, first);
    }
    // The node of that version still runs, and takes another answer.
    sqlx::query(
        "insert into responses select attempt_id, epoch, 6, slot, answer, saved_at from responses \
         where seq = 5 and attempt_id = $1",
    )
    .bind(attempt_id(2).0)
    .execute(&pool)
    .await
    .unwrap();
    assert_eq!(numbers(&taken, 2).await.len(), 6);
    let stale = Stale { epoch: 1, seq: 6 };
    assert_eq!(save(&taken, 2, 1, &[(0, 1, answer(0))]).await, [stale]);
    assert_eq!(submit(&taken, 2).await.log.len(), 6);
    taken.close().await;
}
