//! A contest, a round, and people.

use std::collections::BTreeMap;
use std::sync::Arc;
use thiluat::domain::contest::{ContestFile, ContestHead, Registration};
use thiluat::domain::{
    Attempt, AttemptId, AttemptState, Contest, ContestId, Millis, Participant, ParticipantId,
    Round, RoundId, RoundState, Timestamp,
};
use thiluat::store::{NewParticipant, Store};

/// Questions of a paper; people answer them in turn.
pub const QUESTIONS: i64 = 20;

/// A contest with one round, and so many people who may sit it.
pub async fn sit(store: &Arc<dyn Store>, people: u32, now: Timestamp) -> anyhow::Result<()> {
    let contest = ContestId::new(now, [0; 10]);
    let mut work = store.begin().await?;
    let file = ContestFile {
        contest: ContestHead {
            slug: "toc-do".to_owned(),
            title: "Đo tốc độ".to_owned(),
            organiser: "42".to_owned(),
            groups: Vec::new(),
            legal_basis: Vec::new(),
        },
        registration: Registration::default(),
        rounds: Vec::new(),
        overall: Vec::new(),
        collectives: Vec::new(),
        prizes: Vec::new(),
        awards: thiluat::domain::contest::Awards::default(),
    };
    work.put_contest(
        &Contest {
            id: contest,
            file,
            source: String::new(),
            published: true,
            owner: None,
            created_at: now,
        },
        now,
    )
    .await?;
    let rules = serde_json::json!({
        "code": "1", "title": "1", "time_limit_s": 86_400,
        "opens_at": now, "closes_at": now + Millis::seconds(86_400),
    });
    work.put_round(&Round {
        id: RoundId::new(now, [0; 10]),
        contest,
        position: 0,
        rules: serde_json::from_value(rules)?,
        state: RoundState::Open,
        by_hand: None,
        commitment: None,
        committed_at: None,
        beacon: None,
        revealed: false,
        grants: 0,
    })
    .await?;
    for number in 0..people {
        work.add_participant(&newcomer(number, contest, now))
            .await?;
    }
    work.commit().await?;
    Ok(())
}

fn newcomer(number: u32, contest: ContestId, now: Timestamp) -> NewParticipant {
    let mut identity = [0; 32];
    identity[..4].copy_from_slice(&number.to_be_bytes());
    NewParticipant {
        participant: Participant {
            id: ParticipantId::new(now, spread(number)),
            contest,
            number: 0,
            alias: format!("Sao {number}"),
            group: None,
            unit: None,
            full_name: format!("Nguyễn Văn {number}"),
            birth_date: None,
            fields: BTreeMap::new(),
            consents: Vec::new(),
            guardian: None,
            created_at: now,
            extra_time_s: 0,
        },
        identity,
        code_mac: identity,
        referral: None,
    }
}

/// The attempt of that person.
pub fn begun(number: u32, now: Timestamp) -> Attempt {
    Attempt {
        id: attempt_id(number),
        round: RoundId::new(now, [0; 10]),
        participant: ParticipantId::new(now, spread(number)),
        ordinal: 1,
        epoch: 1,
        device: None,
        start_key: None,
        state: AttemptState::Active,
        started_at: now,
        deadline_at: now + Millis::seconds(86_400),
        paper_hash: "0".repeat(64),
        outcome: None,
    }
}

/// Ids of one millisecond differ in random bytes, and so do these.
fn spread(number: u32) -> [u8; 10] {
    let mut bytes = [0; 10];
    bytes[..4].copy_from_slice(&number.wrapping_mul(0x9E37_79B1).to_be_bytes());
    bytes[6..].copy_from_slice(&number.to_be_bytes());
    bytes
}

/// Its id, which begins with the millisecond of the start.
pub fn attempt_id(number: u32) -> AttemptId {
    AttemptId::new(Timestamp::from_millis(number.into()), spread(number))
}
