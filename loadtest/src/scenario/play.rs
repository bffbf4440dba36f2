//! Plays scripts and turns what came of them into figures.

use super::Stage;
use crate::crowd::{self, Deed, Report, Script, Setting};
use crate::figure::{Figure, count};
use crate::histogram::Histogram;
use crate::people::Person;
use crate::sitting::Sitting;
use anyhow::Result;
use std::ops::Range;
use std::time::Duration;

/// What is played, apart from the scripts.
#[derive(Clone, Debug)]
pub struct Play<'a> {
    /// Name of the scenario, which figures and ledgers begin with.
    pub name: &'a str,
    /// The part of the time that is reported apart.
    pub window: Option<Range<Duration>>,
}

/// A play that was measured.
pub struct Played {
    name: String,
    report: Report,
    processor: Duration,
    behind: Duration,
    batches: crate::batches::Batches,
    rss_mib: f64,
}

/// Someone who registered, with an attempt or without.
pub fn script(stage: &Stage, person: usize, sitting: Option<Sitting>) -> Result<Script> {
    let token = Person::of(&stage.people, person)?.token.clone();
    Ok(Script::new(person, Some(token), sitting))
}

/// Plays the scripts over the connections of a crowd, and gives the people back as they are then.
pub fn play(stage: &Stage, scripts: Vec<Script>, play: &Play<'_>) -> Result<(Vec<Script>, Played)> {
    let meter = stage.platform.meter();
    let connections = usize::from(stage.settings.crowd_connections).min(scripts.len().max(1));
    let batches = meter.batches();
    let (before, behind) = (meter.processor_time()?, meter.time_behind()?);
    let setting = Setting {
        platform: &stage.platform,
        ledgers: &stage.ledgers,
        seed: stage.settings.seed,
        connections,
        window: play.window.clone(),
        name: play.name,
    };
    let (scripts, report) = crowd::play(&setting, scripts)?;
    let played = Played {
        name: play.name.to_owned(),
        report,
        processor: meter.processor_time()?.saturating_sub(before),
        behind: meter.time_behind()?.saturating_sub(behind),
        batches: meter.batches() - batches,
        rss_mib: meter.resident_mib()?,
    };
    Ok((scripts, played))
}

impl Played {
    /// The figure of one deed over the whole play; `over` is the time its rate refers to.
    pub fn figure(&self, stage: &Stage, deed: Deed, over: Duration) -> Figure {
        let histogram = self.report.done.get(&deed).cloned().unwrap_or_default();
        let name = format!("{}-{}", self.name, deed.word());
        let mut figure = self.named(stage, name, histogram, over);
        figure.errors = self.report.errors.get(&deed).copied().unwrap_or_default();
        figure.errors += self.report.hung;
        figure
    }

    /// The same of what was due within the window; failures are counted with the whole.
    pub fn in_window(&self, stage: &Stage, deed: Deed, window: &Range<Duration>) -> Figure {
        let histogram = self.report.within.get(&deed).cloned().unwrap_or_default();
        let name = format!("{}-{}-peak", self.name, deed.word());
        self.named(
            stage,
            name,
            histogram,
            window.end.saturating_sub(window.start),
        )
    }

    fn named(&self, stage: &Stage, name: String, of: Histogram, over: Duration) -> Figure {
        let rate = count(of.count()) / over.as_secs_f64().max(1e-9);
        let mut figure = Figure::new(name, stage.profile(), rate, of.percentiles());
        // Everything that happened meanwhile shares the cost, so it is the mean of all deeds.
        let deeds = count(self.report.total().max(1));
        figure.server_cpu_us_per_op = self.processor.as_secs_f64() * 1e6 / deeds;
        figure.behind_cpu_us_per_op = self.behind.as_secs_f64() * 1e6 / deeds;
        figure.batch = self.batches.size();
        figure.commits_per_s = figure
            .batch
            .map(|_| self.batches.commits / self.report.elapsed.as_secs_f64().max(1e-9));
        figure.refused = self.report.refused + self.report.faults;
        figure.rss_mib = self.rss_mib;
        figure.durability = stage.durable();
        figure
            .aside
            .first_error
            .clone_from(&self.report.first_error);
        figure
    }

    /// How many times that was done.
    pub fn count(&self, deed: Deed) -> usize {
        self.report.count(deed)
    }

    /// What the first failure said; empty if there was none.
    pub fn first_error(&self) -> String {
        self.report.first_error.clone().unwrap_or_default()
    }

    /// A line for people: what was asked to come back, and what failed.
    pub fn tell(&self) {
        let Report {
            refused,
            faults,
            elapsed,
            ..
        } = &self.report;
        println!(
            "{}: {} operations in {:.1} s; told to come back {refused} times, {faults} answers \
             from 500 on, {} failed",
            self.name,
            self.report.total(),
            elapsed.as_secs_f64(),
            self.report.failures()
        );
    }
}
