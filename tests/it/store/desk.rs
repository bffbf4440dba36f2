//! Voids, objections, proposals, and what people look at.

use super::world::{
    attempt, attempt_id, contest_id, field, hash, newcomer, outcome, person_id, question_id,
    round_id,
};
use super::writer::{begin, hand_in};
use crate::support::database::{TestStore, both_databases, start};
use std::sync::Arc;
use thiluat::domain::desk::{
    Appeal, AppealDecision, Closing, Proposal, Proposed, QuestionRuling, Verdict, Voiding,
};
use thiluat::domain::{AttemptState, Guardian, Key, Millis, ProposalId, Timestamp, VoidingId};
use thiluat::store::{Contacts, Marks, Store, StoreError};

both_databases! {
    a_void_and_its_objection_come_back_as_they_were_put,
    a_proposal_ends_once,
    attempts_become_void_and_come_back,
    marks_are_replaced_and_nothing_else,
    accounts_that_share_a_contact_are_found,
    people_on_one_device_are_found,
}

fn later(seconds: i64) -> Timestamp {
    start() + Millis::seconds(seconds)
}

/// People 1 to 4 with a handed-in attempt each, the third handed in by the clock, all on one device
/// but the fourth.
async fn handed_in(store: &Arc<dyn Store>) {
    field(store, 4).await;
    for number in 1..=4 {
        let mut begun = attempt(number, round_id(1), person_id(number), start());
        begun.device = Some(if number == 4 { "d4" } else { "d" }.into());
        begin(store, begun).await;
        let state = match number {
            3 => AttemptState::Expired,
            _ => AttemptState::Submitted,
        };
        let mut done = outcome(attempt_id(number), i64::from(number), later(60));
        done.forced = number == 3;
        hand_in(store, state, done, number).await;
    }
}

async fn a_void_and_its_objection_come_back_as_they_were_put(fresh: TestStore) {
    field(&fresh.store, 2).await;
    let mut voiding = Voiding {
        id: VoidingId::new(start(), [1; 10]),
        round: round_id(1),
        participant: person_id(2),
        attempts: vec![attempt_id(5), attempt_id(6)],
        whole_person: true,
        result_version: 3,
        reason: "Hai tài khoản".into(),
        made_by: "staff:a".into(),
        at: later(5),
        appeal_until: later(86_400),
        appeal: None,
    };
    let mut work = fresh.store.begin().await.unwrap();
    work.add_voiding(&voiding).await.unwrap();
    assert_eq!(
        work.voiding(voiding.id).await.unwrap(),
        Some(voiding.clone())
    );
    assert!(voiding.in_force());
    voiding.appeal = Some(Appeal {
        text: "Điện thoại của mẹ".into(),
        recorded_by: "staff:b".into(),
        at: later(60),
        decision: None,
    });
    work.put_appeal(&voiding).await.unwrap();
    assert_eq!(
        work.voidings_of(round_id(1)).await.unwrap(),
        [voiding.clone()]
    );
    assert!(voiding.in_force());
    voiding.appeal.as_mut().unwrap().decision = Some(AppealDecision {
        reinstated: true,
        reason: "Đúng là mẹ con".into(),
        by: "staff:c".into(),
        at: later(90),
    });
    work.put_appeal(&voiding).await.unwrap();
    work.commit().await.unwrap();
    let mut work = fresh.store.read().await.unwrap();
    assert_eq!(
        work.voidings_of(round_id(1)).await.unwrap(),
        [voiding.clone()]
    );
    assert!(!voiding.in_force());
    assert_eq!(work.voidings_of(round_id(2)).await.unwrap(), []);
    assert_eq!(
        work.voiding(VoidingId::new(start(), [2; 10]))
            .await
            .unwrap(),
        None
    );
}

async fn a_proposal_ends_once(fresh: TestStore) {
    field(&fresh.store, 0).await;
    let new_key = Key::Options(vec!["abcdef".into()]);
    let ruling = |ruling| Proposed::Remark {
        question: question_id(3),
        version: 2,
        ruling,
    };
    let bodies = [
        Proposed::Publish { version: 2 },
        ruling(QuestionRuling::VoidFull),
        ruling(QuestionRuling::NewKey(new_key)),
        Proposed::Order {
            ranking: Some("chung-cuoc".into()),
            subjects: vec![person_id(2).0, person_id(1).0],
        },
    ];
    let mut work = fresh.store.begin().await.unwrap();
    let mut proposals = Vec::new();
    for (at, what) in (0..).zip(bodies) {
        let proposal = Proposal {
            id: ProposalId::new(start(), [at; 10]),
            round: round_id(1),
            what,
            reason: "Vì thế".into(),
            base_version: 2,
            made_by: "staff:a".into(),
            at: later(i64::from(at)),
            closing: None,
            awards: None,
        };
        work.add_proposal(&proposal).await.unwrap();
        proposals.push(proposal);
    }
    assert_eq!(work.proposals_of(round_id(1)).await.unwrap(), proposals);
    let mut ended = proposals[1].clone();
    ended.closing = Some(Closing {
        verdict: Verdict::Approved,
        by: "staff:b".into(),
        at: later(100),
        reason: String::new(),
        result_version: Some(3),
    });
    ended.awards = Some("[]".into());
    work.close_proposal(&ended).await.unwrap();
    assert_eq!(work.proposal(ended.id).await.unwrap(), Some(ended.clone()));
    assert!(ended.is_approved() && !proposals[0].is_approved());
    let again = work.close_proposal(&ended).await;
    assert!(matches!(again, Err(StoreError::Conflict)), "{again:?}");
}

async fn attempts_become_void_and_come_back(fresh: TestStore) {
    handed_in(&fresh.store).await;
    let mut running = attempt(9, round_id(1), person_id(1), start());
    running.ordinal = 2;
    begin(&fresh.store, running).await;
    let all = [attempt_id(1), attempt_id(3), attempt_id(9)];
    let mut work = fresh.store.begin().await.unwrap();
    assert_eq!(work.void_attempts(&all).await.unwrap(), 2, "one runs");
    let mut states = Vec::new();
    for id in all {
        states.push(work.attempt(id).await.unwrap().unwrap().state);
    }
    assert_eq!(
        states,
        [AttemptState::Void, AttemptState::Void, AttemptState::Active]
    );
    let counted: Vec<i64> = work
        .finished_in(round_id(1))
        .await
        .unwrap()
        .iter()
        .map(|found| found.number)
        .collect();
    assert_eq!(counted, [2, 4]);
    assert_eq!(work.void_attempts(&all).await.unwrap(), 0);
    assert_eq!(work.reinstate_attempts(&all).await.unwrap(), 2);
    let mut states = Vec::new();
    for id in all {
        states.push(work.attempt(id).await.unwrap().unwrap().state);
    }
    assert_eq!(
        states,
        [
            AttemptState::Submitted,
            AttemptState::Expired,
            AttemptState::Active
        ]
    );
    work.commit().await.unwrap();
}

async fn marks_are_replaced_and_nothing_else(fresh: TestStore) {
    handed_in(&fresh.store).await;
    let mut work = fresh.store.begin().await.unwrap();
    let mut expected = Vec::new();
    let mut marks = Vec::new();
    for number in [1, 2] {
        let mut attempt = work.attempt(attempt_id(number)).await.unwrap().unwrap();
        let outcome = attempt.outcome.as_mut().unwrap();
        (outcome.correct, outcome.questions) = (i64::from(number) + 7, 19);
        (outcome.score, outcome.max_score) = (outcome.correct * 5, 95);
        outcome.failed = number == 2;
        marks.push(Marks {
            attempt: attempt.id,
            correct: outcome.correct,
            questions: 19,
            score: outcome.score,
            max_score: 95,
            failed: number == 2,
        });
        expected.push(attempt);
    }
    work.put_marks(&marks).await.unwrap();
    for attempt in expected {
        assert_eq!(work.attempt(attempt.id).await.unwrap(), Some(attempt));
    }
    let mut unknown = marks[0];
    unknown.attempt = attempt_id(77);
    assert!(work.put_marks(&[unknown]).await.is_err());
}

async fn people_on_one_device_are_found(fresh: TestStore) {
    handed_in(&fresh.store).await;
    let mut work = fresh.store.read().await.unwrap();
    let on = async |work: &mut dyn thiluat::store::UnitOfWork, person, device: &str| {
        work.on_device(round_id(1), person_id(person), device)
            .await
            .unwrap()
    };
    assert_eq!(on(&mut *work, 1, "d").await, [2, 3]);
    assert_eq!(on(&mut *work, 4, "d").await, [1, 2, 3]);
    assert_eq!(on(&mut *work, 4, "d4").await, [0; 0]);
    assert_eq!(work.network_of(attempt_id(1)).await.unwrap(), None);
    let near = work
        .in_network(round_id(1), person_id(1), "n")
        .await
        .unwrap();
    assert_eq!(near, [0; 0]);
}

async fn accounts_that_share_a_contact_are_found(fresh: TestStore) {
    field(&fresh.store, 0).await;
    let person = |number: u32, fields: &[(&str, &str)], guardian: Option<&str>| {
        let mut new = newcomer(number, contest_id(1));
        new.identity = hash(number);
        new.participant.fields = fields
            .iter()
            .map(|(key, value)| ((*key).to_owned(), (*value).to_owned()))
            .collect();
        new.participant.guardian = guardian.map(|phone| Guardian {
            full_name: "Mẹ".into(),
            phone: phone.into(),
            relation: "mẹ".into(),
        });
        new
    };
    let people = [
        person(1, &[("phone", "+84900000001"), ("id_number", "0421")], None),
        person(2, &[("phone", "+84900000001")], None),
        person(3, &[("email", "a@b.vn")], Some("+84900000001")),
        person(4, &[("id_number", "0421"), ("phone", "+84900000004")], None),
        person(5, &[("phone", "+84900000005"), ("email", "a@b.vn")], None),
    ];
    let mut work = fresh.store.begin().await.unwrap();
    for new in &people {
        work.add_participant(new).await.unwrap();
    }
    let contacts = |number: usize| {
        let fields = |key: &str| people[number - 1].participant.fields.get(key).cloned();
        let guardian = people[number - 1].participant.guardian.as_ref();
        Contacts {
            phone: fields("phone"),
            guardian_phone: guardian.map(|guardian| guardian.phone.clone()),
            email: fields("email"),
            id_number: fields("id_number"),
        }
    };
    for (number, sharing) in [
        (1, vec![2, 3, 4]),
        (2, vec![1, 3]),
        (3, vec![1, 2, 5]),
        (5, vec![3]),
    ] {
        let id = person_id(u32::try_from(number).unwrap());
        let found = work
            .accounts_sharing(contest_id(1), id, &contacts(number))
            .await
            .unwrap();
        let numbers: Vec<i64> = found.iter().map(|account| account.number).collect();
        assert_eq!(numbers, sharing, "person {number}");
        for account in found {
            let other = usize::try_from(account.number).unwrap();
            assert_eq!(account.contacts, contacts(other));
        }
    }
    let none = work
        .accounts_sharing(contest_id(1), person_id(1), &Contacts::default())
        .await
        .unwrap();
    assert_eq!(none, []);
}
