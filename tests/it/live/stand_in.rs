//! What a node does by itself while Redis is away, and how it finds back.

use super::world::{connect, entry, redis_connection, round};
use crate::support::line::Line;
use crate::support::services::{PATIENCE, own_prefix, redis_url};
use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;
use thiluat::clock::ManualClock;
use thiluat::domain::Timestamp;
use thiluat::live::{Content, LiveState, Quota, Replace, Verdict};

fn node(line: &Line, prefix: &str) -> LiveState {
    // Behind the server's clock, as that of a node may be.
    let clock = Arc::new(ManualClock::at(Timestamp::from_millis(1_700_000_000_000)));
    LiveState::shared(&line.address, prefix, PATIENCE, clock).unwrap()
}

async fn fill(live: &LiveState, people: u32) {
    let rows = (0..people).map(|number| entry(number, [0; 6])).collect();
    let boards = &live.scoreboards;
    let filled = boards.replace_all(round(1), Content::Attempts, rows, u64::from(people));
    let filling = filled.await.unwrap();
    assert!(boards.confirm(round(1), filling).await.unwrap());
}

/// Waits until the node sees the shared boards again.
async fn healed(live: &LiveState) {
    while live.scoreboards.mark(round(1)).await.unwrap().stand_in {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn own_boards_stand_in_until_the_shared_ones_are_back_and_filled_again() {
    let Some(url) = redis_url() else { return };
    let line = Line::to(&url).await;
    let prefix = own_prefix();
    let live = node(&line, &prefix);
    let boards = &live.scoreboards;
    fill(&live, 2).await;
    let shared = boards.mark(round(1)).await.unwrap();
    assert_eq!((shared.totals.people, shared.stand_in), (2, false));

    line.cut();
    let put = async |number| {
        let hand_in = vec![(entry(number, [1; 6]), Replace::Always)];
        boards.put(round(1), hand_in).await.unwrap().taken
    };
    assert!(
        !put(7).await,
        "an own board that was not filled takes nothing"
    );
    let away = boards.mark(round(1)).await.unwrap();
    assert_eq!((away.content, away.stand_in), (None, true));
    fill(&live, 3).await;
    assert!(put(8).await);
    let own = boards.mark(round(1)).await.unwrap();
    assert_eq!(own.content, Some(Content::Attempts));
    assert_eq!((own.totals.people, own.stand_in), (4, true));

    line.mend();
    healed(&live).await;
    // The shared board has missed person 8, and says so by having no content.
    let back = boards.mark(round(1)).await.unwrap();
    assert_eq!((back.totals.people, back.content), (2, None));
    fill(&live, 5).await;
    let filled = boards.mark(round(1)).await.unwrap();
    assert_eq!(filled.content, Some(Content::Attempts));
    assert_eq!((filled.totals.people, filled.stand_in), (5, false));
    assert!(filled.version > own.version, "{filled:?} {own:?}");
}

#[tokio::test]
async fn a_shared_board_that_comes_back_older_has_to_be_filled_again() {
    let Some(url) = redis_url() else { return };
    let line = Line::to(&url).await;
    let prefix = own_prefix();
    let live = node(&line, &prefix);
    fill(&live, 2).await;
    let mut connection = redis_connection(&url).await;
    let meta = format!("{prefix}:{{{}}}:meta", round(1));
    let mut move_version = async |by: i64| {
        let _: i64 = redis::cmd("HINCRBY")
            .arg(&meta)
            .arg("version")
            .arg(by)
            .query_async(&mut connection)
            .await
            .unwrap();
    };
    let content = async || live.scoreboards.mark(round(1)).await.unwrap().content;
    // As if the server that is lost had gone by a clock an hour ahead.
    move_version(3_600_000_000).await;
    assert!(content().await.is_some());
    move_version(-3_600_000_000).await;
    assert_eq!(content().await, None);
    fill(&live, 2).await;
    assert!(
        content().await.is_some(),
        "filled, although by a slower clock"
    );
    move_version(-1).await;
    assert_eq!(content().await, None);
    fill(&live, 2).await;
    assert!(content().await.is_some());
}

#[tokio::test]
async fn a_limit_is_shared_while_it_can_be_and_the_nodes_own_otherwise() {
    let Some(url) = redis_url() else { return };
    let line = Line::to(&url).await;
    let prefix = own_prefix();
    let (here, there) = (node(&line, &prefix), connect(&url, &prefix));
    let quota = Quota {
        burst: NonZeroU32::new(3).unwrap(),
        per: Duration::from_hours(1),
    };
    let passes = async |live: &LiveState| {
        let verdict = live.limits.check("k", quota).await.unwrap();
        matches!(verdict, Verdict::Allowed { .. })
    };
    assert!(passes(&there).await && passes(&there).await && passes(&here).await);
    assert!(!passes(&here).await, "three passed at two nodes");
    line.cut();
    assert!(passes(&here).await, "this node has let only two through");
    assert!(!passes(&here).await);
}
