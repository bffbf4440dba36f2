//! What people met with.

use crate::histogram::Histogram;
use std::collections::BTreeMap;

/// What people met with.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    /// From sending a save to its acknowledgement, failed tries apart.
    pub saves: Histogram,
    /// From asking for a start to its answer, failed tries included.
    pub starts: Histogram,
    /// From handing in to the receipt, failed tries included.
    pub finals: Histogram,
    /// From the first failed try of somebody to the next answer that he got.
    pub resumes: Histogram,
    /// Refusals and failures by what was asked and what came: `save 503 storage_unavailable`.
    pub troubles: BTreeMap<String, u64>,
}

impl Tally {
    /// Adds what other people met with.
    pub fn absorb(&mut self, other: Self) {
        self.saves.absorb(other.saves);
        self.starts.absorb(other.starts);
        self.finals.absorb(other.finals);
        self.resumes.absorb(other.resumes);
        for (what, count) in other.troubles {
            *self.troubles.entry(what).or_default() += count;
        }
    }

    /// Counts a refusal or failure.
    pub fn trouble(&mut self, asked: &str, came: &str) {
        *self.troubles.entry(format!("{asked} {came}")).or_default() += 1;
    }

    /// How many troubles begin so.
    pub fn count(&self, start: &str) -> u64 {
        let of = self
            .troubles
            .iter()
            .filter(|(what, _)| what.starts_with(start));
        of.map(|(_, count)| count).sum()
    }

    /// All troubles in a line.
    pub fn heard(&self) -> String {
        if self.troubles.is_empty() {
            return "no trouble".to_owned();
        }
        let lines = self
            .troubles
            .iter()
            .map(|(what, count)| format!("{what}: {count}"));
        lines.collect::<Vec<_>>().join(", ")
    }
}
