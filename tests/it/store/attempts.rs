//! Attempts as they are read.

use super::world::{
    attempt, attempt_id, contest, contest_id, field, newcomer, outcome, person_id, round, round_id,
    unit_id,
};
use super::writer::{answer, begin, hand_in, save};
use crate::support::database::{TestStore, both_databases, start};
use thiluat::domain::{Answer, AttemptState, Millis, Slot, UnitDraft, UnitType};
use thiluat::store::Counted;
use thiluat::store::writer::SaveOutcome;

both_databases! {
    an_attempt_comes_back_as_it_was_begun,
    the_log_comes_in_order_with_answers_of_every_kind,
    the_newest_answers_leave_out_no_question,
    a_finished_attempt_tells_its_outcome,
    overdue_attempts_come_oldest_deadline_first,
    finished_attempts_come_by_number_and_ordinal,
    people_and_attempts_are_counted_apart,
    units_count_their_people_over_all_rounds,
}

async fn an_attempt_comes_back_as_it_was_begun(fresh: TestStore) {
    field(&fresh.store, 1).await;
    let mut begun = attempt(1, round_id(1), person_id(1), start());
    begun.device = Some("máy \"A\"\t\u{1F4F1}".into());
    begun.start_key = Some("khóa".into());
    begin(&fresh.store, begun.clone()).await;
    let mut work = fresh.store.read().await.unwrap();
    let stored = work.attempt(attempt_id(1)).await.unwrap();
    assert_eq!(stored.as_ref(), Some(&begun));
    assert_eq!(
        work.attempts_of(person_id(1)).await.unwrap(),
        [begun.clone()]
    );
    assert_eq!(work.active_in(round_id(1)).await.unwrap(), [begun]);
    assert_eq!(work.attempt(attempt_id(2)).await.unwrap(), None);
    assert_eq!(work.attempts_of(person_id(2)).await.unwrap(), []);
    assert_eq!(work.responses(attempt_id(1)).await.unwrap(), []);
}

async fn the_log_comes_in_order_with_answers_of_every_kind(fresh: TestStore) {
    field(&fresh.store, 1).await;
    begin(&fresh.store, attempt(1, round_id(1), person_id(1), start())).await;
    let answers = [
        Answer::Options(vec![]),
        Answer::Options(vec!["a1b2c3".into(), "zzzzzz".into()]),
        Answer::Number(i64::MIN),
        Answer::Text("Điều 9, \"khoản\" 1\n\u{0} \\ / 日本 \u{1F4F1}".into()),
    ];
    for (seq, text) in (1..).zip(&answers) {
        let slot = u16::try_from(seq).unwrap() - 1;
        let outcomes = save(&fresh.store, 1, 1, &[(seq, slot, text.clone())]).await;
        assert_eq!(outcomes, [SaveOutcome::Saved { saved_at: start() }]);
        // Sent again it is the same, whatever form the database keeps it in.
        let outcomes = save(&fresh.store, 1, 1, &[(seq, slot, text.clone())]).await;
        assert_eq!(outcomes, [SaveOutcome::Saved { saved_at: start() }]);
    }
    let mut work = fresh.store.read().await.unwrap();
    let log = work.responses(attempt_id(1)).await.unwrap();
    let stored: Vec<_> = log.iter().map(|r| (r.epoch, r.seq, r.slot)).collect();
    assert_eq!(stored, [1, 2, 3, 4].map(|n| (1, i64::from(n), Slot(n - 1))));
    let stored: Vec<_> = log.into_iter().map(|r| r.answer).collect();
    assert_eq!(stored, answers);
}

async fn the_newest_answers_leave_out_no_question(fresh: TestStore) {
    field(&fresh.store, 1).await;
    begin(&fresh.store, attempt(1, round_id(1), person_id(1), start())).await;
    for (seq, slot) in [(1, 1), (2, 2), (3, 1), (4, 3), (5, 1), (9, 2), (7, 3)] {
        save(&fresh.store, 1, 1, &[(seq, slot, answer(seq))]).await;
    }
    let mut work = fresh.store.read().await.unwrap();
    let mut newest = work.newest_responses(attempt_id(1)).await.unwrap();
    newest.sort_by_key(|line| line.slot);
    let newest: Vec<_> = newest.iter().map(|line| (line.slot.0, line.seq)).collect();
    assert_eq!(newest, [(1, 5), (2, 9), (3, 7)]);
}

async fn a_finished_attempt_tells_its_outcome(fresh: TestStore) {
    field(&fresh.store, 2).await;
    for number in [1, 2] {
        let begun = attempt(number, round_id(1), person_id(number), start());
        begin(&fresh.store, begun).await;
    }
    let mut forced = outcome(attempt_id(2), 3, start());
    forced.forced = true;
    forced.prediction = None;
    hand_in(&fresh.store, AttemptState::Expired, forced.clone(), 2).await;
    let plain = outcome(attempt_id(1), 19, start() + Millis(1));
    hand_in(&fresh.store, AttemptState::Submitted, plain.clone(), 1).await;

    let mut work = fresh.store.read().await.unwrap();
    let stored = work.attempt(attempt_id(2)).await.unwrap().unwrap();
    assert_eq!(stored.state, AttemptState::Expired);
    assert_eq!(stored.outcome, Some(forced));
    let code = plain.receipt_code.clone();
    let found = work.attempt_by_receipt(&code).await.unwrap().unwrap();
    assert_eq!((found.number, found.contest), (1, contest_id(1)));
    assert_eq!(found.attempt.outcome, Some(plain));
    assert!(work.attempt_by_receipt("NONE").await.unwrap().is_none());
    assert_eq!(work.active_in(round_id(1)).await.unwrap(), []);
}

async fn overdue_attempts_come_oldest_deadline_first(fresh: TestStore) {
    field(&fresh.store, 4).await;
    for (number, seconds) in [(1, 30), (2, 10), (3, 20), (4, 40)] {
        let mut begun = attempt(number, round_id(1), person_id(number), start());
        begun.deadline_at = start() + Millis::seconds(seconds);
        begin(&fresh.store, begun).await;
    }
    let expired = outcome(attempt_id(2), 0, start());
    hand_in(&fresh.store, AttemptState::Expired, expired, 2).await;
    let mut work = fresh.store.read().await.unwrap();
    let now = start() + Millis::seconds(40);
    let overdue = work.overdue(now, 10).await.unwrap();
    let ids: Vec<_> = overdue.iter().map(|attempt| attempt.id).collect();
    assert_eq!(ids, [attempt_id(3), attempt_id(1)], "40 is not before 40");
    assert_eq!(work.overdue(now, 1).await.unwrap().len(), 1);
}

async fn finished_attempts_come_by_number_and_ordinal(fresh: TestStore) {
    field(&fresh.store, 0).await;
    let mut work = fresh.store.begin().await.unwrap();
    let mut first = newcomer(9, contest_id(1));
    first.participant.group = Some("can-bo".into());
    work.add_participant(&first).await.unwrap();
    work.add_participant(&newcomer(2, contest_id(1)))
        .await
        .unwrap();
    work.commit().await.unwrap();
    for (number, person, ordinal) in [(1, 2, 1), (2, 9, 2), (3, 9, 1), (4, 2, 2)] {
        let mut begun = attempt(number, round_id(1), person_id(person), start());
        begun.ordinal = ordinal;
        begin(&fresh.store, begun).await;
    }
    for number in [1, 2, 3] {
        let out = outcome(attempt_id(number), 1, start());
        hand_in(&fresh.store, AttemptState::Submitted, out, number).await;
    }
    let mut work = fresh.store.read().await.unwrap();
    let finished = work.finished_in(round_id(1)).await.unwrap();
    let rows: Vec<_> = finished
        .iter()
        .map(|row| (row.number, row.attempt.ordinal, row.group.as_deref()))
        .collect();
    let expected = [(1, 1, Some("can-bo")), (1, 2, Some("can-bo")), (2, 1, None)];
    assert_eq!(rows, expected);
}

async fn people_and_attempts_are_counted_apart(fresh: TestStore) {
    field(&fresh.store, 2).await;
    let mut work = fresh.store.begin().await.unwrap();
    work.put_contest(&contest(2), start()).await.unwrap();
    work.put_round(&round(2, contest_id(2))).await.unwrap();
    assert!(!work.has_attempts(round_id(1)).await.unwrap());
    work.commit().await.unwrap();
    for (number, person, ordinal) in [(1, 1, 1), (2, 1, 2), (3, 2, 1)] {
        let mut begun = attempt(number, round_id(1), person_id(person), start());
        begun.ordinal = ordinal;
        begin(&fresh.store, begun).await;
    }
    let void = outcome(attempt_id(3), 0, start());
    hand_in(&fresh.store, AttemptState::Void, void, 3).await;
    let answer = answer(1);
    save(&fresh.store, 1, 1, &[(1, 1, answer)]).await;
    let mut work = fresh.store.read().await.unwrap();
    let all = |number| Counted {
        round: round_id(number),
        until: None,
    };
    assert_eq!(work.count_attempts(all(1)).await.unwrap(), (1, 2));
    assert_eq!(work.count_attempts(all(2)).await.unwrap(), (0, 0));
    // What was begun at the cut-off counts, what came a moment later does not.
    let frozen = |until| Counted {
        until: Some(until),
        ..all(1)
    };
    assert_eq!(work.count_attempts(frozen(start())).await.unwrap(), (1, 2));
    let before = start() - Millis(1);
    assert_eq!(work.count_attempts(frozen(before)).await.unwrap(), (0, 0));
    assert_eq!(work.count_finished(round_id(1), None).await.unwrap(), 0);
    assert!(work.has_attempts(round_id(1)).await.unwrap());
    assert!(!work.has_attempts(round_id(2)).await.unwrap());
}

async fn units_count_their_people_over_all_rounds(fresh: TestStore) {
    field(&fresh.store, 0).await;
    let mut work = fresh.store.begin().await.unwrap();
    for number in [1, 2] {
        let name = format!("Xã {number}");
        let unit = UnitDraft::new(number.to_string(), name, UnitType::Xa);
        work.put_unit(unit_id(number), &unit).await.unwrap();
    }
    work.put_round(&round(2, contest_id(1))).await.unwrap();
    for (number, unit) in [(1, Some(1)), (2, Some(1)), (3, Some(2)), (4, None)] {
        let mut new = newcomer(number, contest_id(1));
        new.participant.unit = unit.map(unit_id);
        work.add_participant(&new).await.unwrap();
    }
    work.commit().await.unwrap();
    // Person 1 sits both rounds, 3 is void, 4 belongs to no unit.
    for (number, round, person) in [(1, 1, 1), (2, 2, 1), (3, 1, 3), (4, 1, 4), (5, 1, 2)] {
        let begun = attempt(number, round_id(round), person_id(person), start());
        begin(&fresh.store, begun).await;
    }
    let void = outcome(attempt_id(3), 0, start());
    hand_in(&fresh.store, AttemptState::Void, void, 3).await;
    let mut work = fresh.store.read().await.unwrap();
    let rounds = [1, 2].map(|number| Counted {
        round: round_id(number),
        until: None,
    });
    let counted = work.count_by_unit(&rounds).await.unwrap();
    let counted: Vec<_> = counted
        .iter()
        .map(|row| (row.unit, row.people, row.attempts))
        .collect();
    assert_eq!(counted, [(unit_id(1), 2, 3)]);
    assert_eq!(work.count_people(&rounds).await.unwrap(), 3);
    assert_eq!(work.count_people(&rounds[1..]).await.unwrap(), 1);
    assert_eq!(work.count_people(&[]).await.unwrap(), 0);
    assert_eq!(work.count_by_unit(&[]).await.unwrap(), []);
    // A round whose counts are frozen counts up to its cut-off, the others in full.
    let mut frozen = rounds;
    frozen[0].until = Some(start() - Millis(1));
    let counted = work.count_by_unit(&frozen).await.unwrap();
    assert_eq!((counted[0].people, counted[0].attempts), (1, 1));
}
