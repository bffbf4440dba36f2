//! Sessions of participants and staff.

use super::staff::member;
use super::world::{contest_id, field, hash, person_id, staff_id};
use crate::support::database::{TestStore, both_databases, start};
use thiluat::domain::{Millis, StaffSessionId};
use thiluat::store::{Session, StaffSession};

both_databases! {
    a_session_lives_until_it_is_ended,
    all_sessions_of_a_person_end_together,
    a_session_of_staff_is_touched_and_ended,
    sessions_of_staff_end_by_name_and_all_but_one,
    a_replaced_session_has_no_name_and_ends_soon,
    what_has_expired_is_forgotten,
}

fn session(number: u32, person: u32, seconds: i64) -> Session {
    Session {
        token_hash: hash(number),
        participant: person_id(person),
        contest: contest_id(1),
        expires_at: start() + Millis::seconds(seconds),
    }
}

fn staff_session(number: u32, seconds: i64) -> StaffSession {
    StaffSession {
        token_hash: hash(number),
        id: Some(StaffSessionId(uuid::Uuid::from_u128(number.into()))),
        staff: staff_id(1),
        signed_in_at: start(),
        fresh_at: start(),
        address: "203.0.113.7".into(),
        agent: "Firefox".into(),
        expires_at: start() + Millis::seconds(seconds),
        seen_at: start(),
    }
}

async fn a_session_lives_until_it_is_ended(fresh: TestStore) {
    field(&fresh.store, 1).await;
    let mut work = fresh.store.begin().await.unwrap();
    work.add_session(&session(1, 1, 60)).await.unwrap();
    assert_eq!(
        work.session(&hash(1)).await.unwrap(),
        Some(session(1, 1, 60))
    );
    assert_eq!(work.session(&hash(2)).await.unwrap(), None);
    work.end_session(&hash(1)).await.unwrap();
    assert_eq!(work.session(&hash(1)).await.unwrap(), None);
}

async fn all_sessions_of_a_person_end_together(fresh: TestStore) {
    field(&fresh.store, 2).await;
    let mut work = fresh.store.begin().await.unwrap();
    for (number, person) in [(1, 1), (2, 1), (3, 2)] {
        work.add_session(&session(number, person, 60))
            .await
            .unwrap();
    }
    work.end_sessions_of(person_id(1)).await.unwrap();
    assert_eq!(work.session(&hash(1)).await.unwrap(), None);
    assert_eq!(work.session(&hash(2)).await.unwrap(), None);
    assert!(work.session(&hash(3)).await.unwrap().is_some());
}

async fn a_session_of_staff_is_touched_and_ended(fresh: TestStore) {
    let mut work = fresh.store.begin().await.unwrap();
    work.add_staff(&member(1)).await.unwrap();
    work.add_staff_session(&staff_session(1, 60)).await.unwrap();
    let seen_at = start() + Millis::seconds(30);
    work.touch_staff_session(&hash(1), seen_at).await.unwrap();
    let expected = StaffSession {
        seen_at,
        ..staff_session(1, 60)
    };
    assert_eq!(work.staff_session(&hash(1)).await.unwrap(), Some(expected));
    work.end_staff_session(&hash(1)).await.unwrap();
    assert_eq!(work.staff_session(&hash(1)).await.unwrap(), None);
}

async fn what_has_expired_is_forgotten(fresh: TestStore) {
    field(&fresh.store, 1).await;
    let mut work = fresh.store.begin().await.unwrap();
    work.add_staff(&member(1)).await.unwrap();
    work.add_session(&session(1, 1, 10)).await.unwrap();
    work.add_session(&session(2, 1, 20)).await.unwrap();
    work.add_staff_session(&staff_session(3, 10)).await.unwrap();
    work.add_staff_session(&staff_session(4, 20)).await.unwrap();
    let now = start() + Millis::seconds(15);
    assert_eq!(work.forget_expired(now).await.unwrap(), 2);
    assert_eq!(work.forget_expired(now).await.unwrap(), 0);
    assert!(work.session(&hash(2)).await.unwrap().is_some());
    assert!(work.staff_session(&hash(4)).await.unwrap().is_some());
}

async fn sessions_of_staff_end_by_name_and_all_but_one(fresh: TestStore) {
    let mut work = fresh.store.begin().await.unwrap();
    for number in 1..=2 {
        work.add_staff(&member(number)).await.unwrap();
    }
    for number in 1..=4 {
        let session = staff_session(number, 60);
        work.add_staff_session(&session).await.unwrap();
    }
    let other = StaffSession {
        staff: staff_id(2),
        ..staff_session(5, 60)
    };
    work.add_staff_session(&other).await.unwrap();
    let id = |number: u32| StaffSessionId(uuid::Uuid::from_u128(number.into()));
    assert!(
        !work
            .end_named_staff_session(staff_id(1), id(5))
            .await
            .unwrap()
    );
    assert!(
        work.end_named_staff_session(staff_id(1), id(4))
            .await
            .unwrap()
    );
    assert!(
        !work
            .end_named_staff_session(staff_id(1), id(4))
            .await
            .unwrap()
    );
    let ended = work.end_staff_sessions(staff_id(1), Some(&hash(2))).await;
    assert_eq!(ended.unwrap(), 2);
    let left = work.staff_sessions_of(staff_id(1)).await.unwrap();
    assert_eq!(left, [staff_session(2, 60)]);
    assert_eq!(work.end_staff_sessions(staff_id(1), None).await.unwrap(), 1);
    assert_eq!(work.staff_session(&hash(5)).await.unwrap(), Some(other));
}

async fn a_replaced_session_has_no_name_and_ends_soon(fresh: TestStore) {
    let mut work = fresh.store.begin().await.unwrap();
    work.add_staff(&member(1)).await.unwrap();
    work.add_staff_session(&staff_session(1, 600))
        .await
        .unwrap();
    work.add_staff_session(&staff_session(2, 5)).await.unwrap();
    let soon = start() + Millis::seconds(60);
    for number in 1..=2 {
        work.retire_staff_session(&hash(number), soon)
            .await
            .unwrap();
    }
    assert_eq!(work.staff_sessions_of(staff_id(1)).await.unwrap(), []);
    let end = async |work: &mut Box<dyn thiluat::store::UnitOfWork>, number| {
        let session = work.staff_session(&hash(number)).await.unwrap().unwrap();
        assert_eq!(session.id, None);
        session.expires_at
    };
    assert_eq!(end(&mut work, 1).await, soon);
    // One that ends earlier does not live on by being replaced.
    assert_eq!(end(&mut work, 2).await, start() + Millis::seconds(5));
}
