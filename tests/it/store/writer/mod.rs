//! The batch writer: what was acknowledged is stored, once, and marking sees it.

mod clock;
mod model;
mod races;
mod registrations;
mod rules;
mod saves;
mod starts;
mod submissions;
mod trouble;

pub use rules::{Begin, Close, HandIn, Register, Seen, Started, TakeTurn};

use super::world::{attempt_id, person_id, round_id};
use smallvec::{SmallVec, smallvec};
use std::sync::Arc;
use thiluat::domain::{Answer, Attempt, AttemptState, Outcome, Slot};
use thiluat::store::writer::{NewResponse, SaveOutcome};
use thiluat::store::{Store, StoreError};

/// The answer of that number.
pub fn answer(number: i64) -> Answer {
    Answer::Options(vec![format!("opt{number:03}")])
}

pub fn response(seq: i64, slot: u16, answer: Answer) -> NewResponse {
    NewResponse {
        seq,
        slot: Slot(slot),
        answer,
    }
}

/// Sends answers `(seq, slot, answer)` of the attempt of that number in one command.
pub async fn try_save(
    store: &Arc<dyn Store>,
    attempt: u32,
    epoch: i64,
    answers: &[(i64, u16, Answer)],
) -> Result<Vec<SaveOutcome>, StoreError> {
    let responses: SmallVec<[NewResponse; 1]> = answers
        .iter()
        .map(|(seq, slot, answer)| response(*seq, *slot, answer.clone()))
        .collect();
    let saves = store
        .writer()
        .save(attempt_id(attempt), epoch, responses)
        .await?;
    Ok(saves.outcomes.into_vec())
}

/// The same, where the writer is known to work.
pub async fn save(
    store: &Arc<dyn Store>,
    attempt: u32,
    epoch: i64,
    answers: &[(i64, u16, Answer)],
) -> Vec<SaveOutcome> {
    try_save(store, attempt, epoch, answers).await.unwrap()
}

/// Saves one answer that follows from its numbers.
pub async fn save_one(
    store: &Arc<dyn Store>,
    attempt: u32,
    epoch: i64,
    seq: i64,
    slot: u16,
) -> SaveOutcome {
    let responses = smallvec![response(seq, slot, answer(seq))];
    let mut saves = store
        .writer()
        .save(attempt_id(attempt), epoch, responses)
        .await
        .unwrap();
    saves.outcomes.pop().unwrap()
}

/// Begins exactly that attempt.
pub async fn begin(store: &Arc<dyn Store>, attempt: Attempt) {
    let (begin, told) = Begin::new(attempt);
    store.writer().start(Box::new(begin)).unwrap();
    told.await.unwrap().unwrap();
}

/// Ends the attempt of that number with exactly that outcome.
pub async fn hand_in(store: &Arc<dyn Store>, state: AttemptState, outcome: Outcome, number: u32) {
    let (close, told) = Close::new(attempt_id(number), state, outcome);
    store.writer().submit(Box::new(close)).unwrap();
    told.await.unwrap().unwrap();
}

/// Hands in the attempt of that number by the simple rule.
pub async fn submit(store: &Arc<dyn Store>, attempt: u32) -> Seen {
    let (hand_in, told) = HandIn::new(attempt_id(attempt));
    store.writer().submit(Box::new(hand_in)).unwrap();
    told.await.unwrap().unwrap()
}

/// A person takes the turn in round 1 on a device; a new attempt gets the number of the person.
pub async fn take_turn(store: &Arc<dyn Store>, person: u32, device: &str) -> Started {
    let (turn, told) = TakeTurn::new(round_id(1), person_id(person), person, device);
    store.writer().start(Box::new(turn)).unwrap();
    told.await.unwrap().unwrap()
}
