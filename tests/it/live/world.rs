//! A backend under test, and the time that passes in it.

use crate::support::services::{PATIENCE, own_prefix, redis_cluster_url, redis_url};
use redis::AsyncConnectionConfig;
use redis::aio::MultiplexedConnection;
use std::sync::Arc;
use std::time::Duration;
use thiluat::clock::ManualClock;
use thiluat::domain::{AttemptId, ParticipantId, RankKey, RoundId, Timestamp, UnitId};
use thiluat::live::{BoardEntry, BoardRow, Content, LiveState};

/// A fresh backend that no other test sees.
pub struct World {
    pub live: LiveState,
    time: Time,
}

enum Time {
    Told(Arc<ManualClock>),
    /// The server's own; nobody moves it.
    OfServer(MultiplexedConnection),
}

impl World {
    pub fn memory() -> Self {
        let clock = Arc::new(ManualClock::at(start()));
        Self {
            live: LiveState::memory(clock.clone()),
            time: Time::Told(clock),
        }
    }

    /// None where there is no Redis to test with and none is demanded.
    pub async fn redis() -> Option<Self> {
        let url = redis_url()?;
        Some(Self {
            live: connect(&url, &own_prefix()),
            time: Time::OfServer(redis_connection(&url).await),
        })
    }

    /// The same with a cluster.
    pub async fn cluster() -> Option<Self> {
        let url = redis_cluster_url()?;
        let (account, hosts) = url
            .strip_prefix("redis-cluster://")
            .unwrap()
            .split_once('@')
            .unwrap();
        // All of its servers go by the clock of this machine.
        let one = hosts.split(',').next().unwrap();
        let one = format!("redis://{account}@{one}");
        Some(Self {
            live: connect(&url, &own_prefix()),
            time: Time::OfServer(redis_connection(&one).await),
        })
    }

    /// Whether time stands still until the test moves it.
    pub fn time_is_told(&self) -> bool {
        matches!(self.time, Time::Told(_))
    }

    /// Returns when so much time has passed on the backend's own clock.
    pub async fn pass(&self, duration: Duration) {
        match &self.time {
            Time::Told(clock) => {
                clock.advance(i64::try_from(duration.as_millis()).unwrap());
            }
            Time::OfServer(connection) => {
                // The server itself says when: it gives up waiting for a replica that it does not
                // have. One millisecond more, since its clock has whole ones.
                let millis = u64::try_from(duration.as_millis()).unwrap() + 1;
                let mut connection = connection.clone();
                let replicas: u64 = redis::cmd("WAIT")
                    .arg(1)
                    .arg(millis)
                    .query_async(&mut connection)
                    .await
                    .unwrap();
                assert_eq!(replicas, 0);
            }
        }
    }
}

/// Live state in Redis alone.
pub fn connect(url: &str, prefix: &str) -> LiveState {
    thiluat::live::redis::connect(url, prefix, PATIENCE).unwrap()
}

/// A connection beside the one under test, which waits as long as it is told to.
pub async fn redis_connection(url: &str) -> MultiplexedConnection {
    let config = AsyncConnectionConfig::new().set_response_timeout(None);
    redis::Client::open(url)
        .unwrap()
        .get_multiplexed_async_connection_with_config(&config)
        .await
        .unwrap()
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
    // Bytes that hold neither the version nor the variant of an id.
    random[4..8].copy_from_slice(&number.to_be_bytes());
    ParticipantId::new(start(), random)
}

/// An entry by (person, key), without group and unit.
pub fn entry(number: u32, key: [i64; 6]) -> BoardEntry {
    BoardEntry {
        participant: person(number),
        attempts: 1,
        listed: true,
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

/// An empty board that takes hand-ins.
pub async fn open_board(live: &LiveState, round: RoundId) {
    let boards = &live.scoreboards;
    let filling = boards
        .replace_all(round, Content::Attempts, Vec::new(), 0)
        .await
        .unwrap();
    assert!(boards.confirm(round, filling).await.unwrap());
}
