//! Random stories against a small model: whatever is saved, started, taken over, handed in and
//! waited for in whatever order, both databases tell people what the model says and hold the log
//! that the model holds.

use super::{TakeTurn, answer, save, submit};
use crate::store::world::{attempt_id, field, person_id, round_id};
use crate::support::database::{TestStore, start};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use std::collections::BTreeMap;
use thiluat::domain::{Answer, Millis, Timestamp};
use thiluat::store::writer::SaveOutcome;

/// People of a story, each with at most one attempt.
const PEOPLE: u32 = 3;

#[derive(Debug, Clone)]
enum Step {
    /// Answers `(seq, slot, value)` of a person in one command, with the epoch in force plus this.
    Save {
        person: u32,
        epoch: i64,
        answers: Vec<(i64, u16, i64)>,
    },
    TakeTurn {
        person: u32,
        device: u8,
    },
    HandIn {
        person: u32,
    },
    Wait {
        millis: i64,
    },
}

fn step() -> impl Strategy<Value = Step> {
    let person = 1..=PEOPLE;
    let answers =
        prop::collection::btree_map(1..12_i64, (0..3_u16, 0..2_i64), 1..4).prop_map(|map| {
            map.into_iter()
                .map(|(seq, (slot, value))| (seq, slot, value))
                .collect()
        });
    prop_oneof![
        8 => (person.clone(), -1..=1_i64, answers)
            .prop_map(|(person, epoch, answers)| Step::Save { person, epoch: epoch.min(0), answers }),
        3 => (person.clone(), 0..3_u8).prop_map(|(person, device)| Step::TakeTurn { person, device }),
        1 => person.prop_map(|person| Step::HandIn { person }),
        2 => prop_oneof![Just(1_i64), Just(1_500), Just(450_000), Just(5_000)]
            .prop_map(|millis| Step::Wait { millis }),
    ]
}

/// What the store should know of a person's attempt.
struct Sitting {
    epoch: i64,
    device: u8,
    deadline_at: Timestamp,
    ended: bool,
    log: BTreeMap<(i64, i64), (u16, i64, Timestamp)>,
}

impl Sitting {
    fn save(
        &mut self,
        now: Timestamp,
        epoch: i64,
        (seq, slot, value): (i64, u16, i64),
    ) -> SaveOutcome {
        if let Some((stored_slot, stored, saved_at)) = self.log.get(&(epoch, seq)) {
            return if (*stored_slot, *stored) == (slot, value) {
                SaveOutcome::Saved {
                    saved_at: *saved_at,
                }
            } else {
                SaveOutcome::Conflict
            };
        }
        if epoch != self.epoch {
            return SaveOutcome::Superseded { epoch: self.epoch };
        }
        if self.ended || now > self.deadline_at + Millis::seconds(5) {
            return SaveOutcome::Closed {
                deadline_at: self.deadline_at,
            };
        }
        if let Some(stale) = self.stale(epoch, seq, slot) {
            return stale;
        }
        self.log.insert((epoch, seq), (slot, value, now));
        SaveOutcome::Saved { saved_at: now }
    }

    /// The newest answer to the same question that lies above these numbers.
    fn stale(&self, epoch: i64, seq: i64, slot: u16) -> Option<SaveOutcome> {
        let above = self.log.range((epoch, seq)..).rev();
        let ((epoch, seq), _) = above.into_iter().find(|(_, row)| row.0 == slot)?;
        Some(SaveOutcome::Stale {
            epoch: *epoch,
            seq: *seq,
        })
    }
}

/// Tells a story to the store and to the model, and compares.
async fn tell(fresh: &TestStore, steps: &[Step]) -> Result<(), TestCaseError> {
    let store = &fresh.store;
    field(store, PEOPLE).await;
    let mut model: BTreeMap<u32, Sitting> = BTreeMap::new();
    let mut now = start();
    for step in steps {
        match step {
            Step::Wait { millis } => {
                now = now + Millis(*millis);
                fresh.clock.set(now);
            }
            Step::TakeTurn { person, device } => {
                let word = format!("máy {device}");
                let (turn, told) = TakeTurn::new(round_id(1), person_id(*person), *person, &word);
                store.writer().start(Box::new(turn)).unwrap();
                let started = told.await.unwrap().unwrap();
                let is_new = !model.contains_key(person);
                let sitting = model.entry(*person).or_insert(Sitting {
                    epoch: 1,
                    device: *device,
                    deadline_at: now + Millis::seconds(900),
                    ended: false,
                    log: BTreeMap::new(),
                });
                if !sitting.ended && sitting.device != *device {
                    sitting.epoch += 1;
                    sitting.device = *device;
                }
                prop_assert_eq!(started.is_new, is_new);
                prop_assert_eq!(started.attempt.unwrap().epoch, sitting.epoch);
            }
            Step::HandIn { person } => {
                let seen = submit(store, *person).await;
                let sitting = model.get_mut(person);
                let runs = sitting.as_ref().is_some_and(|sitting| !sitting.ended);
                prop_assert_eq!(seen.ended_it, runs);
                if let Some(sitting) = sitting {
                    let log: Vec<_> = sitting.log.keys().copied().collect();
                    prop_assert_eq!(seen.log, log);
                    sitting.ended = true;
                }
            }
            Step::Save {
                person,
                epoch,
                answers,
            } => {
                let epoch = model.get(person).map_or(1, |sitting| sitting.epoch) + epoch;
                let sent: Vec<_> = answers
                    .iter()
                    .map(|(seq, slot, value)| (*seq, *slot, answer(*value)))
                    .collect();
                let told = save(store, *person, epoch, &sent).await;
                let expected: Vec<_> = match model.get_mut(person) {
                    None => answers.iter().map(|_| SaveOutcome::Missing).collect(),
                    Some(sitting) => whole(sitting, now, epoch, answers),
                };
                prop_assert_eq!(told, expected, "{:?} at {}", step, now);
            }
        }
    }
    let mut work = store.read().await.unwrap();
    for (person, sitting) in model {
        let log = work.responses(attempt_id(person)).await.unwrap();
        let log: Vec<_> = log
            .into_iter()
            .map(|r| ((r.epoch, r.seq), r.slot.0, r.answer, r.saved_at))
            .collect();
        let expected: Vec<_> = sitting
            .log
            .into_iter()
            .map(|(numbers, (slot, value, at))| (numbers, slot, answer(value), at))
            .collect::<Vec<(_, u16, Answer, _)>>();
        prop_assert_eq!(log, expected);
    }
    Ok(())
}

/// The answers of one command rise, so none of them makes another one stale; but who is told that he
/// is late is told of the newest answer there is, which may be of the same command.
fn whole(
    sitting: &mut Sitting,
    now: Timestamp,
    epoch: i64,
    answers: &[(i64, u16, i64)],
) -> Vec<SaveOutcome> {
    let mut outcomes: Vec<_> = answers
        .iter()
        .map(|answer| sitting.save(now, epoch, *answer))
        .collect();
    for (outcome, (seq, slot, _)) in outcomes.iter_mut().zip(answers) {
        if matches!(outcome, SaveOutcome::Stale { .. })
            && let Some(newest) = sitting.stale(epoch, *seq, *slot)
        {
            *outcome = newest;
        }
    }
    outcomes
}

fn run(cases: u32, make: impl Fn(&tokio::runtime::Runtime) -> Option<TestStore>) {
    let seed = std::env::var("THILUAT_TEST_SEED")
        .ok()
        .and_then(|seed| seed.parse::<u64>().ok())
        .unwrap_or(20_261_201);
    println!("seed {seed}; another one by THILUAT_TEST_SEED");
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&seed.to_le_bytes());
    let config = Config {
        cases,
        max_shrink_iters: 200,
        failure_persistence: None,
        ..Config::default()
    };
    let mut runner =
        TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::ChaCha, &bytes));
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let told = runner.run(&prop::collection::vec(step(), 1..60), |steps| {
        match make(&runtime) {
            Some(fresh) => runtime.block_on(async {
                let outcome = tell(&fresh, &steps).await;
                fresh.store.close().await;
                outcome
            }),
            None => Ok(()),
        }
    });
    if let Err(failure) = told {
        panic!("{failure}");
    }
}

#[test]
fn sqlite_tells_what_the_model_tells() {
    run(40, |runtime| Some(runtime.block_on(TestStore::sqlite())));
}

#[test]
fn postgres_tells_what_the_model_tells() {
    run(6, |runtime| runtime.block_on(TestStore::postgres()));
}
