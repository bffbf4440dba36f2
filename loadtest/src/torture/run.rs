//! What a campaign is given: a copy of the ground, people, dice, a ledger.

use super::Settings;
use super::book::Book;
use super::crowd::{Crowd, Habits, Tally};
use super::ground::{Ground, Site};
use super::hold::{self, Extent};
use super::node::{Door, Recipe};
use super::outcome::Outcome;
use super::plan::{Breach, Size};
use super::truth::Truth;
use crate::histogram::Histogram;
use anyhow::{Context, Result};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use tokio::runtime::Runtime;

/// A campaign with more findings than this has said enough.
const ENOUGH: usize = 20;

/// A campaign under way.
pub struct Run<'a> {
    /// The platform that is copied.
    pub ground: Arc<Ground>,
    /// How often.
    pub count: u64,
    /// How long it may be made to last.
    pub size: Size,
    /// Its dice.
    pub rng: StdRng,
    /// Its ledger.
    pub book: Arc<Book>,
    /// Where its data goes.
    pub folder: PathBuf,
    binary: PathBuf,
    /// A build with the feature `sabotage`, which also plays the next version.
    pub sabotaged: PathBuf,
    breach: Option<Breach>,
    outcome: &'a mut Outcome,
    runtime: Runtime,
}

impl<'a> Run<'a> {
    /// Prepares one.
    pub fn begin(
        settings: &Settings,
        ground: &Arc<Ground>,
        folder: PathBuf,
        (count, breach): (u64, Option<Breach>),
        outcome: &'a mut Outcome,
    ) -> Result<Self> {
        let book = Book::open(&folder, "people")?;
        let binary = match breach {
            Some(Breach::Build(_)) => &settings.sabotaged,
            _ => &settings.binary,
        };
        Ok(Self {
            ground: Arc::clone(ground),
            count,
            size: settings.size,
            rng: StdRng::seed_from_u64(settings.seed),
            book: Arc::new(book),
            folder,
            binary: binary.clone(),
            sabotaged: settings.sabotaged.clone(),
            breach,
            outcome,
            runtime: tokio::runtime::Builder::new_multi_thread()
                .worker_threads(2)
                .enable_all()
                .build()?,
        })
    }

    /// A copy of the ground on SQLite.
    pub fn site(&self) -> Result<Site> {
        let mut site = self
            .ground
            .sqlite(&self.binary, &self.folder.join("site"))?;
        site.recipe = self.broken(site.recipe);
        Ok(site)
    }

    /// A node with the broken promise, if this run is about one.
    pub fn broken(&self, mut recipe: Recipe) -> Recipe {
        recipe.binary.clone_from(&self.binary);
        match self.breach {
            Some(Breach::Build(what)) => recipe.with("THILUAT_SABOTAGE", what),
            Some(Breach::Setting(name, value)) => recipe.with(name, value),
            None => recipe,
        }
    }

    /// So many people of a ground begin to sit papers.
    pub fn crowd(
        &mut self,
        ground: &Ground,
        doors: Vec<Door>,
        habits: Habits,
        many: usize,
    ) -> Result<Crowd> {
        let seed = self.rng.random();
        Crowd::begin(ground, &self.book, doors, habits, (many, seed))
    }

    /// Holds the ledger against the store.
    pub fn hold(&self, truth: &Truth, extent: Extent) -> Result<usize> {
        self.runtime
            .block_on(hold::against(&self.book, truth, extent))
    }

    /// Drives a future to its end.
    pub fn block_on<T>(&self, work: impl Future<Output = T>) -> T {
        self.runtime.block_on(work)
    }

    /// Some time between these two, by the dice.
    pub fn some_time(&mut self, from: Duration, to: Duration) -> Duration {
        self.rng.random_range(from..=to)
    }

    /// One more repetition is done.
    pub fn done(&mut self, more: u64) {
        self.outcome.done += more;
    }

    /// Whether it has found so much that going on tells nothing more; where a promise is broken on
    /// purpose, one row is enough.
    pub fn has_enough(&self) -> bool {
        let pages = self.book.pages();
        pages.found() >= ENOUGH || self.breach.is_some() && pages.names_a_row()
    }

    /// A figure for the report.
    pub fn figure(&mut self, name: &str, value: impl Into<String>) {
        self.outcome.figures.push((name.to_owned(), value.into()));
    }

    /// Percentiles for the report.
    pub fn times(&mut self, name: &str, times: &Histogram) {
        let times = times.clone().percentiles();
        self.figure(
            name,
            format!(
                "p50 {:.0} ms, p95 {:.0} ms, max {:.0} ms",
                times.p50, times.p95, times.max
            ),
        );
    }

    /// What people met with, for the report.
    pub fn tell(&mut self, tally: &Tally) {
        let saves = tally.saves.clone().percentiles();
        self.figure(
            "saves",
            format!("p50 {:.1} ms, p99 {:.1} ms", saves.p50, saves.p99),
        );
        self.figure("people heard", tally.heard());
    }

    /// Closes the ledger and writes down what came of it.
    pub fn end(self, ended: Result<()>) -> Result<()> {
        let Self { book, outcome, .. } = self;
        drop(self.runtime);
        outcome.error = ended.err().map(|error| format!("{error:#}"));
        let book = Arc::into_inner(book).context("somebody still writes to the ledger")?;
        let (acks, findings) = book.close()?;
        outcome.acks = [acks.starts, acks.saves, acks.finals];
        outcome.findings = findings;
        Ok(())
    }
}
