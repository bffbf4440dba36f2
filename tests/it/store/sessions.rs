//! Sessions of participants and staff.

use super::staff::member;
use super::world::{contest_id, field, hash, person_id, staff_id};
use crate::support::database::{TestStore, both_databases, start};
use thiluat::domain::Millis;
use thiluat::store::{Session, StaffSession};

both_databases! {
    a_session_lives_until_it_is_ended,
    all_sessions_of_a_person_end_together,
    a_session_of_staff_is_touched_and_ended,
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
        staff: staff_id(1),
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
