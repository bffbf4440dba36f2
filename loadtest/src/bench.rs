//! All scenarios in a row, or one of them, and what is printed and written at the end.

use crate::disk;
use crate::figure::{Figure, count};
use crate::meter::own_time;
use crate::scenario::save::{self, Phones};
use crate::scenario::{
    Stage, attempts, bell, board, deadline, idle, newcomers, push, slow_disk, slow_readers, steady,
};
use crate::settings::Settings;
use crate::table;
use crate::verify;
use anyhow::{Context, Result, ensure};
use std::fs;

/// A scenario that can be asked for by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scenario {
    /// A.
    Start,
    /// B.
    Save,
    /// F.
    Submit,
    /// D.
    Board,
    /// L.
    Push,
    /// Everything mixed at a fixed rate.
    Steady,
    /// Everyone starts at once.
    Bell,
    /// The shape of a real contest's end.
    LastMinute,
    /// Everyone hands in at once.
    SubmitStorm,
    /// J.
    Newcomers,
    /// Sockets that never read.
    SlowReaders,
    /// All of them, and the kill.
    All,
}

impl Scenario {
    fn includes(self, other: Self) -> bool {
        self == Self::All || self == other
    }
}

/// Runs what was asked for under each profile, prints the table, and writes it down if it was
/// everything.
///
/// Fails if an acknowledgement was lost or an operation failed: such figures are not to be quoted.
pub fn run(settings: &Settings, which: Scenario) -> Result<()> {
    announce(settings)?;
    let mut figures = Vec::new();
    let mut durability = Vec::new();
    for profile in settings.profiles() {
        let mut stage = Stage::set(settings.clone(), profile)?;
        println!("\n{profile} profile");
        let mut part = perform(&mut stage, which)?;
        hold_against_ledger(&stage, &mut part)?;
        durability.push(stage.durability());
        figures.extend(part);
    }
    println!("\n{}", table::render(&figures, &durability));
    if which == Scenario::All {
        write_down(settings, &figures)?;
    }
    let bad: Vec<&str> = figures
        .iter()
        .filter(|figure| figure.errors + figure.acks_lost > 0)
        .map(|figure| figure.scenario.as_str())
        .collect();
    ensure!(
        bad.is_empty(),
        "errors or lost acknowledgements in: {}",
        bad.join(", ")
    );
    Ok(())
}

fn perform(stage: &mut Stage, which: Scenario) -> Result<Vec<Figure>> {
    let mut figures = Vec::new();
    if which == Scenario::All {
        figures.push(idle::run(stage)?);
        tell_limit(stage)?;
    }
    if let Some(postgres) = stage.platform.postgres() {
        let flush = disk::flush(&postgres.data())?;
        println!(
            "a flush under PostgreSQL: {:.2} ms",
            flush.as_secs_f64() * 1e3
        );
    }
    let rate = stage.fill()?;
    println!(
        "{} people registered, {rate:.0} a second",
        stage.people.len()
    );
    if which.includes(Scenario::Start) || which.includes(Scenario::Submit) {
        let [start, submit] = attempts::run(stage)?;
        figures.extend(which.includes(Scenario::Start).then_some(start));
        figures.extend(which.includes(Scenario::Submit).then_some(submit));
        println!("starts and submissions measured");
    }
    if which.includes(Scenario::Board) {
        figures.extend(board::run(stage)?);
        println!("scoreboard measured");
    }
    if which.includes(Scenario::Push) {
        for sockets in stage.settings.sockets.clone() {
            let (figure, total) = push::run(stage, sockets)?;
            let times = total.percentiles();
            println!(
                "push: from hand-in to the last socket {:.1} ms (median), {:.1} ms (longest)",
                times.p50, times.max
            );
            figures.push(figure);
        }
    }
    if which.includes(Scenario::Save) {
        let mut phones = Phones::seated(stage)?;
        let (saves, alone) = save::run(stage, &mut phones)?;
        figures.extend(saves);
        for figure in &mut figures {
            match figure.scenario.as_str() {
                "start" => figure.writer = alone.start,
                "submit" => figure.writer = alone.submit,
                _ => {}
            }
        }
        println!("saves measured");
        if stage.platform.installation.is_some() {
            figures.extend(slow_disk::run(stage, &mut phones)?);
            println!("saves on a slower disk measured");
        }
        if stage.platform.installation.is_some() {
            let (acknowledged, back) = save::kill(stage, &mut phones)?;
            ensure!(acknowledged > 0, "nothing was saved before the kill");
            println!(
                "killed while saving, after {acknowledged} more acknowledgements; answered again \
                 {:.2} s after its restart",
                back.as_secs_f64()
            );
        }
        phones.close()?;
    }
    figures.extend(crowds(stage, which)?);
    Ok(figures)
}

/// What the generator itself can do: small bodies against the bare server.
fn tell_limit(stage: &Stage) -> Result<()> {
    let before = own_time()?;
    let tally = stage.floor.json(0, 0, stage.settings.period())?;
    let own = own_time()?.saturating_sub(before).as_secs_f64() * 1e6;
    println!(
        "the generator reaches {:.0} requests a second against the bare server, at {:.1} µs of its \
         own processor time each",
        tally.rate(),
        own / count(tally.latencies.count().max(1))
    );
    Ok(())
}

/// The scenarios in which people follow scripts.
fn crowds(stage: &mut Stage, which: Scenario) -> Result<Vec<Figure>> {
    let mut figures = Vec::new();
    if which.includes(Scenario::Steady) {
        figures.extend(steady::run(stage)?);
    }
    if which.includes(Scenario::Bell) {
        figures.extend(bell::run(stage)?);
    }
    if which.includes(Scenario::LastMinute) {
        figures.extend(deadline::last_minute(stage)?);
    }
    if which.includes(Scenario::SubmitStorm) {
        figures.extend(deadline::storm(stage)?);
    }
    if which.includes(Scenario::SlowReaders) {
        figures.push(slow_readers::run(stage)?);
    }
    if which.includes(Scenario::Newcomers) {
        figures.extend(newcomers::run(stage)?);
    }
    Ok(figures)
}

fn announce(settings: &Settings) -> Result<()> {
    println!(
        "{} connections, {} rounds of {} s, {} processors, seed {}",
        settings.connections,
        settings.rounds,
        settings.seconds,
        std::thread::available_parallelism()?,
        settings.seed
    );
    std::fs::create_dir_all(&settings.out)?;
    let flush = disk::flush(&settings.out)?;
    println!("a flush to this disk: {:.2} ms", flush.as_secs_f64() * 1e3);
    Ok(())
}

fn hold_against_ledger(stage: &Stage, figures: &mut [Figure]) -> Result<()> {
    let lost = verify::against_platform(stage)?;
    for figure in figures {
        figure.acks_lost = match figure.scenario.as_str() {
            "start" => lost.starts,
            "submit" => lost.submissions,
            "save" => lost.saves,
            _ => 0,
        };
    }
    println!(
        "{} acknowledgements looked up; lost: {} starts, {} submissions, {} answers",
        lost.looked_up, lost.starts, lost.submissions, lost.saves
    );
    ensure!(
        lost.starts + lost.submissions + lost.saves == 0,
        "acknowledgements were lost; the ledgers are in {}",
        stage.ledgers.display()
    );
    Ok(())
}

fn write_down(settings: &Settings, figures: &[Figure]) -> Result<()> {
    let path = settings.out.join("latest.json");
    let rounded: Vec<Figure> = figures.iter().cloned().map(rounded).collect();
    let mut text = serde_json::to_string_pretty(&rounded)?;
    text.push('\n');
    fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))?;
    println!("written to {}", path.display());
    Ok(())
}

/// Three decimals: more would only pretend.
fn rounded(mut figure: Figure) -> Figure {
    let round = |value: f64| (value * 1000.0).round() / 1000.0;
    for value in [
        &mut figure.rate,
        &mut figure.p50_ms,
        &mut figure.p95_ms,
        &mut figure.p99_ms,
        &mut figure.p999_ms,
        &mut figure.max_ms,
        &mut figure.behind_cpu_us_per_op,
        &mut figure.server_cpu_us_per_op,
        &mut figure.rss_mib,
    ] {
        *value = round(*value);
    }
    for value in [
        &mut figure.floor,
        &mut figure.ratio,
        &mut figure.writer,
        &mut figure.batch,
        &mut figure.waiting,
        &mut figure.commits_per_s,
    ] {
        *value = value.map(round);
    }
    figure
}
