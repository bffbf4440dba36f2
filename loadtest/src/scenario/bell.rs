//! A bell: everyone starts at once, while others answer on, some hand in, and sockets watch the board.

use super::fan_out::Audience;
use super::play::{Play, play, script};
use super::push::board_topic;
use super::{Stage, sit};
use crate::crowd::arrivals::Shape;
use crate::crowd::{Deed, Script};
use crate::drive::Plan;
use crate::figure::{Figure, count};
use anyhow::Result;
use std::time::Duration;

/// When it rings.
const RINGS: Duration = Duration::from_secs(2);
/// How long the starts may show in the saves of others.
const AFTER: Duration = Duration::from_secs(3);
/// Each person already inside answers so often.
const PAUSE: Duration = Duration::from_secs(1);
/// Hand-ins a second, each of which changes the board.
const CHANGES: u64 = 5;

/// The figures `bell-start` and `bell-save`, the latter around the bell.
pub fn run(stage: &Stage) -> Result<Vec<Figure>> {
    let people = stage.people.len();
    let crowd = stage.settings.crowd_of(people / 2);
    let lasting = Duration::from_secs(stage.settings.lasting).max(RINGS + AFTER);
    // Half as many sit and answer already; they are the last ones, the crowd are the first.
    let mut inside = sit::begin(stage, people - crowd / 2..people, Plan::until_done())?.done;
    let changes = usize::try_from(lasting.as_secs() * CHANGES)?.min(inside.len() / 2);
    let changing = inside.split_off(inside.len() - changes);
    let mut scripts: Vec<Script> = Vec::with_capacity(crowd + inside.len());
    let within = stage.settings.within();
    for (person, at) in Shape::even().times(crowd, within).into_iter().enumerate() {
        let start = RINGS + at;
        let first = script(stage, person, None)?.then(start, Deed::Start);
        scripts.push(first.then((start + AFTER).min(lasting), Deed::Save));
    }
    let seats = Shape::even().times(inside.len(), PAUSE);
    for (sitting, mut at) in inside.into_iter().zip(seats) {
        let mut person = script(stage, sitting.person, Some(sitting))?;
        while at < lasting {
            person = person.then(at, Deed::Save);
            at += PAUSE;
        }
        scripts.push(person);
    }
    let times = Shape::even().times(changing.len(), lasting);
    for (sitting, at) in changing.into_iter().zip(times) {
        let person = script(stage, sitting.person, Some(sitting))?;
        scripts.push(person.then(at, Deed::Submit));
    }
    let window = RINGS..RINGS + AFTER;
    let watching = tokio::runtime::Runtime::new()?;
    let sockets = usize::try_from(stage.settings.sockets.first().copied().unwrap_or(0))?;
    let audience = watching.block_on(Audience::seated(&board_topic(stage), sockets))?;
    let wanted = Play {
        name: "bell",
        window: Some(window.clone()),
    };
    let (_, played) = play(stage, scripts, &wanted)?;
    played.tell();
    drop(audience);
    let started = played.count(Deed::Start);
    let mut start = played.figure(stage, Deed::Start, Duration::from_secs(1));
    // From the bell until the last one sat.
    let seconds = within.as_secs_f64().max(start.max_ms / 1e3);
    start.rate = count(started) / seconds.max(1e-3);
    start.errors = start.errors.max(u64::try_from(crowd - started)?);
    start.aside.goal = "all, no 5xx";
    let mut save = played.in_window(stage, Deed::Save, &window);
    save.aside.goal = "p99 ≤ 50 ms";
    Ok(vec![start, save])
}
