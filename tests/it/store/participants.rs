//! People who take part, and the numbers they get.

use super::world::{contest, contest_id, field, hash, newcomer, person_id, unit_id};
use crate::support::database::{TestStore, both_databases, start};
use thiluat::domain::{Guardian, ParticipantId, UnitDraft, UnitType};
use thiluat::store::StoreError;
use time::macros::date;

both_databases! {
    a_person_comes_back_whole,
    an_identity_registers_once_a_contest_and_burns_no_number,
    a_number_is_never_given_again,
    fifty_registrations_at_once_get_fifty_numbers,
    a_new_sign_in_code_takes_the_place_of_the_old,
}

async fn a_person_comes_back_whole(fresh: TestStore) {
    field(&fresh.store, 0).await;
    let mut new = newcomer(1, contest_id(1));
    new.participant.group = Some("hoc-sinh".into());
    new.participant.unit = Some(unit_id(1));
    new.participant.birth_date = Some(date!(2012 - 02 - 29));
    new.participant.guardian = Some(Guardian {
        full_name: "Đặng Văn Ước".into(),
        phone: "+84900000001".into(),
        relation: "bố".into(),
    });
    let unit = UnitDraft::new("42", "Tỉnh Hà Tĩnh", UnitType::Tinh);
    let mut work = fresh.store.begin().await.unwrap();
    work.put_unit(unit_id(1), &unit).await.unwrap();
    assert_eq!(work.add_participant(&new).await.unwrap(), 1);
    work.add_participant(&newcomer(2, contest_id(1)))
        .await
        .unwrap();
    work.commit().await.unwrap();

    new.participant.number = 1;
    let mut work = fresh.store.read().await.unwrap();
    let stored = work.participant(person_id(1)).await.unwrap();
    assert_eq!(stored.as_ref(), Some(&new.participant));
    let (stored, mac) = work
        .participant_by_identity(contest_id(1), &hash(1))
        .await
        .unwrap()
        .unwrap();
    assert_eq!((stored, mac), (new.participant, new.code_mac));
    let elsewhere = work.participant_by_identity(contest_id(2), &hash(1)).await;
    assert_eq!(elsewhere.unwrap(), None);
    assert_eq!(work.participant(person_id(9)).await.unwrap(), None);
    let all = work.participants_of(contest_id(1)).await.unwrap();
    let numbers: Vec<_> = all.iter().map(|person| person.number).collect();
    assert_eq!(numbers, [1, 2]);
    assert_eq!(work.count_participants(contest_id(1)).await.unwrap(), 2);
}

async fn an_identity_registers_once_a_contest_and_burns_no_number(fresh: TestStore) {
    field(&fresh.store, 1).await;
    let mut work = fresh.store.begin().await.unwrap();
    work.put_contest(&contest(2), start()).await.unwrap();
    let mut again = newcomer(2, contest_id(1));
    again.identity = hash(1);
    let refused = work.add_participant(&again).await;
    assert!(matches!(refused, Err(StoreError::Conflict)), "{refused:?}");
    // The same person in another contest, and the next one in this.
    again.participant.contest = contest_id(2);
    assert_eq!(work.add_participant(&again).await.unwrap(), 1);
    let next = newcomer(3, contest_id(1));
    assert_eq!(work.add_participant(&next).await.unwrap(), 2);
    work.commit().await.unwrap();
}

async fn a_number_is_never_given_again(fresh: TestStore) {
    field(&fresh.store, 3).await;
    // A registration that was not committed did not happen.
    let mut work = fresh.store.begin().await.unwrap();
    let dropped = newcomer(4, contest_id(1));
    assert_eq!(work.add_participant(&dropped).await.unwrap(), 4);
    drop(work);
    let mut work = fresh.store.begin().await.unwrap();
    let taken = newcomer(5, contest_id(1));
    assert_eq!(work.add_participant(&taken).await.unwrap(), 4);
    work.commit().await.unwrap();
    let mut work = fresh.store.read().await.unwrap();
    assert_eq!(work.participant(person_id(4)).await.unwrap(), None);
    let unknown = fresh.store.begin().await.unwrap();
    let mut unknown = unknown;
    let nowhere = unknown.add_participant(&newcomer(6, contest_id(9))).await;
    assert!(nowhere.is_err(), "a contest that does not exist");
}

async fn fifty_registrations_at_once_get_fifty_numbers(fresh: TestStore) {
    field(&fresh.store, 0).await;
    // Every person comes twice; one of the two is told that he is there already.
    let tasks: Vec<_> = (0..100_u32)
        .map(|task| {
            let store = fresh.store.clone();
            tokio::spawn(async move {
                let mut new = newcomer(task, contest_id(1));
                new.identity = hash(task / 2);
                let mut work = store.begin().await.unwrap();
                let number = work.add_participant(&new).await;
                if number.is_ok() {
                    work.commit().await.unwrap();
                }
                number
            })
        })
        .collect();
    let mut numbers = Vec::new();
    let mut refused = 0;
    for task in tasks {
        match task.await.unwrap() {
            Ok(number) => numbers.push(number),
            Err(StoreError::Conflict) => refused += 1,
            Err(other) => panic!("{other}"),
        }
    }
    numbers.sort_unstable();
    assert_eq!(numbers, (1..=50).collect::<Vec<i64>>());
    assert_eq!(refused, 50);
    let mut work = fresh.store.read().await.unwrap();
    let stored = work.participants_of(contest_id(1)).await.unwrap();
    let stored: Vec<i64> = stored.iter().map(|person| person.number).collect();
    assert_eq!(stored, numbers);
}

async fn a_new_sign_in_code_takes_the_place_of_the_old(fresh: TestStore) {
    field(&fresh.store, 2).await;
    let mut work = fresh.store.begin().await.unwrap();
    work.set_sign_in_code(person_id(1), &hash(77))
        .await
        .unwrap();
    let mut macs = Vec::new();
    for number in [1, 2] {
        let found = work
            .participant_by_identity(contest_id(1), &hash(number))
            .await
            .unwrap();
        let (person, mac): (_, [u8; 32]) = found.unwrap();
        macs.push((person.id, mac));
    }
    let expected: [(ParticipantId, [u8; 32]); 2] =
        [(person_id(1), hash(77)), (person_id(2), hash(1_000_002))];
    assert_eq!(macs, expected);
}
