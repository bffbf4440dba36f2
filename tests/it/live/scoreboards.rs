//! Contract of `Scoreboards`.

use super::contracts;
use super::world::{World, entry, entry_in, open_board, person, round, unit};
use rand::rand_core::{Rng, SeedableRng};
use rand::rngs::ChaCha8Rng;
use std::collections::BTreeMap;
use std::sync::Arc;
use thiluat::live::{
    BoardEntry, BoardFilter, BoardView, Content, LiveState, MOST_ROWS, Mark, Placed, Put, Replace,
    Totals,
};
use tokio::task::JoinSet;

contracts! {
    a_round_nobody_wrote_to_is_empty,
    equal_keys_share_a_place_and_the_next_is_skipped,
    a_key_loses_no_precision,
    an_attempt_counts_whether_or_not_it_is_recognised,
    the_version_rises_with_every_change,
    a_board_is_narrowed_to_groups_and_units,
    the_rows_around_a_person,
    a_reading_has_an_upper_limit,
    a_whole_board_takes_the_place_of_another,
    a_board_without_attempts_takes_no_hand_in,
    only_the_newest_filling_can_be_confirmed,
    the_same_hand_in_counts_once,
    who_is_not_listed_is_counted_only,
    the_newest_attempt_stays_whatever_comes_late,
    a_person_can_be_taken_off,
    rounds_do_not_touch,
    a_row_comes_back_as_it_was,
    many_writers_lose_nothing,
    any_run_of_changes_equals_sorting_everybody,
}

fn everybody() -> BoardFilter {
    BoardFilter::default()
}

async fn top(live: &LiveState, limit: usize) -> BoardView {
    live.scoreboards
        .top(round(1), &everybody(), limit)
        .await
        .unwrap()
}

async fn put(live: &LiveState, entry: BoardEntry, replace: Replace) -> bool {
    live.scoreboards
        .put(round(1), vec![(entry, replace)])
        .await
        .unwrap()
        .entered
        == 1
}

async fn totals(live: &LiveState) -> Totals {
    live.scoreboards.mark(round(1)).await.unwrap().totals
}

fn places(entries: &[Placed]) -> Vec<(u64, String)> {
    entries
        .iter()
        .map(|placed| (placed.place, placed.row.name.replace("Thí sinh ", "")))
        .collect()
}

fn named(expected: &[(u64, u32)]) -> Vec<(u64, String)> {
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

async fn any_run_of_changes_equals_sorting_everybody(world: World) {
    open_board(&world.live, round(1)).await;
    let seed = 20_261_121;
    println!("seed {seed}");
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    let mut below = move |bound: u32| random.next_u32() % bound;
    let live = &world.live;
    let mut model: BTreeMap<u32, BoardEntry> = BTreeMap::new();
    let mut attempts = 0;
    for step in 0..600 {
        let number = below(60);
        if below(10) == 0 {
            let there = model.remove(&number).is_some();
            let removed = live
                .scoreboards
                .remove(round(1), person(number))
                .await
                .unwrap();
            assert_eq!(removed, there, "step {step}");
        } else {
            // Few different keys, so that ties are common.
            let key = [-i64::from(below(5)), i64::from(below(3)) - 1, 0, 0, 0, 0];
            let group = ["a", "b"].get(below(3) as usize).copied();
            let at = [Some(1), Some(2), None][below(3) as usize];
            let given = BoardEntry {
                attempts: 1 + below(4),
                listed: below(5) > 0,
                ..entry_in(number, key, group, at)
            };
            let replace = [
                Replace::IfBetter,
                Replace::Always,
                Replace::IfAbsent,
                Replace::Newest,
            ][below(4) as usize];
            let enters = match (model.get(&number), replace) {
                (None, _) | (_, Replace::Always) => true,
                (Some(old), Replace::IfBetter) => {
                    (!given.listed, given.key) < (!old.listed, old.key)
                }
                (Some(_), Replace::IfAbsent) => false,
                (Some(old), Replace::Newest) => given.attempts >= old.attempts,
            };
            assert_eq!(
                put(live, given.clone(), replace).await,
                enters,
                "step {step}"
            );
            let seen = model.get(&number).map_or(0, |old| old.attempts);
            attempts += u64::from(given.attempts.saturating_sub(seen));
            let most = given.attempts.max(seen);
            if enters {
                model.insert(number, given);
            }
            if let Some(held) = model.get_mut(&number) {
                held.attempts = most;
            }
        }
        if step % 20 != 0 {
            continue;
        }
        let filter = BoardFilter {
            group: ["a", "b"].get(below(3) as usize).map(|&g| g.to_owned()),
            unit: [Some(unit(1)), Some(unit(2)), None][below(3) as usize],
        };
        let view = live.scoreboards.top(round(1), &filter, 200).await.unwrap();
        let expected = sorted(&model, &filter);
        assert_eq!(view.entries, expected, "step {step}, {filter:?}");
        assert_eq!(view.totals.attempts, attempts);
        assert_eq!(view.totals.people, model.len() as u64);

        let whole = sorted(&model, &filter);
        let number = below(60);
        let own = whole
            .iter()
            .position(|row| row.participant == person(number));
        let place = live
            .scoreboards
            .place(round(1), &filter, person(number))
            .await
            .unwrap();
        assert_eq!(place.as_ref(), own.map(|at| &whole[at]), "step {step}");
        let (above, after) = (below(8) as usize, below(8) as usize);
        let around = live
            .scoreboards
            .around(round(1), &filter, person(number), above, after);
        let window = own.map_or(&[][..], |at| {
            &whole[at.saturating_sub(above)..(at + after + 1).min(whole.len())]
        });
        assert_eq!(around.await.unwrap().entries, window, "step {step}");
    }
}

/// What a board must show, found by sorting everybody.
fn sorted(model: &BTreeMap<u32, BoardEntry>, filter: &BoardFilter) -> Vec<Placed> {
    let mut all: Vec<&BoardEntry> = model
        .values()
        .filter(|entry| entry.listed)
        .filter(|entry| filter.group.is_none() || entry.row.group == filter.group)
        .filter(|entry| filter.unit.is_none() || entry.row.unit == filter.unit)
        .collect();
    all.sort_by_key(|entry| (entry.key, entry.participant));
    all.iter()
        .map(|entry| Placed {
            place: all.iter().filter(|other| other.key < entry.key).count() as u64 + 1,
            participant: entry.participant,
            row: Arc::new(entry.row.clone()),
        })
        .collect()
}
