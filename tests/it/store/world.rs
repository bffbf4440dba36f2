//! Rows that the contracts work on. Ids follow from numbers, so that a failure can be read.

use std::collections::BTreeMap;
use std::sync::Arc;
use thiluat::domain::contest::{ContestFile, ContestHead, RoundRules};
use thiluat::domain::{
    Attempt, AttemptId, AttemptState, BankId, ConsentGiven, Contest, ContestId, Millis, Outcome,
    Participant, ParticipantId, QuestionId, Round, RoundId, RoundState, StaffId, Timestamp, UnitId,
};
use thiluat::store::{NewParticipant, Store};

use crate::support::database::start;

/// Ten bytes that stand for a number.
fn bytes(number: u32) -> [u8; 10] {
    let mut bytes = [0; 10];
    bytes[6..].copy_from_slice(&number.to_be_bytes());
    bytes
}

/// Thirty-two bytes that stand for a number.
pub fn hash(number: u32) -> [u8; 32] {
    let mut bytes = [7; 32];
    bytes[..4].copy_from_slice(&number.to_be_bytes());
    bytes
}

pub fn unit_id(number: u32) -> UnitId {
    UnitId::new(start(), bytes(number))
}

pub fn bank_id(number: u32) -> BankId {
    BankId::new(start(), bytes(number))
}

pub fn question_id(number: u32) -> QuestionId {
    QuestionId::new(start(), bytes(number))
}

pub fn contest_id(number: u32) -> ContestId {
    ContestId::new(start(), bytes(number))
}

pub fn round_id(number: u32) -> RoundId {
    RoundId::new(start(), bytes(number))
}

pub fn person_id(number: u32) -> ParticipantId {
    ParticipantId::new(start(), bytes(number))
}

pub fn attempt_id(number: u32) -> AttemptId {
    AttemptId::new(start(), bytes(number))
}

pub fn staff_id(number: u32) -> StaffId {
    StaffId::new(start(), bytes(number))
}

/// A published contest whose slug and title tell its number.
pub fn contest(number: u32) -> Contest {
    Contest {
        id: contest_id(number),
        file: ContestFile {
            contest: ContestHead {
                slug: format!("cuoc-thi-{number}"),
                title: format!("Tìm hiểu pháp luật lần thứ {number}"),
                organiser: "42".into(),
                groups: Vec::new(),
                legal_basis: Vec::new(),
            },
            registration: thiluat::domain::contest::Registration::default(),
            rounds: Vec::new(),
            overall: Vec::new(),
            collectives: Vec::new(),
            prizes: Vec::new(),
            awards: thiluat::domain::contest::Awards::default(),
        },
        source: format!("# như đã đưa {number}\n"),
        published: true,
        owner: None,
        created_at: start(),
    }
}

/// An open round of a week, a quarter of an hour a paper.
pub fn round(number: u32, contest: ContestId) -> Round {
    let rules: RoundRules = serde_json::from_value(serde_json::json!({
        "code": format!("tuan-{number}"),
        "title": format!("Tuần {number}"),
        "opens_at": start(),
        "closes_at": start() + Millis::seconds(7 * 86_400),
        "time_limit_s": 900,
    }))
    .unwrap();
    Round {
        id: round_id(number),
        contest,
        position: i64::from(number),
        rules,
        state: RoundState::Open,
        by_hand: None,
        commitment: None,
        committed_at: None,
        beacon: None,
        revealed: false,
        grants: 0,
    }
}

/// A person who registers; identity and code follow from the number.
pub fn newcomer(number: u32, contest: ContestId) -> NewParticipant {
    NewParticipant {
        participant: Participant {
            id: person_id(number),
            contest,
            number: 0,
            alias: format!("Sao {number}"),
            group: None,
            unit: None,
            full_name: format!("Nguyễn Thị Đào {number}"),
            birth_date: None,
            fields: BTreeMap::from([("phone".into(), format!("+8490{number:07}"))]),
            consents: vec![ConsentGiven {
                purpose: "take_part".into(),
                version: "1".into(),
                at: start(),
                held_by: None,
            }],
            guardian: None,
            created_at: start(),
            extra_time_s: 0,
        },
        identity: hash(number),
        code_mac: hash(number + 1_000_000),
        referral: None,
    }
}

/// A running attempt of fifteen minutes, begun at `now` on no device.
pub fn attempt(number: u32, round: RoundId, participant: ParticipantId, now: Timestamp) -> Attempt {
    Attempt {
        id: attempt_id(number),
        round,
        participant,
        ordinal: 1,
        epoch: 1,
        device: None,
        start_key: None,
        state: AttemptState::Active,
        started_at: now,
        deadline_at: now + Millis::seconds(900),
        paper_hash: format!("{number:064x}"),
        outcome: None,
    }
}

/// What handing in made of an attempt; the receipt's code follows from its id.
pub fn outcome(attempt: AttemptId, correct: i64, at: Timestamp) -> Outcome {
    Outcome {
        submitted_at: at,
        duration_ms: 61_000,
        forced: false,
        correct,
        questions: 20,
        score: correct * 5,
        max_score: 100,
        failed: false,
        prediction: Some(1234),
        answers_root: "ab".repeat(32),
        receipt_code: attempt.to_string()[16..].to_uppercase(),
    }
}

/// Contest 1 with round 1 and so many people, by number from 1.
pub async fn field(store: &Arc<dyn Store>, people: u32) {
    let mut work = store.begin().await.unwrap();
    work.put_contest(&contest(1), start()).await.unwrap();
    work.put_round(&round(1, contest_id(1))).await.unwrap();
    for number in 1..=people {
        work.add_participant(&newcomer(number, contest_id(1)))
            .await
            .unwrap();
    }
    work.commit().await.unwrap();
}
