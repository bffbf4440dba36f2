//! Contests and their amendments.

use super::world::{attempt, contest, contest_id, field, person_id, round, round_id};
use crate::store::writer::begin;
use crate::support::database::{TestStore, both_databases, start};
use thiluat::domain::Millis;
use thiluat::store::{Amendment, StoreError};

both_databases! {
    a_contest_comes_back_as_it_was_put,
    a_contest_put_again_is_replaced_but_its_numbers_go_on,
    a_slug_belongs_to_one_contest,
    the_list_counts_people_not_attempts,
    amendments_are_kept_in_order,
    only_published_contests_are_told_to_the_world,
}

async fn a_contest_comes_back_as_it_was_put(fresh: TestStore) {
    let mut draft = contest(2);
    draft.published = false;
    let mut work = fresh.store.begin().await.unwrap();
    work.put_contest(&contest(1), start()).await.unwrap();
    work.put_contest(&draft, start()).await.unwrap();
    work.commit().await.unwrap();

    let mut work = fresh.store.read().await.unwrap();
    let stored = work.contest(contest_id(1)).await.unwrap();
    assert_eq!(stored, Some(contest(1)));
    let stored = work.contest_by_slug("cuoc-thi-2").await.unwrap();
    assert_eq!(stored, Some(draft));
    assert_eq!(work.contest_by_slug("cuoc-thi-3").await.unwrap(), None);
    assert_eq!(work.contest(contest_id(3)).await.unwrap(), None);
}

async fn a_contest_put_again_is_replaced_but_its_numbers_go_on(fresh: TestStore) {
    field(&fresh.store, 2).await;
    let mut changed = contest(1);
    changed.file.contest.title = "Tên mới".into();
    changed.source = "khác".into();
    changed.created_at = start() + Millis::seconds(60);
    let mut work = fresh.store.begin().await.unwrap();
    work.put_contest(&changed, start()).await.unwrap();
    let newcomer = super::world::newcomer(3, contest_id(1));
    assert_eq!(work.add_participant(&newcomer).await.unwrap(), 3);
    work.commit().await.unwrap();

    let mut work = fresh.store.read().await.unwrap();
    changed.created_at = start();
    assert_eq!(work.contest(contest_id(1)).await.unwrap(), Some(changed));
}

async fn a_slug_belongs_to_one_contest(fresh: TestStore) {
    let mut work = fresh.store.begin().await.unwrap();
    work.put_contest(&contest(1), start()).await.unwrap();
    let mut other = contest(2);
    other.file.contest.slug = contest(1).file.contest.slug;
    let refused = work.put_contest(&other, start()).await;
    assert!(matches!(refused, Err(StoreError::Conflict)), "{refused:?}");
}

async fn the_list_counts_people_not_attempts(fresh: TestStore) {
    field(&fresh.store, 3).await;
    let mut later = contest(2);
    later.created_at = start() + Millis::seconds(1);
    let mut work = fresh.store.begin().await.unwrap();
    work.put_round(&round(2, contest_id(1))).await.unwrap();
    work.put_contest(&later, start()).await.unwrap();
    work.commit().await.unwrap();
    for (number, round, person) in [(1, 1, 1), (2, 2, 1), (3, 1, 2)] {
        begin(
            &fresh.store,
            attempt(number, round_id(round), person_id(person), start()),
        )
        .await;
    }
    let mut work = fresh.store.read().await.unwrap();
    let listed = work.contests().await.unwrap();
    let listed: Vec<_> = listed
        .into_iter()
        .map(|c| (c.contest.id, c.people))
        .collect();
    assert_eq!(listed, [(contest_id(2), 0), (contest_id(1), 2)]);
}

async fn amendments_are_kept_in_order(fresh: TestStore) {
    field(&fresh.store, 0).await;
    let change = |second, key: &str| Amendment {
        at: start() + Millis::seconds(second),
        key: key.into(),
        before: "\"a\"".into(),
        after: "\"b\"".into(),
    };
    let changes = [
        change(1, "contest.title"),
        change(2, "rounds.tuan-1.closes_at"),
        change(3, "contest.title"),
    ];
    let mut work = fresh.store.begin().await.unwrap();
    for change in [&changes[2], &changes[0], &changes[1]] {
        work.add_amendment(contest_id(1), change).await.unwrap();
    }
    assert_eq!(work.amendments(contest_id(1)).await.unwrap(), changes);
    assert_eq!(work.amendments(contest_id(2)).await.unwrap(), []);
}

async fn only_published_contests_are_told_to_the_world(fresh: TestStore) {
    let mut work = fresh.store.begin().await.unwrap();
    for (number, published) in [(1, true), (2, false), (3, true)] {
        let mut contest = contest(number);
        contest.published = published;
        contest.created_at = start() + Millis::seconds(i64::from(number));
        work.put_contest(&contest, start()).await.unwrap();
    }
    let slugs = work.published_slugs().await.unwrap();
    assert_eq!(slugs, ["cuoc-thi-3", "cuoc-thi-1"], "the newest first");
}
