//! Submissions: one transition, and marking sees all that was acknowledged.

use super::{HandIn, Seen, begin, save_one, submit, take_turn};
use crate::store::world::{attempt, attempt_id, field, outcome, person_id, round_id};
use crate::support::database::{TestStore, both_databases, start, time_of};
use thiluat::domain::{AttemptState, Millis};

both_databases! {
    fifty_submissions_at_once_are_one_transition,
    marking_sees_every_answer_of_every_turn,
    nothing_to_hand_in_is_told_so,
    many_people_hand_in_at_once,
    two_nodes_hand_in_once,
}

async fn fifty_submissions_at_once_are_one_transition(fresh: TestStore) {
    field(&fresh.store, 1).await;
    let store = &fresh.store;
    begin(store, attempt(1, round_id(1), person_id(1), start())).await;
    save_one(store, 1, 1, 1, 1).await;
    let all = futures_util::future::join_all((0..50).map(|_| submit(store, 1))).await;
    let first: Vec<&Seen> = all.iter().filter(|seen| seen.ended_it).collect();
    assert_eq!(first.len(), 1);
    assert_eq!(first[0].log, [(1, 1)]);
    for seen in all.iter().filter(|seen| !seen.ended_it) {
        let attempt = seen.attempt.as_ref().unwrap();
        assert_eq!(attempt.state, AttemptState::Submitted);
        assert_eq!(attempt.outcome, Some(outcome(attempt_id(1), 1, start())));
    }
}

async fn marking_sees_every_answer_of_every_turn(fresh: TestStore) {
    field(&fresh.store, 1).await;
    let store = &fresh.store;
    let mut expected = Vec::new();
    for epoch in 1..=3 {
        take_turn(store, 1, &format!("máy {epoch}")).await;
        for seq in 1..=5 {
            save_one(store, 1, epoch, seq, 1).await;
            expected.push((epoch, seq));
        }
    }
    fresh.clock.advance(1_234);
    let seen = submit(store, 1).await;
    assert_eq!(seen.log, expected);
    let mut work = store.read().await.unwrap();
    let stored = work.attempt(attempt_id(1)).await.unwrap().unwrap();
    let expected = outcome(attempt_id(1), 15, start() + Millis(1_234));
    assert_eq!(stored.outcome, Some(expected));
}

async fn nothing_to_hand_in_is_told_so(fresh: TestStore) {
    field(&fresh.store, 0).await;
    let seen = submit(&fresh.store, 9).await;
    let nothing = Seen {
        ended_it: false,
        attempt: None,
        log: Vec::new(),
    };
    assert_eq!(seen, nothing);
}

async fn many_people_hand_in_at_once(fresh: TestStore) {
    const PEOPLE: u32 = 200;
    field(&fresh.store, PEOPLE).await;
    let store = &fresh.store;
    let begins = (1..=PEOPLE).map(|person| {
        begin(
            store,
            attempt(person, round_id(1), person_id(person), start()),
        )
    });
    futures_util::future::join_all(begins).await;
    let mut told = Vec::new();
    for person in 1..=PEOPLE {
        for seq in 1..=i64::from(person % 4) {
            save_one(store, person, 1, seq, 1).await;
        }
        let (hand_in, done) = HandIn::new(attempt_id(person));
        store.writer().submit(Box::new(hand_in)).unwrap();
        told.push(done);
    }
    for done in told {
        assert!(done.await.unwrap().unwrap().ended_it);
    }
    let mut work = store.read().await.unwrap();
    let finished = work.finished_in(round_id(1)).await.unwrap();
    assert_eq!(finished.len(), 200);
    for row in finished {
        assert_eq!(row.attempt.outcome.unwrap().correct, row.number % 4);
    }
}

async fn two_nodes_hand_in_once(fresh: TestStore) {
    field(&fresh.store, 20).await;
    let other = fresh.place.open(time_of(&fresh.clock)).await;
    for person in 1..=20 {
        let begun = attempt(person, round_id(1), person_id(person), start());
        begin(&fresh.store, begun).await;
    }
    let mut told = Vec::new();
    for _ in 0..10 {
        for person in 1..=20 {
            for store in [&fresh.store, &other] {
                let (hand_in, done) = HandIn::new(attempt_id(person));
                store.writer().submit(Box::new(hand_in)).unwrap();
                told.push(done);
            }
        }
    }
    let mut ended = 0;
    for done in told {
        ended += u32::from(done.await.unwrap().unwrap().ended_it);
    }
    assert_eq!(ended, 20);
    other.close().await;
}
