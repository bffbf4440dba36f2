//! What is counted, and which of a person's attempts stays on the board.

use super::{everybody, named, places, put, top, totals};
use crate::live::contracts;
use crate::live::world::{World, entry, open_board, person, round};
use std::sync::Arc;
use thiluat::live::{BoardEntry, Replace, Totals};
use tokio::task::JoinSet;

contracts! {
    an_attempt_counts_whether_or_not_it_is_recognised,
    the_same_hand_in_counts_once,
    the_newest_attempt_stays_whatever_comes_late,
    who_is_not_listed_is_counted_only,
    many_writers_lose_nothing,
}

async fn an_attempt_counts_whether_or_not_it_is_recognised(world: World) {
    open_board(&world.live, round(1)).await;
    let live = &world.live;
    let hand_in = |number, attempts, correct: i64| BoardEntry {
        attempts,
        ..entry(number, [-correct, 0, 0, 0, 0, 0])
    };
    assert!(put(live, hand_in(1, 1, 5), Replace::IfBetter).await);
    assert!(!put(live, hand_in(1, 2, 4), Replace::IfBetter).await);
    assert!(
        !put(live, hand_in(1, 3, 5), Replace::IfBetter).await,
        "the earlier one stays"
    );
    assert!(put(live, hand_in(1, 4, 6), Replace::IfBetter).await);
    assert!(!put(live, hand_in(1, 5, 9), Replace::IfAbsent).await);
    assert_eq!(top(live, 1).await.entries[0].row.score, 6);
    assert!(put(live, hand_in(1, 6, 2), Replace::Always).await);
    assert_eq!(top(live, 1).await.entries[0].row.score, 2);
    assert!(put(live, hand_in(2, 1, 1), Replace::IfAbsent).await);
    let all = Totals {
        people: 2,
        attempts: 7,
    };
    assert_eq!(totals(live).await, all);
    assert_eq!(top(live, 1).await.totals, all);
}

async fn the_same_hand_in_counts_once(world: World) {
    open_board(&world.live, round(1)).await;
    let live = &world.live;
    for attempts in [2, 1, 2, 3, 3] {
        let again = BoardEntry {
            attempts,
            ..entry(1, [-1, 0, 0, 0, 0, 0])
        };
        put(live, again, Replace::IfBetter).await;
    }
    let all = Totals {
        people: 1,
        attempts: 3,
    };
    assert_eq!(totals(live).await, all);
}

async fn the_newest_attempt_stays_whatever_comes_late(world: World) {
    open_board(&world.live, round(1)).await;
    let live = &world.live;
    let hand_in = |attempts, score: i64| BoardEntry {
        attempts,
        ..entry(1, [-score, 0, 0, 0, 0, 0])
    };
    for (attempts, score, enters) in [(2, 5, true), (1, 9, false), (3, 1, true), (2, 7, false)] {
        let entered = put(live, hand_in(attempts, score), Replace::Newest).await;
        assert_eq!(entered, enters, "attempt {attempts}");
    }
    assert_eq!(top(live, 1).await.entries[0].row.score, 1);
    assert_eq!(totals(live).await.attempts, 3);
}

async fn who_is_not_listed_is_counted_only(world: World) {
    open_board(&world.live, round(1)).await;
    let live = &world.live;
    let key = |correct: i64| [-correct, 0, 0, 0, 0, 0];
    let counted = |number, correct, attempts| BoardEntry {
        attempts,
        listed: false,
        ..entry(number, key(correct))
    };
    put(live, entry(1, key(3)), Replace::IfBetter).await;
    assert!(put(live, counted(2, 9, 1), Replace::IfBetter).await);
    let all = Totals {
        people: 2,
        attempts: 2,
    };
    assert_eq!(totals(live).await, all);
    assert_eq!(places(&top(live, 9).await.entries), named(&[(1, 1)]));
    let boards = &live.scoreboards;
    assert_eq!(
        boards
            .place(round(1), &everybody(), person(2))
            .await
            .unwrap(),
        None
    );
    let around = boards
        .around(round(1), &everybody(), person(2), 3, 3)
        .await
        .unwrap();
    assert!(around.entries.is_empty());
    let around = boards
        .around(round(1), &everybody(), person(1), 3, 3)
        .await
        .unwrap();
    assert_eq!(places(&around.entries), named(&[(1, 1)]));

    // A result that is listed stands above one that is not, however good that was, and stays.
    let listed = BoardEntry {
        attempts: 2,
        ..entry(2, key(1))
    };
    assert!(put(live, listed, Replace::IfBetter).await);
    assert!(!put(live, counted(2, 9, 3), Replace::IfBetter).await);
    assert_eq!(
        places(&top(live, 9).await.entries),
        named(&[(1, 1), (2, 2)])
    );
    assert_eq!(totals(live).await.attempts, 4);
    assert!(boards.remove(round(1), person(2)).await.unwrap());
    assert_eq!(places(&top(live, 9).await.entries), named(&[(1, 1)]));
}

async fn many_writers_lose_nothing(world: World) {
    open_board(&world.live, round(1)).await;
    let live = Arc::new(world.live.clone());
    let mut writers = JoinSet::new();
    for writer in 0..8_u32 {
        let live = live.clone();
        writers.spawn(async move {
            for turn in 0..25 {
                // Everybody is written by all writers; the best of all must win.
                let key = [i64::from((turn * 7 + writer * 3) % 50), 0, 0, 0, 0, 0];
                let hand_in = BoardEntry {
                    attempts: writer + 1,
                    ..entry(turn, key)
                };
                put(&live, hand_in, Replace::IfBetter).await;
            }
        });
    }
    while let Some(done) = writers.join_next().await {
        done.unwrap();
    }
    let view = top(&live, 50).await;
    assert_eq!((view.totals.people, view.totals.attempts), (25, 200));
    for placed in &view.entries {
        let turn: u32 = placed.row.name.replace("Thí sinh ", "").parse().unwrap();
        let best = (0..8).map(|w| (turn * 7 + w * 3) % 50).min().unwrap();
        assert_eq!(-placed.row.score, i64::from(best), "person {turn}");
    }
}
