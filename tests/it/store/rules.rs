//! Rows of rules: rankings beyond a round, lists of people, promotion, extra time, outages, marks.

use super::world::{attempt, attempt_id, contest_id, field, newcomer, person_id, round, round_id};
use super::writer::begin;
use crate::support::database::{TestStore, both_databases, start};
use thiluat::domain::Millis;
use thiluat::store::{Admission, EssayMark, Outage, RankingHead, RankingRow, StoreError};
use uuid::Uuid;

both_databases! {
    versions_of_a_ranking_stand_side_by_side,
    a_list_of_people_is_replaced_as_a_whole,
    who_came_on_is_recorded_in_place_of_what_was_before,
    a_deadline_only_moves_later_and_only_while_the_attempt_runs,
    the_newest_mark_of_each_judge_counts,
}

fn head(code: &str, version: i64) -> RankingHead {
    RankingHead {
        contest: contest_id(1),
        code: code.into(),
        version,
        created_at: start(),
        made_by: "job".into(),
        rules: "{}".into(),
        results: format!(r#"{{"v1":{version}}}"#),
    }
}

fn row(group: &str, place: i64, subject: u128) -> RankingRow {
    RankingRow {
        group: group.into(),
        place,
        subject: Uuid::from_u128(subject),
        values: vec![Some(place * 7), None],
        reason: "null".into(),
    }
}

async fn versions_of_a_ranking_stand_side_by_side(fresh: TestStore) {
    field(&fresh.store, 0).await;
    let rows = [
        row("a", 1, 4),
        row("a", 2, 1),
        row("b", 1, 2),
        row("b", 1, 3),
    ];
    let mut work = fresh.store.begin().await.unwrap();
    assert_eq!(
        work.latest_ranking(contest_id(1), "chung").await.unwrap(),
        None
    );
    work.put_ranking(&head("chung", 1), &rows).await.unwrap();
    work.put_ranking(&head("chung", 2), &rows[..1])
        .await
        .unwrap();
    work.put_ranking(&head("xa", 1), &[]).await.unwrap();
    work.commit().await.unwrap();

    let mut work = fresh.store.begin().await.unwrap();
    let newest = work.latest_ranking(contest_id(1), "chung").await.unwrap();
    assert_eq!(newest, Some(head("chung", 2)));
    let read = work
        .ranking_rows(contest_id(1), "chung", 1, 50)
        .await
        .unwrap();
    assert_eq!(read, rows);
    let first = work
        .ranking_rows(contest_id(1), "chung", 1, 1)
        .await
        .unwrap();
    assert_eq!(first, [rows[0].clone(), rows[2].clone(), rows[3].clone()]);
    assert_eq!(
        work.ranking_rows(contest_id(1), "xa", 1, 50).await.unwrap(),
        []
    );
    let again = work.put_ranking(&head("chung", 2), &rows).await;
    assert!(matches!(again, Err(StoreError::Conflict)), "{again:?}");
}

async fn a_list_of_people_is_replaced_as_a_whole(fresh: TestStore) {
    field(&fresh.store, 0).await;
    let mut work = fresh.store.begin().await.unwrap();
    let person = newcomer(1, contest_id(1));
    work.add_participant(&person).await.unwrap();
    let (known, unknown) = (person.identity, [7; 32]);
    let listed = work.put_list(contest_id(1), "btc", &[known, unknown]).await;
    assert_eq!(listed.unwrap(), 1);
    let many: Vec<[u8; 32]> = (0_u32..6_000)
        .map(|number| {
            let mut identity = [0; 32];
            identity[..4].copy_from_slice(&number.to_be_bytes());
            identity
        })
        .collect();
    assert_eq!(
        work.put_list(contest_id(1), "danh-sach", &many)
            .await
            .unwrap(),
        0
    );
    assert_eq!(
        work.lists_with(contest_id(1), &known).await.unwrap(),
        ["btc"]
    );
    assert_eq!(
        work.lists_with(contest_id(1), &many[5_999]).await.unwrap(),
        ["danh-sach"]
    );
    work.put_list(contest_id(1), "btc", &[unknown])
        .await
        .unwrap();
    work.commit().await.unwrap();
    let mut work = fresh.store.read().await.unwrap();
    assert_eq!(
        work.lists_with(contest_id(1), &known).await.unwrap(),
        Vec::<String>::new()
    );
    assert_eq!(
        work.lists_with(contest_id(1), &unknown).await.unwrap(),
        ["btc"]
    );
}

async fn who_came_on_is_recorded_in_place_of_what_was_before(fresh: TestStore) {
    field(&fresh.store, 3).await;
    let admission = |person, place| Admission {
        participant: person_id(person),
        from_round: round_id(1),
        from_version: 1,
        place,
    };
    let mut work = fresh.store.begin().await.unwrap();
    work.put_round(&round(2, contest_id(1))).await.unwrap();
    let both = [admission(3, 1), admission(1, 2)];
    work.put_admissions(round_id(2), &both).await.unwrap();
    assert_eq!(work.admissions(round_id(2)).await.unwrap(), both);
    work.put_admissions(round_id(2), &both[..1]).await.unwrap();
    work.commit().await.unwrap();
    let mut work = fresh.store.begin().await.unwrap();
    assert!(work.is_admitted(round_id(2), person_id(3)).await.unwrap());
    assert!(!work.is_admitted(round_id(2), person_id(1)).await.unwrap());
    assert!(!work.is_admitted(round_id(1), person_id(3)).await.unwrap());
    work.remove_round(round_id(2)).await.unwrap();
    assert_eq!(work.admissions(round_id(2)).await.unwrap(), []);
}

async fn a_deadline_only_moves_later_and_only_while_the_attempt_runs(fresh: TestStore) {
    field(&fresh.store, 1).await;
    let begun = attempt(1, round_id(1), person_id(1), start());
    let deadline = begun.deadline_at;
    begin(&fresh.store, begun).await;
    let mut work = fresh.store.begin().await.unwrap();
    let later = deadline + Millis(1);
    assert!(!work.move_deadline(attempt_id(1), deadline).await.unwrap());
    assert!(work.move_deadline(attempt_id(1), later).await.unwrap());
    assert!(!work.move_deadline(attempt_id(1), deadline).await.unwrap());
    assert!(!work.move_deadline(attempt_id(2), later).await.unwrap());
    work.set_extra_time(person_id(1), 300).await.unwrap();
    let outage = Outage {
        from: start(),
        to: later,
        reason: "mất điện".into(),
        made_by: "command".into(),
        at: later,
    };
    work.add_outage(round_id(1), &outage).await.unwrap();
    work.commit().await.unwrap();
    let mut work = fresh.store.read().await.unwrap();
    let stored = work.attempt(attempt_id(1)).await.unwrap().unwrap();
    assert_eq!(stored.deadline_at, later);
    let person = work.participant(person_id(1)).await.unwrap().unwrap();
    assert_eq!(person.extra_time_s, 300);
    assert_eq!(work.outages(round_id(1)).await.unwrap(), [outage]);
    assert_eq!(work.outages(round_id(2)).await.unwrap(), []);
}

async fn the_newest_mark_of_each_judge_counts(fresh: TestStore) {
    field(&fresh.store, 1).await;
    begin(&fresh.store, attempt(1, round_id(1), person_id(1), start())).await;
    let mark = |judge: &str, version, points| EssayMark {
        attempt: attempt_id(1),
        judge: judge.into(),
        version,
        points,
        note: "Tốt".into(),
        at: start() + Millis(version),
    };
    let mut work = fresh.store.begin().await.unwrap();
    assert_eq!(work.add_essay_mark(&mark("a", 1, 5)).await.unwrap(), 1);
    assert_eq!(work.add_essay_mark(&mark("b", 1, 6)).await.unwrap(), 1);
    assert_eq!(work.add_essay_mark(&mark("a", 2, 8)).await.unwrap(), 2);
    work.commit().await.unwrap();
    let mut work = fresh.store.read().await.unwrap();
    let marks = work.essay_marks(round_id(1), None).await.unwrap();
    assert_eq!(marks, [mark("a", 2, 8), mark("b", 1, 6)]);
    let before = Some(start() + Millis(1));
    let marks = work.essay_marks(round_id(1), before).await.unwrap();
    assert_eq!(marks, [mark("a", 1, 5), mark("b", 1, 6)]);
    assert_eq!(
        work.essay_marks(round_id(1), Some(start())).await.unwrap(),
        []
    );
    assert_eq!(work.essay_marks(round_id(2), None).await.unwrap(), []);
}
