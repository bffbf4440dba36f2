//! An attempt as the phone of its owner knows it.

use crate::sitting::{Question, Sitting};
use crate::stopwatch::Stopwatch;
use rand::RngExt;
use rand::rngs::StdRng;
use std::time::Duration;

/// An attempt as the phone of its owner knows it.
pub struct Seat {
    /// Its paper.
    pub sitting: Sitting,
    /// Since the start was asked for: the attempt began no earlier.
    pub begun: Stopwatch,
    /// How long after `begun` the start was answered: the attempt began no later. None if it ran
    /// before already.
    pub known: Option<Duration>,
    /// The last answer that was acknowledged, to be sent once more.
    pub last: Option<Answer>,
}

/// An answer under its numbers.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The turn of the device.
    pub epoch: u64,
    /// Its number.
    pub seq: u64,
    /// The question.
    pub slot: String,
    /// The option chosen.
    pub option: String,
}

impl Seat {
    /// One that ran before, or nobody knows since when.
    pub fn at(sitting: Sitting) -> Self {
        Self {
            sitting,
            begun: Stopwatch::start(),
            known: None,
            last: None,
        }
    }

    /// A new answer to some question.
    pub fn next(&mut self, rng: &mut StdRng) -> Option<Answer> {
        self.sitting.seq += 1;
        let (seq, epoch) = (self.sitting.seq, self.sitting.epoch);
        let Question { slot, options, .. } = pick(&self.sitting.questions, rng)?;
        Some(Answer {
            epoch,
            seq,
            slot: slot.clone(),
            option: pick(options, rng)?.clone(),
        })
    }
}

impl Answer {
    /// The body that saves it.
    pub fn body(&self) -> String {
        format!(
            r#"{{"epoch":{},"seq":{},"answer":{{"options":["{}"]}}}}"#,
            self.epoch, self.seq, self.option
        )
    }
}

fn pick<'a, T>(from: &'a [T], rng: &mut StdRng) -> Option<&'a T> {
    if from.is_empty() {
        return None;
    }
    from.get(rng.random_range(0..from.len()))
}
