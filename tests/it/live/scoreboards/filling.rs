//! Putting whole boards in place, and what a board takes that was not filled.

use super::{everybody, named, places, put, top};
use crate::live::contracts;
use crate::live::world::{World, entry, entry_in, open_board, person, round};
use thiluat::live::{BoardFilter, BoardView, Content, Put, Replace, Totals};

contracts! {
    a_whole_board_takes_the_place_of_another,
    a_board_without_attempts_takes_no_hand_in,
    only_the_newest_filling_can_be_confirmed,
    the_version_rises_with_every_change,
    rounds_do_not_touch,
}

async fn a_whole_board_takes_the_place_of_another(world: World) {
    open_board(&world.live, round(1)).await;
    let live = &world.live;
    put(
        live,
        entry_in(1, [0; 6], Some("cu"), None),
        Replace::IfBetter,
    )
    .await;
    let entries = vec![
        entry(3, [5, 0, 0, 0, 0, 0]),
        entry(2, [4, 0, 0, 0, 0, 0]),
        // Of two results of a person the better one counts.
        entry(3, [3, 0, 0, 0, 0, 0]),
    ];
    live.scoreboards
        .replace_all(round(1), Content::Attempts, entries, 9)
        .await
        .unwrap();
    let view = top(live, 50).await;
    assert_eq!(places(&view.entries), named(&[(1, 3), (2, 2)]));
    assert_eq!(
        view.totals,
        Totals {
            people: 2,
            attempts: 9
        }
    );
    let old = BoardFilter {
        group: Some("cu".to_owned()),
        unit: None,
    };
    let view = live.scoreboards.top(round(1), &old, 50).await.unwrap();
    assert!(view.entries.is_empty());

    live.scoreboards
        .replace_all(round(1), Content::Attempts, Vec::new(), 0)
        .await
        .unwrap();
    assert!(top(live, 50).await.entries.is_empty());
    assert_eq!(top(live, 50).await.totals, Totals::default());
}

async fn a_board_without_attempts_takes_no_hand_in(world: World) {
    let boards = &world.live.scoreboards;
    let hand_in = || vec![(entry(1, [0; 6]), Replace::Always)];
    let refused = Put {
        taken: false,
        entered: 0,
        version: 0,
    };
    assert_eq!(boards.put(round(1), hand_in()).await.unwrap(), refused);
    assert_eq!(top(&world.live, 9).await, BoardView::default());

    let result = Content::Result(3);
    let rows = vec![entry(2, [1, 0, 0, 0, 0, 0])];
    let filling = boards.replace_all(round(1), result, rows, 1).await.unwrap();
    assert!(boards.confirm(round(1), filling).await.unwrap());
    let mark = boards.mark(round(1)).await.unwrap();
    assert_eq!((mark.content, mark.stand_in), (Some(result), false));
    assert!(!boards.put(round(1), hand_in()).await.unwrap().taken);
    let view = top(&world.live, 9).await;
    assert_eq!(places(&view.entries), named(&[(1, 2)]));
}

async fn only_the_newest_filling_can_be_confirmed(world: World) {
    let boards = &world.live.scoreboards;
    let fill = async |number: u32| {
        let rows = vec![entry(number, [0; 6])];
        let filled = boards.replace_all(round(1), Content::Attempts, rows, 1);
        filled.await.unwrap()
    };
    let first = fill(1).await;
    assert_eq!(boards.mark(round(1)).await.unwrap().content, None);
    // It takes hand-ins before it is confirmed, or they would be lost to it.
    let hand_in = vec![(entry(9, [9; 6]), Replace::Always)];
    assert!(boards.put(round(1), hand_in).await.unwrap().taken);
    let second = fill(2).await;
    assert!(!boards.confirm(round(1), first).await.unwrap());
    assert_eq!(boards.mark(round(1)).await.unwrap().content, None);
    assert!(boards.confirm(round(1), second).await.unwrap());
    let mark = boards.mark(round(1)).await.unwrap();
    assert_eq!(mark.content, Some(Content::Attempts));
    assert_eq!(places(&top(&world.live, 9).await.entries), named(&[(1, 2)]));
}

async fn the_version_rises_with_every_change(world: World) {
    let boards = &world.live.scoreboards;
    let key = [-1, 0, 0, 0, 0, 0];
    let mut versions = vec![0];
    let mut seen = async || versions.push(boards.mark(round(1)).await.unwrap().version);
    open_board(&world.live, round(1)).await;
    seen().await;
    for _ in 0..2 {
        let put = boards.put(round(1), vec![(entry(1, key), Replace::IfBetter)]);
        assert!(put.await.unwrap().taken);
        seen().await;
    }
    let rows = vec![entry(2, key)];
    let filled = boards.replace_all(round(1), Content::Attempts, rows, 1);
    let filling = filled.await.unwrap();
    seen().await;
    assert!(boards.confirm(round(1), filling).await.unwrap());
    seen().await;
    assert!(boards.remove(round(1), person(2)).await.unwrap());
    seen().await;
    assert!(versions.is_sorted_by(|a, b| a < b), "{versions:?}");

    let settled = *versions.last().unwrap();
    assert!(!boards.remove(round(1), person(2)).await.unwrap());
    assert_eq!(boards.mark(round(1)).await.unwrap().version, settled);
    assert_eq!(top(&world.live, 5).await.version, settled);
}

async fn rounds_do_not_touch(world: World) {
    let boards = &world.live.scoreboards;
    for number in 1..=2 {
        open_board(&world.live, round(number)).await;
        let entry = entry(u32::from(number), [0; 6]);
        boards
            .put(round(number), vec![(entry, Replace::IfBetter)])
            .await
            .unwrap();
    }
    let view = boards.top(round(2), &everybody(), 9).await.unwrap();
    assert_eq!(places(&view.entries), named(&[(1, 2)]));
    assert_eq!(
        boards
            .place(round(2), &everybody(), person(1))
            .await
            .unwrap(),
        None
    );
}
