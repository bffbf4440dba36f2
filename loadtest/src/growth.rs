//! What everything costs when there are twice as many people, and twice as many again; and what a
//! running attempt takes of a node's memory.

use crate::drive::Plan;
use crate::figure::{Figure, count};
use crate::platform::profile::Profile;
use crate::scenario::save::Phones;
use crate::scenario::{Stage, board, sit};
use crate::settings::Settings;
use crate::verify;
use anyhow::{Context, Result, ensure};
use std::time::Duration;

/// People at each step, as parts of all.
const PARTS: [usize; 4] = [8, 4, 2, 1];
/// Answers in an attempt.
const ANSWERED: usize = 3;
/// Twice as much may cost at most so many times as much.
const MOST: f64 = 2.2;
const WORKS: [&str; 4] = ["start", "save", "submit", "board-10"];

/// Processor time of all servers for one operation of each kind, in microseconds.
struct Costs {
    people: usize,
    micros: [f64; WORKS.len()],
    rss_mib: f64,
}

/// Prints the curve of each profile, and the memory of so many running attempts if any are asked
/// for.
pub fn run(settings: &Settings, running: usize) -> Result<()> {
    for profile in settings.profiles() {
        println!("\n{profile} profile");
        if running > 0 {
            memory(settings, profile, running)?;
        } else {
            curve(settings, profile)?;
        }
    }
    Ok(())
}

fn curve(settings: &Settings, profile: Profile) -> Result<()> {
    let mut stage = Stage::set(settings.clone(), profile)?;
    let all = usize::try_from(settings.people)?;
    let mut steps: Vec<Costs> = Vec::new();
    for part in PARTS {
        let before = stage.people.len();
        stage.fill_to(all / part)?;
        let people = stage.people.len();
        // Everyone has a finished attempt: the newcomers now, the others since the steps before.
        finish(&stage, before..people)?;
        let costs = measure(&stage, people)?;
        tell(&costs, steps.last());
        steps.push(costs);
    }
    let (first, last) = steps
        .first()
        .zip(steps.last())
        .context("no step was measured")?;
    let doublings = f64::from(u32::try_from(PARTS.len() - 1)?);
    println!("a doubling costs, on average (at most {MOST}):");
    for (place, work) in WORKS.iter().enumerate() {
        let times = last.micros[place] / first.micros[place].max(1e-9);
        println!("  {work:<10} {:.2}", 2.0 * times.powf(1.0 / doublings));
    }
    let lost = verify::against_platform(&stage)?;
    ensure!(
        lost.starts + lost.submissions + lost.saves == 0,
        "acknowledgements were lost; the ledgers are in {}",
        stage.ledgers.display()
    );
    Ok(())
}

fn tell(costs: &Costs, before: Option<&Costs>) {
    let cells: Vec<String> = WORKS
        .iter()
        .enumerate()
        .map(|(place, work)| {
            let now = costs.micros[place];
            let ratio = before.map_or_else(String::new, |before| {
                format!(
                    " (twice: {:.2})",
                    2.0 * now / before.micros[place].max(1e-9)
                )
            });
            format!("{work} {now:.1} µs{ratio}")
        })
        .collect();
    println!(
        "{:>8} people: {}; {:.0} MiB",
        costs.people,
        cells.join(", "),
        costs.rss_mib
    );
}

fn finish(stage: &Stage, people: std::ops::Range<usize>) -> Result<()> {
    let begun = sit::begin(stage, people, Plan::until_done())?.done;
    let sittings = sit::answer(stage, begun, ANSWERED, || ANSWERED)?;
    let connections = stage.settings.connections();
    sit::hand_in(stage, sittings, connections, Plan::until_done(), "growth")?;
    Ok(())
}

/// Each kind of work by the same number of people at every step, always the latest to come, so that
/// they have done the same before and only what else is there differs.
fn measure(stage: &Stage, people: usize) -> Result<Costs> {
    let smallest = usize::try_from(stage.settings.people)? / PARTS[0];
    let (mut starts, mut saves) = (stage.rounds(), stage.rounds());
    let (mut submissions, mut boards) = (stage.rounds(), stage.rounds());
    let connections = stage.settings.connections();
    let rss_mib = stage.platform.meter().resident_mib()?;
    for _ in 0..stage.settings.rounds.min(3) {
        let mut begun = Vec::new();
        starts.platform(|| {
            let phase = sit::begin(stage, people - smallest..people, Plan::until_done())?;
            begun = phase.done;
            Ok(phase.tally)
        })?;
        let sittings = sit::answer(stage, begun, ANSWERED, || 0)?;
        submissions.platform(|| {
            let plan = Plan::until_done();
            Ok(sit::hand_in(stage, sittings, connections, plan, "growth")?.tally)
        })?;
        let mut phones = Phones::seated(stage)?;
        phones.drive(Plan::lasting(Duration::from_millis(100)));
        saves.platform(|| Ok(phones.drive(Plan::lasting(stage.settings.period()))))?;
        phones.hand_in(stage)?;
        boards.platform(|| board::read_top(stage, Plan::lasting(stage.settings.period())))?;
    }
    let micros = [starts, saves, submissions, boards].map(|rounds| {
        let figure: Result<Figure> = rounds.figure("growth", stage.profile());
        figure.map(|figure| figure.server_cpu_us_per_op)
    });
    let [start, save, submit, board] = micros;
    Ok(Costs {
        people,
        micros: [start?, save?, submit?, board?],
        rss_mib,
    })
}

fn memory(settings: &Settings, profile: Profile, running: usize) -> Result<()> {
    let mut stage = Stage::set(settings.clone(), profile)?;
    stage.fill_to(running)?;
    let meter = stage.platform.meter();
    let before = meter.resident_mib()?;
    let begun = sit::begin(&stage, 0..running, Plan::until_done())?.done;
    ensure!(begun.len() == running, "only {} attempts run", begun.len());
    sit::answer(&stage, begun, ANSWERED, || 0)?;
    let after = meter.resident_mib()?;
    println!(
        "{running} running attempts of {ANSWERED} answers: {after:.0} MiB resident (at most 1024 \
         for 100000), {before:.0} before them, {:.2} KiB an attempt (at most 4)",
        (after - before) * 1024.0 / count(running)
    );
    let lost = verify::against_platform(&stage)?;
    println!(
        "{} acknowledgements looked up, {} lost",
        lost.looked_up,
        lost.starts + lost.submissions + lost.saves
    );
    Ok(())
}
