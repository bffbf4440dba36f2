//! Registrations: numbers without gaps, one identity once, session and reply with the person.

use super::Register;
use crate::store::world::{contest, contest_id, field, hash, newcomer, person_id};
use crate::support::database::{TestStore, both_databases, start, time_of};
use std::sync::Arc;
use thiluat::domain::ContestId;
use thiluat::store::{NewParticipant, Store, StoreError};

both_databases! {
    a_crowd_gets_numbers_without_gaps,
    an_identity_that_is_there_is_refused_among_others,
    the_same_registration_again_finds_its_person,
    contests_count_by_themselves,
    a_contest_that_is_not_there_harms_nobody_else,
    two_nodes_share_the_numbers,
}

/// A person of that number, with an identity of another one perhaps.
fn person(number: u32, identity: u32, contest: ContestId) -> NewParticipant {
    NewParticipant {
        identity: hash(identity),
        ..newcomer(number, contest)
    }
}

/// Hands all of them over before the first is answered, so that they share transactions.
async fn register(
    store: &Arc<dyn Store>,
    people: impl IntoIterator<Item = NewParticipant>,
) -> Vec<Result<Option<i64>, StoreError>> {
    let mut waiting = Vec::new();
    for (at, person) in people.into_iter().enumerate() {
        let session = hash(5_000_000 + u32::try_from(at).unwrap());
        let (registration, told) = Register::new(person, session);
        store.writer().register(Box::new(registration)).unwrap();
        waiting.push(told);
    }
    let mut told = Vec::new();
    for waits in waiting {
        told.push(waits.await.unwrap());
    }
    told
}

async fn numbers(store: &Arc<dyn Store>, contest: ContestId) -> Vec<i64> {
    let mut work = store.read().await.unwrap();
    let people = work.participants_of(contest).await.unwrap();
    people.iter().map(|person| person.number).collect()
}

async fn a_crowd_gets_numbers_without_gaps(fresh: TestStore) {
    field(&fresh.store, 0).await;
    let people = (1..=300).map(|number| person(number, number, contest_id(1)));
    let told = register(&fresh.store, people).await;
    // In the order of their coming, although they share transactions.
    let given: Vec<_> = told
        .into_iter()
        .map(|told| told.unwrap().unwrap())
        .collect();
    assert_eq!(given, (1..=300).collect::<Vec<i64>>());
    assert_eq!(numbers(&fresh.store, contest_id(1)).await, given);
    let mut work = fresh.store.read().await.unwrap();
    let stored = work.participant(person_id(77)).await.unwrap().unwrap();
    let mut expected = newcomer(77, contest_id(1)).participant;
    expected.number = 77;
    assert_eq!(stored, expected);
    let session = work.session(&hash(5_000_076)).await.unwrap().unwrap();
    assert_eq!(session.participant, person_id(77));
    let kept = work.replay(&hash(5_000_076)).await.unwrap().unwrap();
    assert_eq!((kept.body, kept.reply), (hash(77), b"77".to_vec()));
}

async fn an_identity_that_is_there_is_refused_among_others(fresh: TestStore) {
    field(&fresh.store, 3).await;
    // One of them is registered, two of them are the same person twice.
    let people = [(4, 40), (5, 2), (6, 41), (7, 40), (8, 42)]
        .map(|(number, identity)| person(number, identity, contest_id(1)));
    let told = register(&fresh.store, people).await;
    let told: Vec<_> = told.into_iter().map(Result::unwrap).collect();
    assert_eq!(told, [Some(4), None, Some(5), None, Some(6)]);
    assert_eq!(
        numbers(&fresh.store, contest_id(1)).await,
        [1, 2, 3, 4, 5, 6]
    );
    let mut work = fresh.store.read().await.unwrap();
    assert_eq!(work.session(&hash(5_000_001)).await.unwrap(), None);
    assert!(work.replay(&hash(5_000_003)).await.unwrap().is_none());
}

/// A transaction whose end was not heard of is tried again.
async fn the_same_registration_again_finds_its_person(fresh: TestStore) {
    field(&fresh.store, 0).await;
    let people = || (1..=3).map(|number| person(number, number, contest_id(1)));
    let first = register(&fresh.store, people()).await;
    let again = register(&fresh.store, people()).await;
    for (first, again) in first.into_iter().zip(again) {
        assert_eq!(first.unwrap(), again.unwrap());
    }
    assert_eq!(numbers(&fresh.store, contest_id(1)).await, [1, 2, 3]);
}

async fn contests_count_by_themselves(fresh: TestStore) {
    field(&fresh.store, 2).await;
    let mut work = fresh.store.begin().await.unwrap();
    work.put_contest(&contest(2), start()).await.unwrap();
    work.commit().await.unwrap();
    // The same people take part in both.
    let people = (1..=10).map(|n| person(100 + n, 200 + n / 2, contest_id(1 + n % 2)));
    let told = register(&fresh.store, people).await;
    assert!(
        told.iter().all(|told| matches!(told, Ok(Some(_)))),
        "{told:?}"
    );
    assert_eq!(
        numbers(&fresh.store, contest_id(1)).await,
        [1, 2, 3, 4, 5, 6, 7]
    );
    assert_eq!(numbers(&fresh.store, contest_id(2)).await, [1, 2, 3, 4, 5]);
}

async fn a_contest_that_is_not_there_harms_nobody_else(fresh: TestStore) {
    field(&fresh.store, 0).await;
    let people = [(1, 1), (2, 9), (3, 1)].map(|(n, c)| person(n, n, contest_id(c)));
    let told = register(&fresh.store, people).await;
    assert!(matches!(told[0], Ok(Some(1))), "{told:?}");
    assert!(told[1].is_err(), "{told:?}");
    assert!(matches!(told[2], Ok(Some(2))), "{told:?}");
}

async fn two_nodes_share_the_numbers(fresh: TestStore) {
    field(&fresh.store, 0).await;
    let other = fresh.place.open(time_of(&fresh.clock)).await;
    // Everybody comes to both nodes at once; each is admitted at one of them.
    let at = |store: Arc<dyn Store>, first: u32| async move {
        let people = (1..=200).map(|n| person(first + n, n, contest_id(1)));
        register(&store, people).await
    };
    let (here, there) = tokio::join!(at(fresh.store.clone(), 0), at(other, 1_000));
    let mut given = Vec::new();
    for (here, there) in here.into_iter().zip(there) {
        let (here, there) = (here.unwrap(), there.unwrap());
        assert!(here.is_none() != there.is_none(), "{here:?} {there:?}");
        given.extend(here.or(there));
    }
    given.sort_unstable();
    assert_eq!(given, (1..=200).collect::<Vec<i64>>());
    assert_eq!(numbers(&fresh.store, contest_id(1)).await, given);
}
