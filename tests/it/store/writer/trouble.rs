//! Callers that go away, rules that break, a store that is gone, more than can be written.

use super::rules::Breaks;
use super::{Begin, HandIn, answer, begin, response, save_one, submit, try_save};
use crate::store::world::{attempt, attempt_id, field, person_id, round_id};
use crate::support::database::{Place, TestStore, both_databases, start, time_of};
use smallvec::smallvec;
use std::future::Future;
use std::pin::pin;
use std::task::{Context, Waker};
use thiluat::domain::ParticipantId;
use thiluat::store::StoreError;
use thiluat::store::writer::SaveOutcome;
use tokio::sync::oneshot;

both_databases! {
    a_command_whose_caller_went_away_is_written_all_the_same,
    a_rule_that_breaks_breaks_alone,
    a_batch_that_fails_tells_everybody,
    each_queue_has_a_bound_of_its_own,
    what_was_handed_over_before_the_end_is_written,
}

async fn a_command_whose_caller_went_away_is_written_all_the_same(fresh: TestStore) {
    field(&fresh.store, 2).await;
    let store = &fresh.store;
    begin(store, attempt(1, round_id(1), person_id(1), start())).await;
    let (command, told) = Begin::new(attempt(2, round_id(1), person_id(2), start()));
    store.writer().start(Box::new(command)).unwrap();
    drop(told);
    for seq in 1..=20 {
        let responses = smallvec![response(seq, 1, answer(seq))];
        let saving = pin!(store.writer().save(attempt_id(1), 1, responses));
        // Polled once, the command is with the writer; then the phone hangs up.
        let _ = saving.poll(&mut Context::from_waker(Waker::noop()));
    }
    let seen = submit(store, 1).await;
    let expected: Vec<_> = (1..=20).map(|seq| (1, seq)).collect();
    assert_eq!(seen.log, expected);
    assert!(seen.ended_it);
    assert!(submit(store, 2).await.ended_it);
}

fn breaking(
    person: u32,
    when_told: bool,
) -> (Box<Breaks>, oneshot::Receiver<Result<(), StoreError>>) {
    let (tell, told) = oneshot::channel();
    let participant: ParticipantId = person_id(person);
    let breaks = Breaks {
        attempt: attempt_id(person),
        participant,
        tell: Some(tell),
        when_told,
    };
    (Box::new(breaks), told)
}

async fn a_rule_that_breaks_breaks_alone(fresh: TestStore) {
    field(&fresh.store, 3).await;
    let store = &fresh.store;
    let writer = store.writer();
    for person in [1, 2] {
        begin(
            store,
            attempt(person, round_id(1), person_id(person), start()),
        )
        .await;
    }
    for when_told in [false, true] {
        let (marking, marked) = breaking(2, when_told);
        let (starting, started) = breaking(3, when_told);
        let (hand_in, handed_in) = HandIn::new(attempt_id(1));
        let seq = 1 + i64::from(when_told);
        let responses = smallvec![response(seq, 1, answer(seq))];
        let saving = writer.save(attempt_id(2), 1, responses);
        writer.submit(marking).unwrap();
        writer.start(starting).unwrap();
        writer.submit(Box::new(hand_in)).unwrap();
        assert!(saving.await.is_ok(), "{when_told}");
        assert_eq!(handed_in.await.unwrap().unwrap().ended_it, !when_told);
        assert_eq!(marked.await.unwrap().is_ok(), when_told);
        assert_eq!(started.await.unwrap().is_ok(), when_told);
    }
    let mut work = store.read().await.unwrap();
    assert_eq!(work.responses(attempt_id(2)).await.unwrap().len(), 2);
}

async fn a_batch_that_fails_tells_everybody(fresh: TestStore) {
    field(&fresh.store, 2).await;
    let store = &fresh.store;
    begin(store, attempt(1, round_id(1), person_id(1), start())).await;
    // Someone takes away the ground, beside the store.
    let sql = "alter table attempts rename to attempts_gone";
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
    let (start_command, started) = Begin::new(attempt(2, round_id(1), person_id(2), start()));
    let (hand_in, handed_in) = HandIn::new(attempt_id(1));
    store.writer().start(Box::new(start_command)).unwrap();
    store.writer().submit(Box::new(hand_in)).unwrap();
    let answers = [(1, 1, answer(1))];
    let saves = (0..5).map(|_| try_save(store, 1, 1, &answers));
    for saved in futures_util::future::join_all(saves).await {
        assert!(saved.is_err());
    }
    assert!(started.await.unwrap().is_err());
    assert!(handed_in.await.unwrap().is_err());
}

async fn each_queue_has_a_bound_of_its_own(fresh: TestStore) {
    field(&fresh.store, 2).await;
    let store = &fresh.store;
    for person in [1, 2] {
        let begun = attempt(person, round_id(1), person_id(person), start());
        begin(store, begun).await;
    }
    // While a unit of work holds the row, or the one connection that writes, nothing is written.
    let mut work = store.begin().await.unwrap();
    let mut held = work.round(round_id(1)).await.unwrap().unwrap();
    held.position = 7;
    work.put_round(&held).await.unwrap();
    let (command, stuck) = Begin::new(attempt(3, round_id(1), person_id(1), start()));
    store.writer().start(Box::new(command)).unwrap();
    let mut waiting = Vec::new();
    let refused = loop {
        let (hand_in, told) = HandIn::new(attempt_id(1));
        match store.writer().submit(Box::new(hand_in)) {
            Ok(()) => waiting.push(told),
            Err(refused) => break refused,
        }
        assert!(waiting.len() < 100_000, "no end to what may wait");
    };
    assert!(matches!(refused, StoreError::Unavailable(_)), "{refused:?}");
    assert!(waiting.len() >= 16_384, "{}", waiting.len());
    assert!(store.writer().depth() >= 16_384);
    // A crowd that hands in refuses no save.
    let answers = [(1, 1, answer(1))];
    let mut saving = pin!(try_save(store, 2, 1, &answers));
    assert!(futures_util::poll!(&mut saving).is_pending());
    drop(work);
    drop(stuck.await);
    let saved = saving.await.unwrap();
    assert!(
        matches!(saved[..], [SaveOutcome::Saved { .. }]),
        "{saved:?}"
    );
    let mut ended = 0;
    for told in waiting {
        ended += u32::from(told.await.unwrap().unwrap().ended_it);
    }
    assert_eq!((ended, store.writer().depth()), (1, 0));
}

async fn what_was_handed_over_before_the_end_is_written(fresh: TestStore) {
    field(&fresh.store, 1).await;
    let store = &fresh.store;
    begin(store, attempt(1, round_id(1), person_id(1), start())).await;
    let mut told = Vec::new();
    for seq in 1..=2_000 {
        let store = store.clone();
        let (sent, is_sent) = oneshot::channel();
        told.push(tokio::spawn(async move {
            let answers = [(seq, 1, answer(seq))];
            let mut saving = pin!(try_save(&store, 1, 1, &answers));
            let first = futures_util::poll!(&mut saving);
            sent.send(()).unwrap();
            match first {
                std::task::Poll::Ready(saved) => saved,
                std::task::Poll::Pending => saving.await,
            }
        }));
        is_sent.await.unwrap();
    }
    store.close().await;
    for saved in told {
        assert!(saved.await.unwrap().is_ok());
    }
    let refused = try_save(store, 1, 1, &[(3_000, 1, answer(1))]).await;
    assert!(matches!(refused, Err(StoreError::Unavailable(_))));
    let again = fresh.place.open(time_of(&fresh.clock)).await;
    let mut work = again.read().await.unwrap();
    assert_eq!(work.responses(attempt_id(1)).await.unwrap().len(), 2_000);
    drop(work);
    assert!(matches!(
        save_one(&again, 1, 1, 2_001, 1).await,
        SaveOutcome::Saved { .. }
    ));
}
