//! J: people join one round at once and all answer within a second; every answer is kept.

use super::Stage;
use super::play::{Play, play};
use crate::crowd::arrivals::Shape;
use crate::crowd::{Deed, Script};
use crate::figure::{Figure, count};
use crate::people::Person;
use anyhow::{Context, Result};
use std::sync::Arc;
use std::time::Duration;

/// How many come (performance.md 4).
const CROWDS: [usize; 2] = [200, 1_000];
/// All answer within this time.
const WITHIN: Duration = Duration::from_secs(1);

/// The figures `storm-N-join` and `storm-N-save`; whoever joins is among the people afterwards.
pub fn run(stage: &mut Stage) -> Result<Vec<Figure>> {
    let mut figures = Vec::new();
    for crowd in CROWDS {
        let first = stage.people.len();
        let scripts = (first..first + crowd).map(|person| {
            Script::new(person, None, None)
                .then(Duration::ZERO, Deed::Join)
                .then(Duration::ZERO, Deed::Start)
        });
        let name = format!("storm-{crowd}");
        let wanted = Play {
            name: &name,
            window: None,
        };
        let (mut scripts, joined) = play(stage, scripts.collect(), &wanted)?;
        joined.tell();
        let first_error = joined.first_error();
        let times = Shape::even().times(crowd, WITHIN);
        for (script, at) in scripts.iter_mut().zip(times) {
            *script = script.clone().then(at, Deed::Save);
        }
        let (scripts, played) = play(stage, scripts, &wanted)?;
        played.tell();
        let mut people = stage.people.to_vec();
        for script in scripts {
            let token = script
                .token
                .with_context(|| format!("not all could join: {first_error}"))?;
            people.push(Person { token });
        }
        stage.people = Arc::new(people);
        let mut join = joined.figure(stage, Deed::Join, WITHIN);
        join.rate = count(crowd) / (join.max_ms / 1e3).max(1e-3);
        let mut save = played.figure(stage, Deed::Save, WITHIN);
        let unanswered = crowd - played.count(Deed::Save);
        save.errors = save.errors.max(u64::try_from(unanswered)?);
        save.aside.goal = "all kept";
        save.aside.others = "ClassQuiz kept 1–2 of 200";
        figures.extend([join, save]);
    }
    Ok(figures)
}
