//! What a place costs on a board of a million: `cargo run --release --example board_speed`.
//!
//! Figures of one run are compared with each other only, because a busy machine moves them all:
//! each line says how many times the cost of a plain hash-map insert it takes, and what it becomes
//! when the board is ten times as large and when everybody has the same key.

use rand::rand_core::{Rng, SeedableRng};
use rand::rngs::ChaCha8Rng;
use std::collections::HashMap;
use std::hint::black_box;
use std::time::Duration;
use thiluat::domain::{ParticipantId, RankKey, Timestamp, UnitId};
use thiluat::live::memory::Board;
use thiluat::live::{BoardEntry, BoardFilter, BoardRow, Replace};

const SEED: u64 = 7;
const WORK: usize = 100_000;

fn main() {
    println!("seed {SEED}; CPU nanoseconds an operation, median of 5 runs of {WORK}");
    println!("{:<34}{:>9}{:>8}", "", "ns", "ratio");
    let floor = hash_map_insert(1_000_000);
    line("hash-map insert, 1,000,000", floor, floor);
    let one_key = |_: &mut ChaCha8Rng| [-10, 0, 0, 0, 0, 0];
    let spread = |random: &mut ChaCha8Rng| {
        let mut number = |bound: u32| i64::from(random.next_u32() % bound);
        [-number(21), number(900_000), number(1 << 30), 0, 0, 0]
    };
    for people in [100_000, 1_000_000] {
        measure(&format!("{people} people"), people, floor, spread);
    }
    measure("1000000 people, one key", 1_000_000, floor, one_key);
}

fn measure(name: &str, people: u32, floor: f64, key: impl Fn(&mut ChaCha8Rng) -> [i64; 6]) {
    let mut random = ChaCha8Rng::seed_from_u64(SEED);
    let mut board = Board::default();
    let filled = timed(|| {
        for number in 0..people {
            let key = key(&mut random);
            board.put(entry(number, key), Replace::IfBetter);
        }
    });
    line(
        &format!("{name}: fill"),
        nanos(filled) / f64::from(people),
        floor,
    );

    let update = median(|| {
        let given: Vec<BoardEntry> = (0..WORK)
            .map(|_| entry(random.next_u32() % people, key(&mut random)))
            .collect();
        timed(|| {
            for entry in given {
                board.put(entry, Replace::Always);
            }
        })
    });
    line(&format!("{name}: update"), update, floor);

    let asked: Vec<ParticipantId> = (0..WORK)
        .map(|_| person(random.next_u32() % people))
        .collect();
    let place = median(|| {
        timed(|| {
            for person in &asked {
                black_box(board.place(&BoardFilter::default(), *person));
            }
        })
    });
    line(&format!("{name}: place"), place, floor);

    let everybody = BoardFilter::default();
    let top = median(|| {
        timed(|| {
            for _ in 0..WORK / 100 {
                black_box(board.top(&everybody, 50));
            }
        }) * 100
    });
    line(&format!("{name}: top 50"), top, floor);

    let around = median(|| {
        timed(|| {
            for person in &asked[..WORK / 100] {
                black_box(board.around(&BoardFilter::default(), *person, 15, 14));
            }
        }) * 100
    });
    line(&format!("{name}: 30 around"), around, floor);
}

fn hash_map_insert(people: u32) -> f64 {
    let mut random = ChaCha8Rng::seed_from_u64(SEED);
    let mut map: HashMap<ParticipantId, RankKey> = (0..people)
        .map(|number| (person(number), RankKey::default()))
        .collect();
    median(|| {
        let numbers: Vec<u32> = (0..WORK).map(|_| random.next_u32() % people).collect();
        timed(|| {
            for number in numbers {
                map.insert(person(number), RankKey([i64::from(number); 6]));
            }
        })
    })
}

fn entry(number: u32, key: [i64; 6]) -> BoardEntry {
    let group = if number.is_multiple_of(2) {
        "can-bo"
    } else {
        "hoc-sinh"
    };
    BoardEntry {
        attempts: 1,
        listed: true,
        participant: person(number),
        key: RankKey(key),
        row: BoardRow {
            name: "Nguyễn V*** A***".to_owned(),
            unit: Some(UnitId::new(Timestamp::default(), [(number % 69) as u8; 10])),
            unit_name: Some("Xã Kỳ Anh".to_owned()),
            group: Some(group.to_owned()),
            score: -key[0],
            max_score: 20,
            duration_ms: Some(key[1]),
        },
    }
}

fn person(number: u32) -> ParticipantId {
    let mut random = [0; 10];
    // Bytes of an id that hold neither its version nor its variant.
    random[4..8].copy_from_slice(&number.reverse_bits().to_be_bytes());
    ParticipantId::new(Timestamp::default(), random)
}

/// The median of five runs, in nanoseconds for each of `WORK` operations.
fn median(mut run: impl FnMut() -> Duration) -> f64 {
    let mut runs: Vec<Duration> = (0..5).map(|_| run()).collect();
    runs.sort_unstable();
    #[expect(clippy::cast_precision_loss, reason = "a hundred thousand is exact")]
    let work = WORK as f64;
    nanos(runs[2]) / work
}

fn nanos(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1e9
}

/// CPU time of the work: on a busy machine the wall clock counts the neighbours.
fn timed(work: impl FnOnce()) -> Duration {
    let before = cpu_time();
    work();
    cpu_time().saturating_sub(before)
}

/// CPU time that this thread has had, as Linux counts it.
fn cpu_time() -> Duration {
    let stat = std::fs::read_to_string("/proc/thread-self/schedstat")
        .expect("this measurement runs on Linux");
    let on_cpu = stat.split(' ').next().and_then(|ns| ns.parse().ok());
    Duration::from_nanos(on_cpu.expect("the first number is nanoseconds on the CPU"))
}

fn line(name: &str, nanos: f64, floor: f64) {
    println!("{name:<34}{nanos:>9.0}{:>8.1}", nanos / floor);
}
