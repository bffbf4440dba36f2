//! Sums over the attempts that held an item.

use super::Third;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What one attempt tells of one item.
#[derive(Debug, Clone, PartialEq)]
pub struct Sat<'a> {
    /// What it brought, from 0 to `greatest`.
    pub mark: f64,
    /// The most it could bring; above 0.
    pub greatest: f64,
    /// The rest of the total (T − x) on the scale of the paper's blueprint.
    pub rest: f64,
    /// Where the total lies.
    pub third: Third,
    /// Whether something was answered.
    pub answered: bool,
    /// Whether it was answered rightly as a whole.
    pub correct: bool,
    /// The options that were chosen.
    pub chosen: &'a [String],
}

/// Sums of one option.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct OptionSums {
    /// Who chose it.
    pub n: u64,
    /// Of them in the lowest third.
    pub low: u64,
    /// In the highest third.
    pub high: u64,
    /// Sum of their rests.
    pub rest: f64,
}

/// Sums of one question version: n, Σx, Σx², ΣR, ΣR², `ΣxR`, with x as a share of the greatest mark.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ItemSums {
    /// Papers that held it.
    pub n: u64,
    /// Papers on which it was answered.
    pub answered: u64,
    /// Papers on which it was answered rightly as a whole.
    pub correct: u64,
    x: f64,
    xx: f64,
    r: f64,
    rr: f64,
    xr: f64,
    /// By id of the option.
    pub options: BTreeMap<String, OptionSums>,
}

impl ItemSums {
    /// Adds an attempt.
    pub fn add(&mut self, sat: &Sat) {
        let x = sat.mark / sat.greatest;
        self.n += 1;
        self.answered += u64::from(sat.answered);
        self.correct += u64::from(sat.correct);
        self.x += x;
        self.xx += x * x;
        self.r += sat.rest;
        self.rr += sat.rest * sat.rest;
        self.xr += x * sat.rest;
        for id in sat.chosen {
            let option = self.options.entry(id.clone()).or_default();
            option.n += 1;
            option.low += u64::from(sat.third == Third::Low);
            option.high += u64::from(sat.third == Third::High);
            option.rest += sat.rest;
        }
    }

    /// Adds the sums of other attempts.
    pub fn merge(&mut self, other: &Self) {
        self.n += other.n;
        self.answered += other.answered;
        self.correct += other.correct;
        self.x += other.x;
        self.xx += other.xx;
        self.r += other.r;
        self.rr += other.rr;
        self.xr += other.xr;
        for (id, more) in &other.options {
            let option = self.options.entry(id.clone()).or_default();
            option.n += more.n;
            option.low += more.low;
            option.high += more.high;
            option.rest += more.rest;
        }
    }

    pub(super) fn count(&self) -> f64 {
        number(self.n)
    }

    /// Mean of the mark as a share of the greatest one: 0 to 1. None without attempts.
    pub fn facility(&self) -> Option<f64> {
        (self.n > 0).then(|| self.x / self.count())
    }

    /// Standard deviation of the mark as a share of the greatest one, by S − 1.
    pub fn deviation(&self) -> Option<f64> {
        (self.n > 1).then(|| self.mark_variance().max(0.0).sqrt())
    }

    /// Covariance of mark and rest, by S − 1.
    pub fn covariance(&self) -> Option<f64> {
        (self.n > 1).then(|| (self.xr - self.x * self.r / self.count()) / (self.count() - 1.0))
    }

    /// Correlation of mark and rest, −1 to 1: the discrimination index as a share. None where either
    /// does not vary.
    pub fn discrimination(&self) -> Option<f64> {
        let spread = self.mark_variance() * self.rest_variance();
        // Sums of equal numbers differ from nothing by rounding only.
        (self.n > 1 && spread > 1e-18)
            .then_some(self.covariance()? / spread.sqrt())
            .map(|r| r.clamp(-1.0, 1.0))
    }

    /// Correlation of having chosen an option and the rest. None where nobody or everybody chose it.
    pub fn option_correlation(&self, id: &str) -> Option<f64> {
        let option = self.options.get(id)?;
        let (n, chose) = (self.count(), number(option.n));
        let share = chose / n;
        let variance = (share * (1.0 - share)) * n / (n - 1.0);
        let spread = variance * self.rest_variance();
        let covariance = (option.rest - chose * self.r / n) / (n - 1.0);
        (self.n > 1 && spread > 1e-18).then(|| (covariance / spread.sqrt()).clamp(-1.0, 1.0))
    }

    fn mark_variance(&self) -> f64 {
        (self.xx - self.x * self.x / self.count()) / (self.count() - 1.0)
    }

    fn rest_variance(&self) -> f64 {
        (self.rr - self.r * self.r / self.count()) / (self.count() - 1.0)
    }
}

/// A count as a number to compute with: exact up to 2⁵³.
#[expect(
    clippy::cast_precision_loss,
    reason = "counts of attempts lie far below 2^53"
)]
pub(super) fn number(n: u64) -> f64 {
    n as f64
}
