//! Rounds of a scenario and of its floor, taken in turn.
//!
//! A machine can swing by a factor of two from minute to minute, so only ratios of neighbours in
//! time mean anything, and only their median over several rounds.

use crate::batches::Batches;
use crate::drive::Tally;
use crate::figure::{Figure, count, median};
use crate::histogram::Histogram;
use crate::meter::Meter;
use anyhow::Result;
use std::time::Duration;

/// What the rounds so far came to.
pub struct Rounds {
    platform: Side,
    floor: Side,
    latencies: Histogram,
    errors: u64,
    first_error: Option<String>,
}

struct Side {
    meter: Meter,
    rates: Vec<f64>,
    processor: Duration,
    behind: Duration,
    batches: Batches,
    waiting: Vec<f64>,
    elapsed: Duration,
    operations: usize,
}

impl Side {
    fn measure(&mut self, work: impl FnOnce() -> Result<Tally>) -> Result<Tally> {
        let batches = self.meter.batches();
        let (before, behind) = (self.meter.processor_time()?, self.meter.time_behind()?);
        let (tally, waiting) = self.meter.looking_on(work);
        let tally = tally?;
        self.waiting.extend(waiting);
        self.processor += self.meter.processor_time()?.saturating_sub(before);
        self.behind += self.meter.time_behind()?.saturating_sub(behind);
        self.batches = self.batches + (self.meter.batches() - batches);
        self.elapsed += tally.elapsed;
        self.operations += tally.latencies.count();
        self.rates.push(tally.rate());
        Ok(tally)
    }

    fn micros_per_operation(&self, used: Duration) -> f64 {
        used.as_secs_f64() * 1e6 / count(self.operations.max(1))
    }

    fn commits_per_second(&self) -> Option<f64> {
        let seconds = self.elapsed.as_secs_f64().max(1e-9);
        (self.batches.commits > 0.0).then(|| self.batches.commits / seconds)
    }
}

impl Rounds {
    /// No rounds yet; the meters are those of all servers of the platform and of the bare server.
    pub fn between(platform: Meter, floor: Meter) -> Self {
        let side = |meter| Side {
            meter,
            rates: Vec::new(),
            processor: Duration::ZERO,
            behind: Duration::ZERO,
            batches: Batches::default(),
            waiting: Vec::new(),
            elapsed: Duration::ZERO,
            operations: 0,
        };
        Self {
            platform: side(platform),
            floor: side(floor),
            latencies: Histogram::default(),
            errors: 0,
            first_error: None,
        }
    }

    /// Measures the floor of the round that comes next.
    pub fn floor(&mut self, work: impl FnOnce() -> Result<Tally>) -> Result<()> {
        let tally = self.floor.measure(work)?;
        if let Some(error) = tally.first_error {
            anyhow::bail!("the bare server failed: {error}");
        }
        Ok(())
    }

    /// Measures one round of the platform.
    pub fn platform(&mut self, work: impl FnOnce() -> Result<Tally>) -> Result<()> {
        let tally = self.platform.measure(work)?;
        self.latencies.absorb(tally.latencies);
        self.errors += tally.errors;
        self.first_error = self.first_error.take().or(tally.first_error);
        Ok(())
    }

    /// Operations a second in the latest round of the platform.
    pub fn latest_rate(&self) -> f64 {
        self.platform.rates.last().copied().unwrap_or_default()
    }

    /// The figure that all rounds together come to.
    pub fn figure(self, scenario: impl Into<String>, profile: &str) -> Result<Figure> {
        let rate = median(&self.platform.rates).unwrap_or_default();
        let pairs: Vec<f64> = self
            .platform
            .rates
            .iter()
            .zip(&self.floor.rates)
            .map(|(platform, floor)| platform / floor.max(1e-9))
            .collect();
        let mut figure = Figure::new(scenario, profile, rate, self.latencies.percentiles());
        figure.errors = self.errors;
        figure.floor = median(&self.floor.rates);
        figure.ratio = median(&pairs);
        let platform = &self.platform;
        figure.server_cpu_us_per_op = platform.micros_per_operation(platform.processor);
        figure.behind_cpu_us_per_op = platform.micros_per_operation(platform.behind);
        figure.batch = platform.batches.size();
        figure.commits_per_s = platform.commits_per_second();
        figure.waiting = median(&platform.waiting);
        figure.rss_mib = platform.meter.resident_mib()?;
        figure.aside.floor_cpu_us = figure
            .floor
            .map(|_| self.floor.micros_per_operation(self.floor.processor));
        figure.aside.first_error = self.first_error;
        Ok(figure)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tally(operations: u64, seconds: u64) -> Tally {
        let mut tally = Tally {
            elapsed: Duration::from_secs(seconds),
            ..Tally::default()
        };
        for _ in 0..operations {
            tally.latencies.record(Duration::from_millis(1));
        }
        tally
    }

    #[test]
    fn the_ratio_is_the_median_of_neighbours_not_the_quotient_of_medians() {
        let mut rounds = Rounds::between(Meter::default(), Meter::default());
        for (floor, platform) in [(10, 5), (100, 20), (30, 3)] {
            rounds.floor(|| Ok(tally(floor, 1))).unwrap();
            rounds.platform(|| Ok(tally(platform, 1))).unwrap();
        }
        let figure = rounds.figure("x", "unit").unwrap();
        assert_eq!((figure.rate, figure.floor), (5.0, Some(30.0)));
        assert_eq!(figure.ratio, Some(0.2));
    }

    #[test]
    fn a_failing_floor_is_no_floor() {
        let mut rounds = Rounds::between(Meter::default(), Meter::default());
        let failed = Tally {
            errors: 1,
            first_error: Some("refused".to_owned()),
            ..Tally::default()
        };
        assert!(rounds.floor(|| Ok(failed)).is_err());
    }
}
