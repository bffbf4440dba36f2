//! Rounds for the tests of this room.

use crate::domain::contest::RoundRules;
use crate::domain::{ContestId, Round, RoundId, RoundState, Timestamp};
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
    }
}
