//! Rounds and results for the tests of this room.

use super::ranking::Entry;
use crate::domain::contest::RoundRules;
use crate::domain::{AttemptId, ContestId, ParticipantId, Round, RoundId, RoundState, Timestamp};
use uuid::Uuid;

/// So many seconds into the time of the tests.
pub(crate) fn at(seconds: i64) -> Timestamp {
    Timestamp::from_millis(seconds * 1000)
}

/// A scheduled round of 900 seconds a paper, by default rules.
pub(crate) fn round(opens: i64, closes: i64) -> Round {
    let rules: RoundRules = serde_json::from_value(serde_json::json!({
        "code": "tuan-1",
        "title": "Tuần 1",
        "opens_at": at(opens),
        "closes_at": at(closes),
        "time_limit_s": 900,
    }))
    .unwrap();
    Round {
        id: RoundId(Uuid::from_u128(1)),
        contest: ContestId(Uuid::from_u128(2)),
        position: 0,
        rules,
        state: RoundState::Scheduled,
        by_hand: None,
        commitment: None,
        committed_at: None,
        beacon: None,
        revealed: false,
        grants: 0,
    }
}

/// A perfect result of the person of that number.
pub(crate) fn entry(number: i64) -> Entry {
    let id = u128::try_from(number).unwrap();
    Entry {
        participant: ParticipantId(Uuid::from_u128(id)),
        number,
        attempt: AttemptId(Uuid::from_u128(id)),
        ordinal: 1,
        correct: 10,
        questions: 10,
        score: 10,
        duration_ms: 60_000,
        submitted_at: at(1000),
        prediction: None,
        attempts_used: 1,
        essay: None,
        failed: false,
    }
}
