//! Starts: one attempt a person however often he asks, and devices that take turns.

use super::{Begin, Started, TakeTurn, begin, save_one, take_turn};
use crate::store::world::{attempt, attempt_id, field, person_id, round_id};
use crate::support::database::{TestStore, both_databases, start, time_of};
use std::collections::BTreeSet;
use thiluat::domain::{Millis, RoundState};
use thiluat::store::StoreError;
use thiluat::store::writer::SaveOutcome;

both_databases! {
    fifty_starts_at_once_make_one_attempt_each,
    the_same_device_keeps_its_turn_and_another_takes_it,
    every_takeover_at_once_gets_a_turn_of_its_own,
    a_start_sees_its_round_as_it_stands,
    a_start_that_breaks_the_order_of_attempts_is_refused,
    two_nodes_at_once_make_one_attempt,
}

async fn fifty_starts_at_once_make_one_attempt_each(fresh: TestStore) {
    const PEOPLE: u32 = 40;
    field(&fresh.store, PEOPLE).await;
    let mut told = Vec::new();
    for press in 0..50 {
        for person in 1..=PEOPLE {
            let number = press * PEOPLE + person;
            let (turn, done) = TakeTurn::new(round_id(1), person_id(person), number, "máy");
            fresh.store.writer().start(Box::new(turn)).unwrap();
            told.push((person, done));
        }
    }
    let mut new = 0;
    let mut attempts = BTreeSet::new();
    for (person, done) in told {
        let started = done.await.unwrap().unwrap();
        new += u32::from(started.is_new);
        let attempt = started.attempt.unwrap();
        assert_eq!((attempt.participant, attempt.epoch), (person_id(person), 1));
        attempts.insert(attempt.id);
    }
    assert_eq!((new, attempts.len()), (PEOPLE, 40));
    let mut work = fresh.store.read().await.unwrap();
    let stored = work.active_in(round_id(1)).await.unwrap();
    let stored: BTreeSet<_> = stored.iter().map(|attempt| attempt.id).collect();
    assert_eq!(stored, attempts);
}

async fn the_same_device_keeps_its_turn_and_another_takes_it(fresh: TestStore) {
    field(&fresh.store, 1).await;
    let store = &fresh.store;
    let first = take_turn(store, 1, "điện thoại").await;
    assert!(first.is_new);
    let again = take_turn(store, 1, "điện thoại").await;
    assert_eq!((again.is_new, &again.attempt), (false, &first.attempt));
    let other = take_turn(store, 1, "máy tính").await.attempt.unwrap();
    assert_eq!((other.id, other.epoch), (attempt_id(1), 2));
    let mut work = store.read().await.unwrap();
    let stored = work.attempt(attempt_id(1)).await.unwrap().unwrap();
    assert_eq!(stored, other);
    assert_eq!(stored.device.as_deref(), Some("máy tính"));
}

async fn every_takeover_at_once_gets_a_turn_of_its_own(fresh: TestStore) {
    field(&fresh.store, 1).await;
    let turns = (0..30).map(|device| {
        let store = fresh.store.clone();
        async move { take_turn(&store, 1, &format!("máy {device}")).await }
    });
    let started: Vec<Started> = futures_util::future::join_all(turns).await;
    let epochs: BTreeSet<_> = started
        .iter()
        .map(|started| started.attempt.as_ref().unwrap().epoch)
        .collect();
    assert_eq!(epochs, (1..=30).collect());
    assert_eq!(started.iter().filter(|started| started.is_new).count(), 1);
    let saved = save_one(&fresh.store, 1, 30, 1, 1).await;
    assert_eq!(saved, SaveOutcome::Saved { saved_at: start() });
}

/// What the rule is given: the round as a command beside this node left it.
async fn a_start_sees_its_round_as_it_stands(fresh: TestStore) {
    field(&fresh.store, 1).await;
    let mut work = fresh.store.begin().await.unwrap();
    let mut round = work.round(round_id(1)).await.unwrap().unwrap();
    round.state = RoundState::Closing;
    work.put_round(&round).await.unwrap();
    work.commit().await.unwrap();
    let (turn, told) = TakeTurn::new(round_id(9), person_id(1), 1, "máy");
    fresh.store.writer().start(Box::new(turn)).unwrap();
    assert_eq!(told.await.unwrap().unwrap().attempt, None);

    let (seen, told) = super::rules::Looks::new(round_id(1), person_id(1));
    fresh.store.writer().start(Box::new(seen)).unwrap();
    let seen = told.await.unwrap().unwrap();
    assert_eq!(seen.round, Some(round));
    assert_eq!((seen.attempts, seen.now), (vec![], Some(start())));
}

/// The same ordinal twice is impossible by the schema, whatever the rule says; and who shares the
/// batch with such a command is written all the same.
async fn a_start_that_breaks_the_order_of_attempts_is_refused(fresh: TestStore) {
    field(&fresh.store, 3).await;
    let store = &fresh.store;
    begin(store, attempt(1, round_id(1), person_id(1), start())).await;
    let mut told = Vec::new();
    for (number, person) in [(2, 2), (3, 1), (4, 3)] {
        let begun = attempt(number, round_id(1), person_id(person), start());
        let (begin, done) = Begin::new(begun);
        store.writer().start(Box::new(begin)).unwrap();
        told.push(done);
    }
    let mut results = Vec::new();
    for done in told {
        results.push(done.await.unwrap());
    }
    assert!(results[0].is_ok() && results[2].is_ok(), "{results:?}");
    assert!(
        matches!(results[1], Err(StoreError::Unavailable(_))),
        "{results:?}"
    );
    let mut work = store.read().await.unwrap();
    assert_eq!(work.active_in(round_id(1)).await.unwrap().len(), 3);
}

/// Two nodes on one database, or a node and a command beside it on one file.
async fn two_nodes_at_once_make_one_attempt(fresh: TestStore) {
    const PEOPLE: u32 = 20;
    field(&fresh.store, PEOPLE).await;
    let other = fresh.place.open(time_of(&fresh.clock)).await;
    let mut told = Vec::new();
    for press in 0..10 {
        for person in 1..=PEOPLE {
            for (node, store) in [(0, &fresh.store), (1, &other)] {
                let number = (press * 2 + node) * PEOPLE + person;
                let device = format!("máy {node}");
                let (turn, done) = TakeTurn::new(round_id(1), person_id(person), number, &device);
                store.writer().start(Box::new(turn)).unwrap();
                told.push(done);
            }
        }
    }
    let mut new = 0;
    for done in told {
        new += u32::from(done.await.unwrap().unwrap().is_new);
    }
    assert_eq!(new, PEOPLE);
    let mut work = fresh.store.read().await.unwrap();
    let stored = work.active_in(round_id(1)).await.unwrap();
    assert_eq!(stored.len(), 20);
    let latest = start() + Millis::seconds(900);
    assert!(stored.iter().all(|attempt| attempt.deadline_at == latest));
    other.close().await;
}
