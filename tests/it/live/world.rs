//! A backend under test, and the time that passes in it.

use std::sync::Arc;
use std::time::Duration;
use thiluat::clock::ManualClock;
use thiluat::domain::{AttemptId, ParticipantId, RankKey, RoundId, Timestamp, UnitId};
use thiluat::live::{BoardEntry, BoardRow, LiveState};

/// A fresh backend that no other test sees.
pub struct World {
    pub live: LiveState,
    time: Time,
}

enum Time {
    Told(Arc<ManualClock>),
}

impl World {
    pub fn memory() -> Self {
        let clock = Arc::new(ManualClock::at(start()));
        Self {
            live: LiveState::memory(clock.clone()),
            time: Time::Told(clock),
        }
    }

    /// Returns when so much time has passed on the backend's own clock.
    pub async fn pass(&self, duration: Duration) {
        match &self.time {
            Time::Told(clock) => {
                clock.advance(i64::try_from(duration.as_millis()).unwrap());
            }
        }
    }
}

fn start() -> Timestamp {
    Timestamp::from_millis(1_796_000_000_000)
}

pub fn round(number: u8) -> RoundId {
    RoundId::new(start(), [number; 10])
}

pub fn attempt(number: u8) -> AttemptId {
    AttemptId::new(start(), [number; 10])
}

pub fn unit(number: u8) -> UnitId {
    UnitId::new(start(), [number; 10])
}

/// Ids in the order of their numbers.
pub fn person(number: u32) -> ParticipantId {
    let mut random = [0; 10];
    random[..4].copy_from_slice(&number.to_be_bytes());
    ParticipantId::new(start(), random)
}

/// An entry by (person, key), without group and unit.
pub fn entry(number: u32, key: [i64; 6]) -> BoardEntry {
    BoardEntry {
        participant: person(number),
        key: RankKey(key),
        row: BoardRow {
            name: format!("Thí sinh {number}"),
            unit: None,
            unit_name: None,
            group: None,
            score: key[0].saturating_neg(),
            max_score: 100,
            duration_ms: Some(key[1]),
        },
    }
}

/// The same in a group and a unit.
pub fn entry_in(number: u32, key: [i64; 6], group: Option<&str>, at: Option<u8>) -> BoardEntry {
    let mut entry = entry(number, key);
    entry.row.group = group.map(str::to_owned);
    entry.row.unit = at.map(unit);
    entry.row.unit_name = at.map(|number| format!("Xã \"{number}\""));
    entry
}
