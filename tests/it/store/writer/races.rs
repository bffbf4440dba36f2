//! A save that races a hand-in is acknowledged and seen by marking, or refused: on one node, and on
//! two that share the database.

use super::{HandIn, begin, save_one};
use crate::store::world::{attempt, attempt_id, field, person_id, round_id};
use crate::support::database::{TestStore, both_databases, start, time_of};
use std::sync::Arc;
use thiluat::domain::Millis;
use thiluat::entropy::{Entropy, SeededEntropy, bytes};
use thiluat::store::Store;
use thiluat::store::writer::SaveOutcome;

both_databases! {
    on_one_node,
    on_two_nodes,
}

const ROUNDS: u32 = 60;

async fn on_one_node(fresh: TestStore) {
    race(&fresh, &fresh.store.clone()).await;
}

async fn on_two_nodes(fresh: TestStore) {
    let other = fresh.place.open(time_of(&fresh.clock)).await;
    race(&fresh, &other).await;
    other.close().await;
}

/// Lets `savers` save while the first node hands in, each round with saves of another seeded number
/// in another place.
async fn race(fresh: &TestStore, saver: &Arc<dyn Store>) {
    let seed = 20_261_201;
    println!("seed {seed}");
    let entropy = SeededEntropy::new(seed);
    field(&fresh.store, ROUNDS).await;
    for number in 1..=ROUNDS {
        let begun = attempt(number, round_id(1), person_id(number), start());
        begin(&fresh.store, begun).await;
    }
    let mut acknowledged_beside = 0;
    for number in 1..=ROUNDS {
        let [count, place] = bytes::<2>(&entropy as &dyn Entropy);
        let (count, place) = (i64::from(count % 12) + 2, i64::from(place % 12));
        let mut saves = Vec::new();
        let mut hand_in = None;
        for seq in 1..=count {
            if seq == 1 + place % count {
                let (command, told) = HandIn::new(attempt_id(number));
                let store = fresh.store.clone();
                let sent = tokio::spawn(async move { store.writer().submit(Box::new(command)) });
                hand_in = Some((sent, told));
            }
            let saver = saver.clone();
            saves.push(tokio::spawn(async move {
                (seq, save_one(&saver, number, 1, seq, 1).await)
            }));
        }
        let mut acknowledged = Vec::new();
        for save in saves {
            match save.await.unwrap() {
                (seq, SaveOutcome::Saved { .. }) => acknowledged.push((1, seq)),
                (_, SaveOutcome::Stale { epoch: 1, .. }) => {}
                (_, SaveOutcome::Closed { deadline_at }) => {
                    assert_eq!(deadline_at, start() + Millis::seconds(900));
                }
                (seq, other) => panic!("round {number}, answer {seq}: {other:?}"),
            }
        }
        let (sent, told) = hand_in.unwrap();
        sent.await.unwrap().unwrap();
        let seen = told.await.unwrap().unwrap();
        acknowledged.sort_unstable();
        assert_eq!(seen.log, acknowledged, "round {number}");
        acknowledged_beside += acknowledged.len();
    }
    assert!(acknowledged_beside > 0, "nothing was ever in time");
}
