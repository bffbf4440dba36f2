//! What a crowd came to, deed by deed.

use super::deed::Deed;
use crate::histogram::Histogram;
use std::collections::BTreeMap;
use std::time::Duration;

/// All that was done, refused or failed.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// Latencies of what was done in the end, from when it was due, retries and waiting included.
    pub done: BTreeMap<Deed, Histogram>,
    /// The same of what was due within the window, where the scenario has one.
    pub within: BTreeMap<Deed, Histogram>,
    /// What failed in the end.
    pub errors: BTreeMap<Deed, u64>,
    /// People who did not come to the end of their script in time.
    pub hung: u64,
    /// Answers 429 and 503, after which the client came back as it was told.
    pub refused: u64,
    /// Other answers from 500 on.
    pub faults: u64,
    /// What the first failure said.
    pub first_error: Option<String>,
    /// From the start to the end of the last person.
    pub elapsed: Duration,
}

impl Report {
    /// Adds what another thread measured.
    pub fn absorb(&mut self, other: Self) {
        for (deed, histogram) in other.done {
            self.done.entry(deed).or_default().absorb(histogram);
        }
        for (deed, histogram) in other.within {
            self.within.entry(deed).or_default().absorb(histogram);
        }
        for (deed, errors) in other.errors {
            *self.errors.entry(deed).or_default() += errors;
        }
        self.hung += other.hung;
        self.refused += other.refused;
        self.faults += other.faults;
        self.first_error = self.first_error.take().or(other.first_error);
        self.elapsed = self.elapsed.max(other.elapsed);
    }

    /// Something did not come about.
    pub fn failed(&mut self, deed: Deed, error: &anyhow::Error) {
        *self.errors.entry(deed).or_default() += 1;
        self.first_error
            .get_or_insert_with(|| format!("{}: {error:#}", deed.word()));
    }

    /// A person did not come to the end of the script.
    pub fn gave_up(&mut self) {
        self.hung += 1;
        self.first_error
            .get_or_insert_with(|| "a person hung and was given up".to_owned());
    }

    /// All failures together.
    pub fn failures(&self) -> u64 {
        self.hung + self.errors.values().sum::<u64>()
    }

    /// How often that was done.
    pub fn count(&self, deed: Deed) -> usize {
        self.done.get(&deed).map_or(0, Histogram::count)
    }

    /// How much was done in all.
    pub fn total(&self) -> usize {
        self.done.values().map(Histogram::count).sum()
    }
}
