//! A and F: starting an attempt (20 of 600 drawn, paper in the reply) and handing one in.
//!
//! A round is a cycle: everyone starts, answers a few questions outside the measured time, and
//! hands in. So each start makes a new attempt and each hand-in ends a running one.

use super::Stage;
use super::sit::{self, START_BODY};
use crate::drive::Plan;
use crate::figure::Figure;
use crate::material::DRAWN;
use crate::platform::installation::Installation;
use crate::sitting::Sitting;
use anyhow::{Context, Result};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

/// Questions that everyone answers before handing in.
const ANSWERED: usize = 3;

/// The figures `start` and `submit`.
pub fn run(stage: &Stage) -> Result<[Figure; 2]> {
    let mut rng = StdRng::seed_from_u64(stage.settings.seed);
    let mut right = || rng.random_range(0..=ANSWERED.min(DRAWN));
    let everyone = 0..stage.people.len();
    let mut starts = stage.rounds();
    let mut submissions = stage.rounds();
    let period = stage.settings.period();

    // A first cycle by a few shows how long the bodies are, and warms what wants warming.
    let few = stage.settings.connections().min(stage.people.len());
    let begun = sit::begin(stage, 0..few, Plan::until_done())?;
    let paper_bytes = begun.reply_bytes;
    let first = begun.done.first();
    let ask_bytes = sit::hand_in_body(first.context("nobody could start an attempt")?).len();
    let sittings = sit::answer(stage, begun.done, ANSWERED, &mut right)?;
    let result_bytes = hand_all_in(stage, sittings)?;

    let before = stored(stage)?;
    let mut attempts = 0;
    for _ in 0..stage.settings.rounds {
        starts.floor(|| stage.floor.json(START_BODY.len(), paper_bytes, period))?;
        let mut sittings = Vec::new();
        starts.platform(|| {
            let phase = sit::begin(stage, everyone.clone(), Plan::lasting(period))?;
            sittings = phase.done;
            Ok(phase.tally)
        })?;
        let sittings = sit::answer(stage, sittings, ANSWERED, &mut right)?;
        attempts += sittings.len();
        submissions.floor(|| stage.floor.json(ask_bytes, result_bytes, period))?;
        submissions.platform(|| {
            let connections = stage.settings.connections();
            let plan = Plan::until_done();
            Ok(sit::hand_in(stage, sittings, connections, plan, "submissions")?.tally)
        })?;
    }

    if let Some(grown) = stored(stage)?
        .zip(before)
        .map(|(after, before)| after.saturating_sub(before))
    {
        println!(
            "on disk: {} bytes an attempt, {ANSWERED} answers each ({attempts} attempts)",
            grown / attempts.max(1) as u64
        );
    }
    let mut start = starts.figure("start", stage.profile())?;
    start.aside.goal = stage.goal("≥ 0.15", "≥ 0.12");
    start.aside.others = "Moodle 27/s";
    let mut submit = submissions.figure("submit", stage.profile())?;
    submit.aside.goal = stage.goal("≥ 0.15", "≥ 0.12");
    submit.aside.others = "Moodle 24/s";
    for figure in [&mut start, &mut submit] {
        figure.durability = stage.durable();
    }
    Ok([start, submit])
}

fn stored(stage: &Stage) -> Result<Option<u64>> {
    let own = stage.platform.installation.as_ref();
    own.map(Installation::stored_bytes).transpose()
}

fn hand_all_in(stage: &Stage, sittings: Vec<Sitting>) -> Result<usize> {
    let connections = stage.settings.connections();
    let phase = sit::hand_in(
        stage,
        sittings,
        connections,
        Plan::until_done(),
        "submissions",
    )?;
    Ok(phase.reply_bytes)
}
