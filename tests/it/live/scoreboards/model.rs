//! Any run of changes against a model that sorts everybody.

use super::put;
use crate::live::contracts;
use crate::live::world::{World, entry_in, open_board, person, round, unit};
use rand::rand_core::{Rng, SeedableRng};
use rand::rngs::ChaCha8Rng;
use std::collections::BTreeMap;
use std::sync::Arc;
use thiluat::live::{BoardEntry, BoardFilter, Placed, Replace};

contracts! {
    any_run_of_changes_equals_sorting_everybody,
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
