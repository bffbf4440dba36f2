//! People as staff work on them: found, corrected, excluded.

use super::world::{
    attempt, contest, contest_id, field, hash, newcomer, outcome, person_id, round, round_id,
    unit_id,
};
use super::writer::{begin, hand_in};
use crate::support::database::{TestStore, both_databases, start};
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;
use std::collections::BTreeMap;
use thiluat::domain::running::{Exclusion, PersonChange};
use thiluat::domain::{
    AttemptState, ChangeId, ExclusionId, Millis, UnitDraft, UnitType, VoidingId, text,
};
use thiluat::store::{
    Among, Needle, PeopleFilter, PeopleOrder, PeoplePlace, Progress, StoreError, UnitOfWork,
};

both_databases! {
    candidates_and_the_order_find_the_same_people,
    places_follow_each_other_in_every_order,
    a_correction_moves_what_a_person_is_found_by,
    who_is_excluded_can_not_start,
    changes_and_exclusions_come_back_as_they_were_put,
    people_of_the_version_before_become_findable,
}

const WORDS: [&str; 6] = ["An", "Đào", "Hoà", "Văn", "Thị", "Ánh"];

fn everybody() -> PeopleFilter {
    PeopleFilter {
        contest: contest_id(1),
        needle: None,
        unit: None,
        group: None,
        progress: None,
    }
}

async fn numbers(
    work: &mut dyn UnitOfWork,
    filter: &PeopleFilter,
    among: &Among<'_>,
    order: PeopleOrder,
) -> Vec<i64> {
    let found = work.find_people(filter, among, order, None, 1_000).await;
    found
        .unwrap()
        .iter()
        .map(|line| line.person.number)
        .collect()
}

/// Whatever index leads to people, they are those whom the conditions let through.
async fn candidates_and_the_order_find_the_same_people(fresh: TestStore) {
    let mut runner = TestRunner::deterministic();
    let names = prop::collection::vec(prop::collection::vec(0..WORDS.len(), 1..4), 60);
    let names = names.new_tree(&mut runner).unwrap().current();
    field(&fresh.store, 0).await;
    let mut work = fresh.store.begin().await.unwrap();
    for (code, number, parent) in [
        ("42", 1, None),
        ("18073", 2, Some("42")),
        ("lop", 3, Some("18073")),
    ] {
        let draft = UnitDraft {
            code: code.into(),
            name: code.into(),
            kind: UnitType::Xa,
            parent: parent.map(str::to_owned),
            area_type: None,
            headcount: None,
            valid_from: None,
            valid_to: None,
            replaced_by: Vec::new(),
            block: None,
            headcount_source: None,
            headcount_date: None,
            aliases: Vec::new(),
        };
        work.put_unit(unit_id(number), &draft).await.unwrap();
    }
    work.put_contest(&contest(2), start()).await.unwrap();
    for (number, words) in (1_u32..).zip(&names) {
        let mut new = newcomer(number, contest_id(1));
        new.participant.full_name = words
            .iter()
            .map(|at| WORDS[*at])
            .collect::<Vec<_>>()
            .join(" ");
        new.participant.unit = (number % 4 > 0).then(|| unit_id(number % 4));
        new.participant.group = (number % 2 == 0).then(|| "a".into());
        work.add_participant(&new).await.unwrap();
    }
    // The same names in another contest.
    let mut other = newcomer(1_000, contest_id(2));
    other.participant.full_name = "Đào An".into();
    work.add_participant(&other).await.unwrap();
    work.commit().await.unwrap();
    for number in 1..=6 {
        begin(
            &fresh.store,
            attempt(number, round_id(1), person_id(number), start()),
        )
        .await;
    }
    for number in 1..=3 {
        let done = outcome(
            thiluat::domain::AttemptId::new(start(), bytes(number)),
            3,
            start(),
        );
        hand_in(&fresh.store, AttemptState::Submitted, done, number).await;
    }
    let mut work = fresh.store.begin().await.unwrap();
    assert!(
        work.set_excluded(person_id(9), Some(start()))
            .await
            .unwrap()
    );
    let states = [
        (Progress::Registered, "registered"),
        (Progress::Sitting, "sitting"),
        (Progress::HandedIn, "handed in"),
        (Progress::Excluded, "excluded"),
    ];
    let needles = [
        "dao",
        "an",
        "van a",
        "thi anh",
        "x",
        "anh dao hoa",
        "%",
        "_",
    ];
    let mut filters: Vec<(String, PeopleFilter)> = Vec::new();
    for needle in needles {
        let words = Needle::Words(text::folded(needle));
        filters.push((
            needle.into(),
            PeopleFilter {
                needle: Some(words),
                ..everybody()
            },
        ));
    }
    for digits in [
        "7",
        "007",
        "0007",
        "090000007",
        "0900000007",
        "84900000007",
        "000",
        "99",
    ] {
        let needle = Some(Needle::Digits(digits.into()));
        filters.push((
            digits.into(),
            PeopleFilter {
                needle,
                ..everybody()
            },
        ));
    }
    for (state, word) in states {
        let progress = Some((state, vec![round_id(1)]));
        filters.push((
            word.into(),
            PeopleFilter {
                progress,
                ..everybody()
            },
        ));
    }
    for unit in 1..=3 {
        let unit = Some(unit_id(unit));
        filters.push((
            format!("{unit:?}"),
            PeopleFilter {
                unit,
                ..everybody()
            },
        ));
    }
    let group = Some("a".to_owned());
    let needle = Some(Needle::Words("an".into()));
    filters.push((
        "a group".into(),
        PeopleFilter {
            group,
            needle,
            ..everybody()
        },
    ));
    let mut met = 0;
    for (name, filter) in &filters {
        let all = Among::UpTo(None);
        let along = numbers(&mut *work, filter, &all, PeopleOrder::Number).await;
        met += along.len();
        if let Some(few) = work.people_candidates(filter, 1_000).await.unwrap() {
            let among = Among::Candidates(&few);
            let by_index = numbers(&mut *work, filter, &among, PeopleOrder::Number).await;
            assert_eq!(by_index, along, "{name}");
            let count = work.count_candidates(filter, &few).await.unwrap();
            assert_eq!(usize::try_from(count).unwrap(), along.len(), "{name}");
        }
        if filter.needle.is_some() && !along.is_empty() {
            assert_eq!(
                work.people_candidates(filter, 0).await.unwrap(),
                None,
                "{name}: too many"
            );
        }
    }
    assert!(met > 100, "{met}");
    assert_eq!(work.registered(contest_id(1)).await.unwrap(), 60);
    assert_eq!(
        work.registered_in(contest_id(1), unit_id(2)).await.unwrap(),
        30
    );
}

fn bytes(number: u32) -> [u8; 10] {
    let mut bytes = [0; 10];
    bytes[6..].copy_from_slice(&number.to_be_bytes());
    bytes
}

async fn places_follow_each_other_in_every_order(fresh: TestStore) {
    field(&fresh.store, 0).await;
    let mut work = fresh.store.begin().await.unwrap();
    for (number, name) in (1..).zip(["Lê An", "Trần Đào", "Bùi An", "Lê An", "Hồ Ánh"]) {
        let mut new = newcomer(number, contest_id(1));
        new.participant.full_name = name.into();
        work.add_participant(&new).await.unwrap();
    }
    for (order, expected) in [
        (PeopleOrder::Number, [1, 2, 3, 4, 5]),
        (PeopleOrder::NumberDown, [5, 4, 3, 2, 1]),
        (PeopleOrder::Name, [3, 1, 4, 5, 2]),
        (PeopleOrder::NameDown, [2, 5, 4, 1, 3]),
    ] {
        let mut after: Option<PeoplePlace> = None;
        let mut seen = Vec::new();
        loop {
            let end = work
                .place_beyond(contest_id(1), order, after.as_ref(), 2)
                .await
                .unwrap();
            let among = Among::UpTo(end.as_ref());
            let part = work
                .find_people(&everybody(), &among, order, after.as_ref(), 9)
                .await
                .unwrap();
            seen.extend(part.iter().map(|line| line.person.number));
            if end.is_none() {
                break;
            }
            assert_eq!(part.len(), 2);
            after = end;
        }
        assert_eq!(seen, expected, "{order:?}");
    }
    let place = work.place_of(contest_id(1), 4).await.unwrap().unwrap();
    assert_eq!((place.name.as_str(), place.number), ("an le", 4));
    assert_eq!(work.place_of(contest_id(1), 6).await.unwrap(), None);
}

async fn a_correction_moves_what_a_person_is_found_by(fresh: TestStore) {
    field(&fresh.store, 2).await;
    let words = |words: &str| PeopleFilter {
        needle: Some(Needle::Words(words.into())),
        ..everybody()
    };
    let mut work = fresh.store.begin().await.unwrap();
    let mut person = work.participant(person_id(1)).await.unwrap().unwrap();
    let before = person.fields.clone();
    person.full_name = "Phạm Sen".into();
    person.fields.insert("phone".into(), "+84912345678".into());
    let done = work
        .correct_person(&person, &hash(77), &before)
        .await
        .unwrap();
    assert!(done);
    assert_eq!(
        work.people_candidates(&words("dao"), 9).await.unwrap(),
        Some(vec![person_id(2)])
    );
    assert_eq!(
        work.people_candidates(&words("sen"), 9).await.unwrap(),
        Some(vec![person_id(1)])
    );
    let found = work
        .participant_by_identity(contest_id(1), &hash(77))
        .await
        .unwrap();
    assert_eq!(found.unwrap().0, person);
    assert_eq!(
        work.participant_by_identity(contest_id(1), &hash(1))
            .await
            .unwrap(),
        None
    );
    // Somebody else changed him meanwhile.
    assert!(
        !work
            .correct_person(&person, &hash(77), &BTreeMap::new())
            .await
            .unwrap()
    );
    drop(work);
    let mut work = fresh.store.begin().await.unwrap();
    let person = work.participant(person_id(1)).await.unwrap().unwrap();
    let taken = work.correct_person(&person, &hash(2), &person.fields).await;
    assert!(matches!(taken, Err(StoreError::Conflict)), "{taken:?}");
}

async fn who_is_excluded_can_not_start(fresh: TestStore) {
    field(&fresh.store, 2).await;
    let mut work = fresh.store.begin().await.unwrap();
    assert!(
        work.set_excluded(person_id(1), Some(start()))
            .await
            .unwrap()
    );
    assert!(
        !work
            .set_excluded(person_id(1), Some(start()))
            .await
            .unwrap()
    );
    let line = work.person_line(person_id(1)).await.unwrap().unwrap();
    assert_eq!(line.excluded_at, Some(start()));
    work.commit().await.unwrap();
    for number in [1, 2] {
        let (starting, told) =
            super::writer::Begin::new(attempt(number, round_id(1), person_id(number), start()));
        fresh.store.writer().start(Box::new(starting)).unwrap();
        told.await.unwrap().unwrap();
    }
    let mut work = fresh.store.begin().await.unwrap();
    let begun = work.active_in(round_id(1)).await.unwrap();
    assert_eq!(begun.len(), 1, "the store let an excluded person start");
    assert_eq!(begun[0].participant, person_id(2));
    assert!(work.set_excluded(person_id(1), None).await.unwrap());
    work.commit().await.unwrap();
    begin(&fresh.store, attempt(3, round_id(1), person_id(1), start())).await;
}

async fn changes_and_exclusions_come_back_as_they_were_put(fresh: TestStore) {
    field(&fresh.store, 2).await;
    let change = |number: u8, before: Option<&str>| PersonChange {
        id: ChangeId::new(start(), [number; 10]),
        participant: person_id(1),
        at: start() + Millis(i64::from(number)),
        made_by: "staff:a".into(),
        what: "phone".into(),
        before: before.map(str::to_owned),
        after: Some("+84900000001".into()),
        reason: "Sai số".into(),
    };
    let changes = [change(1, None), change(2, Some("x"))];
    let mut exclusion = Exclusion {
        id: ExclusionId::new(start(), [3; 10]),
        participant: person_id(1),
        reason: "Thi hộ".into(),
        made_by: "staff:a".into(),
        at: start(),
        voidings: vec![VoidingId::new(start(), [4; 10])],
        lifted_at: None,
    };
    let mut work = fresh.store.begin().await.unwrap();
    for change in &changes {
        work.add_change(change).await.unwrap();
    }
    assert_eq!(work.changes_of(person_id(1)).await.unwrap(), changes);
    assert_eq!(work.changes_of(person_id(2)).await.unwrap(), []);
    work.add_exclusion(&exclusion).await.unwrap();
    assert_eq!(
        work.exclusion_of(person_id(1)).await.unwrap(),
        Some(exclusion.clone())
    );
    work.lift_exclusion(exclusion.id, start()).await.unwrap();
    assert_eq!(work.exclusion_of(person_id(1)).await.unwrap(), None);
    exclusion.id = ExclusionId::new(start(), [5; 10]);
    work.add_exclusion(&exclusion).await.unwrap();
    assert_eq!(
        work.exclusion_of(person_id(1)).await.unwrap(),
        Some(exclusion)
    );
    work.put_round(&round(2, contest_id(1))).await.unwrap();
}

async fn people_of_the_version_before_become_findable(fresh: TestStore) {
    field(&fresh.store, 3).await;
    forget_index(&fresh).await;
    let filter = PeopleFilter {
        needle: Some(Needle::Words("dao".into())),
        ..everybody()
    };
    let mut work = fresh.store.begin().await.unwrap();
    assert_eq!(
        work.people_candidates(&filter, 9).await.unwrap(),
        Some(Vec::new())
    );
    assert_eq!(work.index_people(2).await.unwrap(), 2);
    assert_eq!(work.index_people(2).await.unwrap(), 1);
    assert_eq!(work.index_people(2).await.unwrap(), 0);
    let found = work.people_candidates(&filter, 9).await.unwrap();
    assert_eq!(found.unwrap().len(), 3);
    let names = numbers(&mut *work, &filter, &Among::UpTo(None), PeopleOrder::Name).await;
    assert_eq!(names, [1, 2, 3]);
}

/// What a node that knows nothing of the index leaves behind.
async fn forget_index(fresh: &TestStore) {
    use crate::support::database::Place;
    let statements = [
        "update participants set sort_name = null",
        "delete from participant_terms",
    ];
    match &fresh.place {
        Place::Postgres(database) => {
            let pool = sqlx::PgPool::connect(&database.url()).await.unwrap();
            for sql in statements {
                sqlx::query(sql).execute(&pool).await.unwrap();
            }
        }
        Place::Sqlite(_) => {
            let url = format!("sqlite:{}", fresh.place.file().unwrap().display());
            let pool = sqlx::SqlitePool::connect(&url).await.unwrap();
            for sql in statements {
                sqlx::query(sql).execute(&pool).await.unwrap();
            }
        }
    }
}
