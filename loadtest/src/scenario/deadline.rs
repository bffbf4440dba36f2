//! The end of a round: the shape of a real contest's last minute, and everyone at the same instant.

use super::play::{Play, play, script};
use super::{Stage, sit};
use crate::crowd::arrivals::Shape;
use crate::crowd::{Deed, Script};
use crate::drive::Plan;
use crate::figure::{Figure, count};
use anyhow::Result;
use std::time::Duration;

/// Answers that a person still changes before handing in.
const ANSWERS: u32 = 2;
/// In the storm everyone saves once before it.
const CALM: Duration = Duration::from_secs(1);

/// The figures `last-minute-submit`, `last-minute-save`, and both at the peak.
pub fn last_minute(stage: &Stage) -> Result<Vec<Figure>> {
    let shape = match &stage.settings.trace {
        Some(path) => Shape::of_trace(path)?,
        None => Shape::last_minute(),
    };
    // Compressed in time: the whole contest takes twice as long as another scenario.
    let over = Duration::from_secs(stage.settings.lasting * 2);
    let everyone = stage
        .settings
        .crowd_of(stage.people.len() / 5)
        .saturating_mul(5);
    let begun = sit::begin(stage, 0..everyone, Plan::until_done())?.done;
    let times = shape.times(begun.len(), over);
    let mut scripts: Vec<Script> = Vec::with_capacity(begun.len());
    for (sitting, at) in begun.into_iter().zip(times) {
        let mut person = script(stage, sitting.person, Some(sitting))?;
        for answer in (1..=ANSWERS).rev() {
            let earlier = over / 100 * answer;
            person = person.then(at.saturating_sub(earlier), Deed::Save);
        }
        scripts.push(person.then(at, Deed::Submit));
    }
    let window = shape.last_part(over)..over;
    println!(
        "last minute: {} people, {:.0} s for the whole contest, the last part {:.1} times the mean",
        scripts.len(),
        over.as_secs_f64(),
        shape.rush()
    );
    let wanted = Play {
        name: "last-minute",
        window: Some(window.clone()),
    };
    let (_, played) = play(stage, scripts, &wanted)?;
    played.tell();
    let mut submit = played.figure(stage, Deed::Submit, over);
    submit.aside.goal = "no 5xx";
    let mut save = played.figure(stage, Deed::Save, over);
    save.aside.goal = "p99 ≤ 50 ms";
    let peak = played.in_window(stage, Deed::Submit, &window);
    Ok(vec![submit, peak, save])
}

/// The figure `submit-storm-submit`: a crowd hands in within the same second, or at once.
pub fn storm(stage: &Stage) -> Result<Vec<Figure>> {
    let crowd = stage.settings.crowd_of(stage.people.len());
    let begun = sit::begin(stage, 0..crowd, Plan::until_done())?.done;
    let within = stage.settings.within();
    let times = Shape::even().times(begun.len(), within);
    let mut scripts: Vec<Script> = Vec::with_capacity(begun.len());
    for (sitting, at) in begun.into_iter().zip(times) {
        let person = script(stage, sitting.person, Some(sitting))?;
        let person = person.then(at.mul_f64(0.5), Deed::Save);
        scripts.push(person.then(CALM + at, Deed::Submit));
    }
    let wanted = Play {
        name: "submit-storm",
        window: None,
    };
    let (_, played) = play(stage, scripts, &wanted)?;
    played.tell();
    let mut submit = played.figure(stage, Deed::Submit, within);
    let seconds = within.as_secs_f64().max(submit.max_ms / 1e3);
    submit.rate = count(played.count(Deed::Submit)) / seconds.max(1e-3);
    submit.aside.goal = "no 5xx";
    Ok(vec![submit])
}
