//! Questions as people work on them: versions, reviews, comments, what changed, statistics.

use super::banks::{bank, question};
use super::world::{bank_id, contest, contest_id, hash, question_id, round, round_id, staff_id};
use crate::support::database::{TestStore, both_databases, start};
use thiluat::domain::{
    Millis, QuestionId, QuestionStatus, Role, RoundState, Staff, StaffId, Timestamp, Verdict,
};
use thiluat::store::{
    Comment, Held, ItemSums, NewVersion, ResultRow, Review, StoreError, UnitOfWork,
};
use uuid::Uuid;

both_databases! {
    versions_follow_one_another_and_the_approved_one_stays_behind_a_draft,
    the_fingerprint_of_another_question_is_a_conflict,
    only_what_changed_after_a_change_is_read_again,
    a_question_out_of_use_comes_back_as_it_stood,
    verdicts_and_comments_come_back_in_order,
    a_bank_says_how_many_people_it_asks_for,
    sums_of_a_round_take_the_place_of_those_before,
}

async fn filled(fresh: &TestStore, questions: u32) -> Box<dyn UnitOfWork> {
    let mut work = fresh.store.begin().await.unwrap();
    work.put_bank(&bank(1, "gplx"), start()).await.unwrap();
    for number in 1..=questions {
        work.add_question(&question(number, bank_id(1)))
            .await
            .unwrap();
    }
    for number in 1..=2 {
        let staff = Staff {
            id: staff_id(number),
            email: format!("nguoi-{number}@example.vn"),
            name: format!("Người {number}"),
            role: Role::Reviewer,
            unit: None,
            password_hash: String::new(),
            created_at: start(),
            disabled_at: None,
            has_second_factor: false,
        };
        work.add_staff(&staff).await.unwrap();
    }
    work
}

fn later(seconds: i64) -> Timestamp {
    start() + Millis::seconds(seconds)
}

/// The next version of a question, with another stem.
fn next(held: &Held, status: QuestionStatus, author: Option<StaffId>) -> NewVersion {
    let mut version = held.newest.clone();
    version.version += 1;
    version.status = status;
    version.content.stem = format!("Lời dẫn thứ {}", version.version);
    let number = u32::try_from(version.version).unwrap();
    NewVersion {
        fingerprint: hash(700 + number),
        version,
        author,
        note: "sửa lời dẫn".into(),
        reviewed_as: None,
        at: later(100),
    }
}

async fn held(work: &mut dyn UnitOfWork, id: QuestionId) -> Held {
    work.held_question(id).await.unwrap().unwrap()
}

async fn versions_follow_one_another_and_the_approved_one_stays_behind_a_draft(fresh: TestStore) {
    let mut work = filled(&fresh, 2).await;
    let id = question_id(1);
    let first = held(&mut *work, id).await;
    assert_eq!(first.newest, question(1, bank_id(1)).version);
    assert_eq!(first.approved, None);
    work.touch_bank(bank_id(1), later(100)).await.unwrap();
    let second = next(&first, QuestionStatus::Draft, Some(staff_id(1)));
    work.add_version(&second).await.unwrap();
    work.commit().await.unwrap();

    let mut work = fresh.store.begin().await.unwrap();
    let now = held(&mut *work, id).await;
    assert_eq!(now.newest, second.version);
    assert_eq!(
        (now.created_at, now.updated_at),
        (first.created_at, later(100))
    );
    assert_eq!(now.head.author, Some(staff_id(1)));
    assert_eq!(now.head.note.as_deref(), Some("sửa lời dẫn"));
    let (behind, head) = now.approved.clone().unwrap();
    assert_eq!(behind.version, 1);
    assert_eq!(behind.content, first.newest.content);
    assert_eq!(head.status, QuestionStatus::Approved);

    work.set_version_status(id, 2, QuestionStatus::Checked, later(200))
        .await
        .unwrap();
    assert_eq!(
        held(&mut *work, id).await.newest.status,
        QuestionStatus::Checked
    );
    work.set_version_status(id, 2, QuestionStatus::Approved, later(300))
        .await
        .unwrap();
    let approved = held(&mut *work, id).await;
    assert_eq!(approved.newest.status, QuestionStatus::Approved);
    assert_eq!(approved.approved, None);
    assert_eq!(approved.updated_at, later(300));
    let heads = work.version_heads(id).await.unwrap();
    let told: Vec<_> = heads.iter().map(|h| (h.version, h.author)).collect();
    assert_eq!(told, [(1, None), (2, Some(staff_id(1)))]);
    let all = work.held(bank_id(1), None).await.unwrap();
    let ids: Vec<_> = all.iter().map(|held| held.newest.id).collect();
    assert_eq!(ids, [id, question_id(2)]);
    assert_eq!(work.questions(bank_id(1)).await.unwrap()[0].version, 2);
    let mut every = work.versions_of(&[id, question_id(9)]).await.unwrap();
    every.sort_by_key(|version| version.version);
    let stems: Vec<_> = every.iter().map(|v| v.content.stem.as_str()).collect();
    assert_eq!(stems, [first.newest.content.stem.as_str(), "Lời dẫn thứ 2"]);
    let old = work.question_version(id, 1).await.unwrap().unwrap();
    assert_eq!(old.content, first.newest.content);
}

async fn the_fingerprint_of_another_question_is_a_conflict(fresh: TestStore) {
    let mut work = filled(&fresh, 2).await;
    let id = question_id(1);
    let first = held(&mut *work, id).await;
    assert_eq!(
        work.question_of_print(bank_id(1), &hash(2)).await.unwrap(),
        Some(question_id(2))
    );
    assert_eq!(
        work.question_of_print(bank_id(2), &hash(2)).await.unwrap(),
        None
    );
    let mut twin = next(&first, QuestionStatus::Draft, None);
    twin.fingerprint = hash(2);
    let refused = work.add_version(&twin).await;
    assert!(matches!(refused, Err(StoreError::Conflict)), "{refused:?}");
}

async fn only_what_changed_after_a_change_is_read_again(fresh: TestStore) {
    let mut work = filled(&fresh, 3).await;
    let before = work.bank_head("gplx").await.unwrap().unwrap();
    assert_eq!(before.questions, 3);
    let none = work.held(bank_id(1), Some(before.revision)).await.unwrap();
    assert_eq!(none, []);
    let change = work.touch_bank(bank_id(1), later(50)).await.unwrap();
    assert_eq!(change, before.revision + 1);
    work.touch_question(question_id(2), later(50))
        .await
        .unwrap();
    work.add_review(&review(1, question_id(2), 1, Verdict::Check))
        .await
        .unwrap();
    work.add_review(&review(2, question_id(3), 1, Verdict::Check))
        .await
        .unwrap();
    let changed = work.held(bank_id(1), Some(before.revision)).await.unwrap();
    let ids: Vec<_> = changed.iter().map(|held| held.newest.id).collect();
    assert_eq!(ids, [question_id(2)]);
    let given = work.reviews_in(bank_id(1), Some(before.revision)).await;
    assert_eq!(given.unwrap().len(), 1);
    assert_eq!(work.reviews_in(bank_id(1), None).await.unwrap().len(), 2);
    let head = work.bank_head("gplx").await.unwrap().unwrap();
    assert_eq!((head.revision, head.updated_at), (change, later(50)));
    assert_eq!(work.bank_heads(None).await.unwrap(), [head]);
    assert_eq!(work.bank_head("khac").await.unwrap(), None);
}

async fn a_question_out_of_use_comes_back_as_it_stood(fresh: TestStore) {
    let mut work = filled(&fresh, 1).await;
    let id = question_id(1);
    for status in [QuestionStatus::Approved, QuestionStatus::Checked] {
        work.set_version_status(id, 1, status, later(10))
            .await
            .unwrap();
        work.set_retired(id, true, later(20)).await.unwrap();
        let retired = held(&mut *work, id).await;
        assert_eq!(retired.newest.status, QuestionStatus::Retired);
        assert_eq!(retired.head.status, status);
        work.set_retired(id, false, later(30)).await.unwrap();
        assert_eq!(held(&mut *work, id).await.newest.status, status);
    }
}

fn review(number: u32, question: QuestionId, version: i64, verdict: Verdict) -> Review {
    Review {
        id: Uuid::from_u128(u128::from(number)),
        question,
        version,
        reviewer: staff_id(1 + number % 2),
        verdict,
        comment: format!("ý kiến {number}"),
        at: later(i64::from(number)),
    }
}

async fn verdicts_and_comments_come_back_in_order(fresh: TestStore) {
    let mut work = filled(&fresh, 2).await;
    let id = question_id(1);
    let given = [
        review(1, id, 1, Verdict::Check),
        review(2, id, 1, Verdict::Approve),
        review(3, id, 2, Verdict::Reject),
    ];
    for review in [&given[2], &given[0], &given[1]] {
        work.add_review(review).await.unwrap();
    }
    work.add_review(&review(4, question_id(2), 1, Verdict::Check))
        .await
        .unwrap();
    let comments = [1_u32, 2].map(|number| Comment {
        id: Uuid::from_u128(u128::from(number)),
        question: id,
        version: 1,
        author: staff_id(number),
        text: format!("Nên dẫn khoản {number}.\nXem lại."),
        at: later(i64::from(number)),
    });
    for comment in comments.iter().rev() {
        work.add_comment(comment).await.unwrap();
    }
    work.commit().await.unwrap();
    let mut work = fresh.store.read().await.unwrap();
    assert_eq!(work.reviews_of(id).await.unwrap(), given);
    assert_eq!(work.comments_of(id).await.unwrap(), comments);
    assert_eq!(work.comments_of(question_id(2)).await.unwrap(), []);
}

async fn a_bank_says_how_many_people_it_asks_for(fresh: TestStore) {
    let mut work = filled(&fresh, 0).await;
    assert_eq!(work.approvals_needed(bank_id(1)).await.unwrap(), 1);
    work.set_approvals(bank_id(1), 2).await.unwrap();
    assert_eq!(work.approvals_needed(bank_id(1)).await.unwrap(), 2);
    assert_eq!(work.bank_head("gplx").await.unwrap().unwrap().approvals, 2);
}

async fn sums_of_a_round_take_the_place_of_those_before(fresh: TestStore) {
    let mut work = filled(&fresh, 2).await;
    work.put_contest(&contest(1), start()).await.unwrap();
    let mut closed = round(1, contest_id(1));
    work.put_round(&closed).await.unwrap();
    assert_eq!(work.rounds_to_measure().await.unwrap(), []);
    closed.state = RoundState::Closed;
    work.put_round(&closed).await.unwrap();
    assert_eq!(work.rounds_to_measure().await.unwrap(), []);
    let result = |version| ResultRow {
        round: round_id(1),
        version,
        created_at: start(),
        actual_prediction: None,
        people: 0,
        attempts: 0,
        receipts_root: None,
        made_by: "job".into(),
        prediction_asked: None,
    };
    work.put_result(&result(1), &[]).await.unwrap();
    assert_eq!(work.rounds_to_measure().await.unwrap(), [(round_id(1), 1)]);
    let sums = |text: &str| ItemSums {
        question: question_id(1),
        version: 1,
        round: round_id(1),
        sums: text.into(),
    };
    let before = work.bank_head("gplx").await.unwrap().unwrap().revision;
    work.touch_bank(bank_id(1), later(5)).await.unwrap();
    work.put_item_sums(round_id(1), 1, &[sums("{\"n\":1}")], start())
        .await
        .unwrap();
    assert_eq!(work.rounds_to_measure().await.unwrap(), []);
    let changed = work.held(bank_id(1), Some(before)).await.unwrap();
    assert_eq!(changed.len(), 1, "its question is looked at again");
    work.put_result(&result(2), &[]).await.unwrap();
    assert_eq!(work.rounds_to_measure().await.unwrap(), [(round_id(1), 2)]);
    work.put_item_sums(round_id(1), 2, &[sums("{\"n\":2}")], start())
        .await
        .unwrap();
    let own = work.item_sums_of(question_id(1)).await.unwrap();
    assert_eq!(own, [sums("{\"n\":2}")]);
    assert_eq!(work.item_sums_in(bank_id(1), None).await.unwrap(), own);
    assert_eq!(work.item_sums_of(question_id(2)).await.unwrap(), []);
}
