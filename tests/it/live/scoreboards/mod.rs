//! Contract of `Scoreboards`.

mod counting;
mod filling;
mod model;

use super::contracts;
use super::world::{World, entry, entry_in, open_board, person, round, unit};
use thiluat::live::{
    BoardEntry, BoardFilter, BoardView, Content, LiveState, MOST_ROWS, Mark, Placed, Replace,
    Totals,
};

contracts! {
    a_round_nobody_wrote_to_is_empty,
    equal_keys_share_a_place_and_the_next_is_skipped,
    a_key_loses_no_precision,
    a_board_is_narrowed_to_groups_and_units,
    the_rows_around_a_person,
    a_reading_has_an_upper_limit,
    a_person_can_be_taken_off,
    a_row_comes_back_as_it_was,
}

pub(super) fn everybody() -> BoardFilter {
    BoardFilter::default()
}

pub(super) async fn top(live: &LiveState, limit: usize) -> BoardView {
    live.scoreboards
        .top(round(1), &everybody(), limit)
        .await
        .unwrap()
}

pub(super) async fn put(live: &LiveState, entry: BoardEntry, replace: Replace) -> bool {
    live.scoreboards
        .put(round(1), vec![(entry, replace)])
        .await
        .unwrap()
        .entered
        == 1
}

pub(super) async fn totals(live: &LiveState) -> Totals {
    live.scoreboards.mark(round(1)).await.unwrap().totals
}

pub(super) fn places(entries: &[Placed]) -> Vec<(u64, String)> {
    entries
        .iter()
        .map(|placed| (placed.place, placed.row.name.replace("Thí sinh ", "")))
        .collect()
}

pub(super) fn named(expected: &[(u64, u32)]) -> Vec<(u64, String)> {
    expected
        .iter()
        .map(|(place, number)| (*place, number.to_string()))
        .collect()
}

async fn a_round_nobody_wrote_to_is_empty(world: World) {
    let boards = &world.live.scoreboards;
    assert_eq!(top(&world.live, 50).await, BoardView::default());
    assert_eq!(boards.mark(round(1)).await.unwrap(), Mark::default());
    assert_eq!(
        boards
            .place(round(1), &everybody(), person(1))
            .await
            .unwrap(),
        None
    );
    let around = boards
        .around(round(1), &everybody(), person(1), 5, 5)
        .await
        .unwrap();
    assert!(around.entries.is_empty());
    assert!(!boards.remove(round(1), person(1)).await.unwrap());
}

async fn equal_keys_share_a_place_and_the_next_is_skipped(world: World) {
    open_board(&world.live, round(1)).await;
    for (number, correct) in [(4, 7), (2, 9), (1, 10), (3, 9)] {
        put(
            &world.live,
            entry(number, [-correct, 0, 0, 0, 0, 0]),
            Replace::IfBetter,
        )
        .await;
    }
    let view = top(&world.live, 50).await;
    assert_eq!(
        places(&view.entries),
        named(&[(1, 1), (2, 2), (2, 3), (4, 4)])
    );
    for (number, place) in [(1, 1), (2, 2), (3, 2), (4, 4)] {
        let found = world
            .live
            .scoreboards
            .place(round(1), &everybody(), person(number))
            .await;
        assert_eq!(found.unwrap().unwrap().place, place, "person {number}");
    }
}

async fn a_key_loses_no_precision(world: World) {
    open_board(&world.live, round(1)).await;
    // Neighbours that a double would round to the same value, and both ends of the range.
    let keys = [
        [i64::MIN, 0, 0, 0, 0, 0],
        [-1, 0, 0, 0, 0, 0],
        [0, i64::MIN, 0, 0, 0, 0],
        [0, 0, 0, 0, 0, 0],
        [0, 0, 0, 0, 0, 1],
        [(1 << 53) - 1, 0, 0, 0, 0, 0],
        [1 << 53, 0, 0, 0, 0, 0],
        [(1 << 53) + 1, 0, 0, 0, 0, 0],
        [i64::MAX - 1, i64::MAX, 0, 0, 0, 0],
        [i64::MAX, 0, 0, 0, 0, 0],
    ];
    for (number, key) in keys.iter().enumerate().rev() {
        let mut entry = entry(u32::try_from(number).unwrap(), *key);
        entry.row.score = 0;
        put(&world.live, entry, Replace::IfBetter).await;
    }
    let expected: Vec<(u64, u32)> = (0..10).map(|n| (u64::from(n) + 1, n)).collect();
    assert_eq!(
        places(&top(&world.live, 50).await.entries),
        named(&expected)
    );
}

async fn a_board_is_narrowed_to_groups_and_units(world: World) {
    open_board(&world.live, round(1)).await;
    let live = &world.live;
    for (number, group, at) in [
        (1, Some("can-bo"), Some(1)),
        (2, Some("hoc-sinh"), Some(1)),
        (3, Some("hoc-sinh"), Some(2)),
        (4, None, Some(1)),
        (5, Some("hoc-sinh"), None),
        (6, Some("hoc-sinh"), Some(1)),
    ] {
        // 2 and 3 are equal.
        let key = [i64::from(number.max(3)), 0, 0, 0, 0, 0];
        put(live, entry_in(number, key, group, at), Replace::IfBetter).await;
    }
    let narrowed = async |group: Option<&str>, at: Option<u8>| {
        let filter = BoardFilter {
            group: group.map(str::to_owned),
            unit: at.map(unit),
        };
        let view = live.scoreboards.top(round(1), &filter, 50).await.unwrap();
        assert_eq!(view.totals.people, 6, "totals are of the whole round");
        places(&view.entries)
    };
    assert_eq!(
        narrowed(Some("hoc-sinh"), None).await,
        named(&[(1, 2), (1, 3), (3, 5), (4, 6)])
    );
    assert_eq!(
        narrowed(None, Some(1)).await,
        named(&[(1, 1), (1, 2), (3, 4), (4, 6)])
    );
    assert_eq!(
        narrowed(Some("hoc-sinh"), Some(1)).await,
        named(&[(1, 2), (2, 6)])
    );
    assert_eq!(narrowed(Some("nobody"), None).await, named(&[]));

    // A better result elsewhere moves the person out of the old group.
    let moved = entry_in(6, [0; 6], Some("can-bo"), Some(2));
    put(live, moved, Replace::IfBetter).await;
    assert_eq!(narrowed(Some("hoc-sinh"), Some(1)).await, named(&[(1, 2)]));
    assert_eq!(
        narrowed(Some("can-bo"), None).await,
        named(&[(1, 6), (2, 1)])
    );
}

async fn the_rows_around_a_person(world: World) {
    open_board(&world.live, round(1)).await;
    for number in 0..30 {
        let key = [i64::from(number / 3), 0, 0, 0, 0, 0];
        put(&world.live, entry(number, key), Replace::IfBetter).await;
    }
    let everybody = everybody();
    let around = async |number, above, below| {
        let view =
            world
                .live
                .scoreboards
                .around(round(1), &everybody, person(number), above, below);
        places(&view.await.unwrap().entries)
    };
    assert_eq!(
        around(10, 2, 3).await,
        named(&[(7, 8), (10, 9), (10, 10), (10, 11), (13, 12), (13, 13)])
    );
    // The first row shown shares its place with rows that are not.
    assert_eq!(around(11, 0, 1).await, named(&[(10, 11), (13, 12)]));
    assert_eq!(around(0, 9, 1).await, named(&[(1, 0), (1, 1)]));
    assert_eq!(around(29, 1, 9).await, named(&[(28, 28), (28, 29)]));
}

async fn a_reading_has_an_upper_limit(world: World) {
    open_board(&world.live, round(1)).await;
    let many = (0..300)
        .map(|number| entry(number, [i64::from(number), 0, 0, 0, 0, 0]))
        .collect();
    let boards = &world.live.scoreboards;
    boards
        .replace_all(round(1), Content::Attempts, many, 300)
        .await
        .unwrap();
    assert_eq!(top(&world.live, 5000).await.entries.len(), MOST_ROWS);
    assert_eq!(top(&world.live, 0).await.entries.len(), 0);
    let around = boards
        .around(round(1), &everybody(), person(150), 5000, 5000)
        .await
        .unwrap();
    assert!(around.entries.len() <= MOST_ROWS);
    assert!(
        around
            .entries
            .iter()
            .any(|row| row.participant == person(150))
    );
}

async fn a_person_can_be_taken_off(world: World) {
    open_board(&world.live, round(1)).await;
    let live = &world.live;
    for number in 1..=3 {
        let entry = entry_in(number, [0; 6], Some("g"), Some(1));
        put(live, entry, Replace::IfBetter).await;
    }
    assert!(live.scoreboards.remove(round(1), person(2)).await.unwrap());
    assert!(!live.scoreboards.remove(round(1), person(2)).await.unwrap());
    assert_eq!(
        places(&top(live, 9).await.entries),
        named(&[(1, 1), (1, 3)])
    );
    let group = BoardFilter {
        group: Some("g".to_owned()),
        unit: Some(unit(1)),
    };
    let view = live.scoreboards.top(round(1), &group, 9).await.unwrap();
    assert_eq!(places(&view.entries), named(&[(1, 1), (1, 3)]));
    let left = totals(live).await;
    assert_eq!((left.people, left.attempts), (2, 3));
}

async fn a_row_comes_back_as_it_was(world: World) {
    open_board(&world.live, round(1)).await;
    let mut given = entry_in(1, [-3, 7, 0, 0, 0, 0], Some("học-sinh:\0{x}"), Some(9));
    given.row.name = String::from("Nguyễn \"Văn\" Đ***\n");
    given.row.max_score = i64::MAX;
    put(&world.live, given.clone(), Replace::IfBetter).await;
    let view = top(&world.live, 1).await;
    assert_eq!(*view.entries[0].row, given.row);
    assert_eq!(view.entries[0].participant, person(1));
    let filter = BoardFilter {
        group: given.row.group,
        unit: None,
    };
    let narrowed = world.live.scoreboards.top(round(1), &filter, 1).await;
    assert_eq!(narrowed.unwrap().entries, view.entries);
}
