use super::*;
use crate::domain::Key;
use proptest::prelude::*;
use proptest::test_runner::{Config, RngSeed};
use std::path::Path;

/// Rows of marks, a column an item, all items with the same greatest mark.
fn of_matrix(rows: &[Vec<f64>], greatest: f64) -> Vec<ItemSums> {
    let totals = rows.iter().map(|row| row.iter().sum()).collect();
    let scale = Scale::of(totals).unwrap();
    let mut items = vec![ItemSums::default(); rows[0].len()];
    for row in rows {
        let total: f64 = row.iter().sum();
        for (item, mark) in items.iter_mut().zip(row) {
            item.add(&Sat {
                mark: *mark,
                greatest,
                rest: scale.standard(total - mark),
                third: scale.third(total),
                answered: true,
                correct: *mark >= greatest,
                chosen: &[],
            });
        }
    }
    items
}

/// Moodle's own report of 25 attempts, where the data is at hand.
#[test]
fn facility_deviation_and_discrimination_agree_with_moodle() {
    let folder =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/quiz-statistics/statistics");
    if !folder.exists() {
        println!("skipped: {} is not there", folder.display());
        return;
    }
    let read = |name: &str| std::fs::read_to_string(folder.join(name)).unwrap();
    let results = read("results00.csv");
    let rows: Vec<Vec<f64>> = results
        .lines()
        .skip(1)
        .map(|line| {
            let cells = line.split(',').skip(1).take(7);
            cells.map(|cell| cell.parse().unwrap()).collect()
        })
        .collect();
    assert_eq!(rows.len(), 25);
    let items = of_matrix(&rows, 1.0);
    let mut compared = 0;
    for line in read("qstats00.csv").lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        // Lines of parts and variants have a name of their own.
        if !(cells[1].is_empty() && cells[2].is_empty()) {
            continue;
        }
        let item = &items[cells[0].parse::<usize>().unwrap() - 1];
        let close = |own: f64, column: usize| {
            let told: f64 = cells[column].parse().unwrap();
            assert!((own - told).abs() < 1e-6, "{}: {own} and {told}", cells[0]);
        };
        close(item.facility().unwrap(), 4);
        close(item.deviation().unwrap(), 5);
        close(100.0 * item.discrimination().unwrap(), 10);
        compared += 1;
    }
    assert_eq!(compared, 7);
}

#[test]
fn thirds_hold_equals_together() {
    let scale = Scale::of(vec![1.0, 2.0, 3.0, 3.0, 3.0, 4.0, 5.0]).unwrap();
    assert_eq!(scale.third(3.0), Third::Middle);
    assert_eq!(scale.third(1.0), Third::Low);
    assert_eq!(scale.third(5.0), Third::High);
    let equal = Scale::of(vec![7.0; 4]).unwrap();
    assert_eq!(equal.third(7.0), Third::Middle);
    assert!(Scale::of(Vec::new()).is_none());
}

/// So many people by skill 0 … n−1; the able choose `able`, the others by turns of `others`.
fn sat(people: u32, able_from: u32, able: &str, others: &[&str]) -> ItemSums {
    let totals = (0..people).map(f64::from).collect();
    let scale = Scale::of(totals).unwrap();
    let mut sums = ItemSums::default();
    for person in 0..people {
        let choice = if person >= able_from {
            able
        } else {
            others[person as usize % others.len()]
        };
        let total = f64::from(person);
        sums.add(&Sat {
            mark: f64::from(u8::from(choice == "key")),
            greatest: 1.0,
            rest: scale.standard(total),
            third: scale.third(total),
            answered: true,
            correct: choice == "key",
            chosen: &[choice.to_owned()],
        });
    }
    sums
}

fn key() -> Key {
    Key::Options(vec!["key".to_owned()])
}

#[test]
fn a_key_that_only_the_weak_choose_raises_the_alarm() {
    let wrong = sat(60, 30, "b", &["key", "c"]);
    let evidence = alarm(&wrong, &key());
    assert!(matches!(evidence[0], Evidence::KeyNegative { correlation } if correlation < 0.0));
    let better = |e: &Evidence| matches!(e, Evidence::OptionBetter { option, .. } if option == "b");
    let chosen = |e: &Evidence| matches!(e, Evidence::TopChoosesOther { option, chose: 20, chose_key: 0 } if option == "b");
    assert!(evidence.iter().any(better), "{evidence:?}");
    assert!(evidence.iter().any(chosen), "{evidence:?}");
    assert_eq!(alarm(&sat(49, 25, "b", &["key", "c"]), &key()), []);
}

#[test]
fn a_sound_key_raises_none() {
    assert_eq!(alarm(&sat(90, 40, "key", &["b", "c", "key"]), &key()), []);
    // Nobody is better than anybody: nothing to tell.
    assert_eq!(alarm(&sat(60, 0, "key", &["b"]), &key()), []);
}

#[test]
fn questions_without_one_right_option_are_judged_by_their_mark() {
    let sums = sat(60, 30, "b", &["key", "c"]);
    let two = Key::Options(vec!["key".to_owned(), "c".to_owned()]);
    assert_eq!(alarm(&sums, &two).len(), 1);
    let number = Key::Number {
        value: 1,
        tolerance: 0,
    };
    assert_eq!(alarm(&sums, &number).len(), 1);
}

fn seeded() -> Config {
    let rng_seed = match Config::default().rng_seed {
        RngSeed::Random => RngSeed::Fixed(20_261_128),
        fixed @ RngSeed::Fixed(_) => fixed,
    };
    println!("{rng_seed:?}");
    Config {
        cases: 64,
        rng_seed,
        failure_persistence: None,
        ..Config::default()
    }
}

fn added(rows: &[(u8, i8, u8)]) -> ItemSums {
    let mut sums = ItemSums::default();
    for (mark, rest, option) in rows {
        sums.add(&Sat {
            mark: f64::from(*mark),
            greatest: 4.0,
            rest: f64::from(*rest) / 8.0,
            third: [Third::Low, Third::Middle, Third::High][usize::from(*option % 3)],
            answered: *option > 0,
            correct: *mark == 4,
            chosen: &[format!("o{option}")],
        });
    }
    sums
}

#[test]
fn sums_of_parts_are_the_sums_of_the_whole() {
    let rows = proptest::collection::vec((0_u8..5, -24_i8..24, 0_u8..4), 1..120);
    proptest!(seeded(), |(rows in rows, cut in 0_usize..120)| {
        // Multiples of 1/8 add without rounding, so that the two have to be equal to the bit.
        let cut = cut.min(rows.len());
        let mut parts = added(&rows[..cut]);
        parts.merge(&added(&rows[cut..]));
        let whole = added(&rows);
        prop_assert_eq!(&parts, &whole);
        let facility = whole.facility().unwrap();
        prop_assert!((0.0..=1.0).contains(&facility));
        if let Some(r) = whole.discrimination() {
            prop_assert!((-1.0..=1.0).contains(&r));
        }
        let again: ItemSums = serde_json::from_str(&serde_json::to_string(&whole).unwrap()).unwrap();
        prop_assert_eq!(again, whole);
    });
}
