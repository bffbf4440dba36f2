//! What a save is told, case by case (security.md 2.3).

use super::{answer, begin, save, save_one, submit, take_turn};
use crate::store::world::{attempt, attempt_id, field, person_id, round_id};
use crate::support::database::{TestStore, both_databases, start};
use smallvec::SmallVec;
use std::sync::Arc;
use thiluat::domain::{Answer, Millis};
use thiluat::store::Store;
use thiluat::store::writer::SaveOutcome::{Closed, Conflict, Missing, Saved, Stale, Superseded};

both_databases! {
    what_was_acknowledged_is_stored,
    the_same_again_is_the_same_ack,
    the_same_numbers_with_other_bytes_are_a_conflict,
    an_older_answer_to_the_same_question_is_stale,
    an_older_number_for_another_question_is_taken,
    a_device_that_lost_its_turn_is_superseded,
    an_epoch_that_is_not_there_yet_is_refused,
    grace_ends_five_seconds_after_the_deadline,
    an_attempt_that_was_handed_in_is_closed,
    an_attempt_that_does_not_exist_is_missing,
    every_answer_of_a_bulk_gets_its_own_outcome,
    a_bulk_whose_numbers_do_not_rise_is_refused_whole,
    one_batch_tells_everybody_his_own,
}

async fn sitting(fresh: &TestStore) -> &Arc<dyn Store> {
    field(&fresh.store, 2).await;
    begin(&fresh.store, attempt(1, round_id(1), person_id(1), start())).await;
    &fresh.store
}

/// Sequence and answer of every row of attempt 1.
async fn log(store: &Arc<dyn Store>) -> Vec<(i64, i64, Answer)> {
    let mut work = store.read().await.unwrap();
    let log = work.responses(attempt_id(1)).await.unwrap();
    log.into_iter()
        .map(|r| (r.epoch, r.seq, r.answer))
        .collect()
}

async fn what_was_acknowledged_is_stored(fresh: TestStore) {
    let store = sitting(&fresh).await;
    for seq in 1..=20 {
        fresh.clock.advance(1000);
        let now = start() + Millis::seconds(seq);
        assert_eq!(save_one(store, 1, 1, seq, 3).await, Saved { saved_at: now });
        assert_eq!(log(store).await.last().unwrap(), &(1, seq, answer(seq)));
    }
    assert_eq!(log(store).await.len(), 20, "the log forgets nothing");
}

async fn the_same_again_is_the_same_ack(fresh: TestStore) {
    let store = sitting(&fresh).await;
    let first = save_one(store, 1, 1, 5, 2).await;
    assert_eq!(first, Saved { saved_at: start() });
    fresh.clock.advance(60_000);
    assert_eq!(save_one(store, 1, 1, 5, 2).await, first);
    // Also when newer ones came after it, another device took over, and time is up.
    save_one(store, 1, 1, 6, 2).await;
    assert_eq!(save_one(store, 1, 1, 5, 2).await, first);
    take_turn(store, 1, "máy khác").await;
    assert_eq!(save_one(store, 1, 1, 5, 2).await, first);
    submit(store, 1).await;
    fresh.clock.advance(3_600_000);
    assert_eq!(save_one(store, 1, 1, 5, 2).await, first);
    assert_eq!(log(store).await.len(), 2);
}

async fn the_same_numbers_with_other_bytes_are_a_conflict(fresh: TestStore) {
    let store = sitting(&fresh).await;
    save(store, 1, 1, &[(1, 1, answer(1))]).await;
    for other in [
        (1, 1, answer(2)),
        (1, 2, answer(1)),
        (1, 1, Answer::Options(vec![])),
        (1, 1, Answer::Text("opt001".into())),
    ] {
        assert_eq!(save(store, 1, 1, &[other]).await, [Conflict]);
    }
    assert_eq!(log(store).await, [(1, 1, answer(1))]);
}

async fn an_older_answer_to_the_same_question_is_stale(fresh: TestStore) {
    let store = sitting(&fresh).await;
    save_one(store, 1, 1, 9, 4).await;
    save_one(store, 1, 1, 12, 4).await;
    save_one(store, 1, 1, 20, 5).await;
    let stale = Stale { epoch: 1, seq: 12 };
    assert_eq!(save_one(store, 1, 1, 8, 4).await, stale);
    assert_eq!(save_one(store, 1, 1, 10, 4).await, stale);
    assert_eq!(log(store).await.len(), 3);
}

async fn an_older_number_for_another_question_is_taken(fresh: TestStore) {
    let store = sitting(&fresh).await;
    save_one(store, 1, 1, 9, 4).await;
    assert_eq!(
        save_one(store, 1, 1, 3, 5).await,
        Saved { saved_at: start() }
    );
    assert_eq!(log(store).await, [(1, 3, answer(3)), (1, 9, answer(9))]);
}

async fn a_device_that_lost_its_turn_is_superseded(fresh: TestStore) {
    let store = sitting(&fresh).await;
    save_one(store, 1, 1, 1, 1).await;
    let taken = take_turn(store, 1, "máy khác").await;
    assert_eq!(taken.attempt.unwrap().epoch, 2);
    assert_eq!(save_one(store, 1, 1, 2, 1).await, Superseded { epoch: 2 });
    // The new turn counts from where it likes: order is (epoch, seq).
    assert_eq!(
        save_one(store, 1, 2, 1, 1).await,
        Saved { saved_at: start() }
    );
    assert_eq!(log(store).await, [(1, 1, answer(1)), (2, 1, answer(1))]);
}

async fn an_epoch_that_is_not_there_yet_is_refused(fresh: TestStore) {
    let store = sitting(&fresh).await;
    assert_eq!(save_one(store, 1, 7, 1, 1).await, Superseded { epoch: 1 });
    assert_eq!(save_one(store, 1, 0, 1, 1).await, Superseded { epoch: 1 });
    assert_eq!(log(store).await, []);
}

async fn grace_ends_five_seconds_after_the_deadline(fresh: TestStore) {
    let store = sitting(&fresh).await;
    let deadline_at = start() + Millis::seconds(900);
    fresh.clock.set(deadline_at + Millis(4_999));
    let late = Saved {
        saved_at: deadline_at + Millis(4_999),
    };
    assert_eq!(save_one(store, 1, 1, 1, 1).await, late);
    fresh.clock.advance(1);
    let last = Saved {
        saved_at: deadline_at + Millis(5_000),
    };
    assert_eq!(save_one(store, 1, 1, 2, 1).await, last);
    fresh.clock.advance(1);
    assert_eq!(save_one(store, 1, 1, 3, 1).await, Closed { deadline_at });
    assert_eq!(log(store).await.len(), 2);
}

async fn an_attempt_that_was_handed_in_is_closed(fresh: TestStore) {
    let store = sitting(&fresh).await;
    save_one(store, 1, 1, 5, 1).await;
    submit(store, 1).await;
    let deadline_at = start() + Millis::seconds(900);
    assert_eq!(save_one(store, 1, 1, 6, 1).await, Closed { deadline_at });
    assert_eq!(save_one(store, 1, 1, 4, 1).await, Closed { deadline_at });
    assert_eq!(save_one(store, 1, 0, 6, 1).await, Superseded { epoch: 1 });
    assert_eq!(log(store).await.len(), 1);
}

async fn an_attempt_that_does_not_exist_is_missing(fresh: TestStore) {
    let store = sitting(&fresh).await;
    assert_eq!(save_one(store, 2, 1, 1, 1).await, Missing);
    let bulk = [(1, 1, answer(1)), (2, 2, answer(2))];
    assert_eq!(save(store, 2, 1, &bulk).await, [Missing, Missing]);
}

async fn every_answer_of_a_bulk_gets_its_own_outcome(fresh: TestStore) {
    let store = sitting(&fresh).await;
    save(store, 1, 1, &[(2, 2, answer(2)), (9, 5, answer(9))]).await;
    fresh.clock.advance(1_000);
    let bulk = [
        (1, 1, answer(1)),
        (2, 2, answer(2)),
        (3, 5, answer(3)),
        (9, 5, answer(4)),
        (10, 1, answer(10)),
        (11, 0, Answer::Number(4_321)),
    ];
    let now = start() + Millis(1_000);
    let expected = [
        Saved { saved_at: now },
        Saved { saved_at: start() },
        Stale { epoch: 1, seq: 9 },
        Conflict,
        Saved { saved_at: now },
        Saved { saved_at: now },
    ];
    assert_eq!(save(store, 1, 1, &bulk).await, expected);
    let seqs: Vec<_> = log(store).await.iter().map(|row| row.1).collect();
    assert_eq!(seqs, [1, 2, 9, 10, 11]);
    // Whole again: the same acks, nothing more in the log.
    fresh.clock.advance(1_000);
    assert_eq!(save(store, 1, 1, &bulk).await, expected);
    assert_eq!(log(store).await.len(), 5);
    assert_eq!(save(store, 1, 1, &[]).await, []);
}

async fn a_bulk_whose_numbers_do_not_rise_is_refused_whole(fresh: TestStore) {
    let store = sitting(&fresh).await;
    for seqs in [[2, 1], [3, 3]] {
        let responses: SmallVec<[_; 1]> = seqs
            .into_iter()
            .map(|seq| super::response(seq, 1, answer(seq)))
            .collect();
        let refused = store.writer().save(attempt_id(1), 1, responses).await;
        assert!(refused.is_err());
    }
    assert_eq!(log(store).await, []);
}

/// Commands of many kinds of luck that share a batch: each is told what it would be told alone.
async fn one_batch_tells_everybody_his_own(fresh: TestStore) {
    field(&fresh.store, 60).await;
    let store = &fresh.store;
    for number in 1..=50 {
        let mut begun = attempt(number, round_id(1), person_id(number), start());
        if number % 5 == 1 {
            begun.deadline_at = start() - Millis::seconds(6);
        }
        begin(store, begun).await;
        if number % 5 == 2 {
            save_one(store, number, 1, 7, 1).await;
        }
        if number % 5 == 3 {
            take_turn(store, number, "máy khác").await;
        }
    }
    fresh.clock.advance(500);
    let now = start() + Millis(500);
    let saves = (1..=60).map(|number| save_one(store, number, 1, 3, 1));
    let outcomes = futures_util::future::join_all(saves).await;
    for (number, outcome) in (1..=60_u32).zip(outcomes) {
        let expected = match number % 5 {
            _ if number > 50 => Missing,
            1 => Closed {
                deadline_at: start() - Millis::seconds(6),
            },
            2 => Stale { epoch: 1, seq: 7 },
            3 => Superseded { epoch: 2 },
            _ => Saved { saved_at: now },
        };
        assert_eq!(outcome, expected, "attempt {number}");
    }
}
