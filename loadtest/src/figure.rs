//! One line of the result: a scenario with its figures.

use crate::histogram::Percentiles;
use serde::Serialize;

/// What a scenario came to. Serialised without what only the printed table shows.
#[derive(Clone, Debug, Serialize)]
pub struct Figure {
    /// Name of the scenario, with its size where it has one.
    pub scenario: String,
    /// `unit` or `province`.
    pub profile: String,
    /// Operations a second, median of the rounds; for a push deliveries a second.
    pub rate: f64,
    /// Half of the operations took no longer, in milliseconds.
    pub p50_ms: f64,
    /// 95 of a hundred took no longer.
    pub p95_ms: f64,
    /// 99 of a hundred took no longer.
    pub p99_ms: f64,
    /// 999 of a thousand took no longer.
    pub p999_ms: f64,
    /// None took longer.
    pub max_ms: f64,
    /// Operations that failed.
    pub errors: u64,
    /// Answers 429 and from 500 on during the scenario, also to what was done in the end.
    pub refused: u64,
    /// Acknowledgements that the platform no longer knew of afterwards.
    pub acks_lost: u64,
    /// The same unit as `rate`, from the bare server beside it; none where there is nothing to
    /// compare with.
    pub floor: Option<f64>,
    /// Median over the rounds of `rate` to `floor`, each pair taken one right after the other. For
    /// a push it is the time to the last client over the floor's: there less is better.
    pub ratio: Option<f64>,
    /// The batch writer alone, in the same unit as `rate`; none where nothing is written.
    pub writer: Option<f64>,
    /// Processor time of all servers for one operation, in microseconds.
    pub server_cpu_us_per_op: f64,
    /// The part of it that database, live state and balancer took.
    pub behind_cpu_us_per_op: f64,
    /// Commands in a batch of the writer on average.
    pub batch: Option<f64>,
    /// Commands that waited for the writer, on average; none where the nodes don't tell.
    pub waiting: Option<f64>,
    /// Batches that the writer committed a second.
    pub commits_per_s: Option<f64>,
    /// What stands behind an acknowledgement; empty where nothing is written.
    pub durability: &'static str,
    /// Resident memory of the server afterwards, in MiB.
    pub rss_mib: f64,
    /// What only the table shows.
    #[serde(skip)]
    pub aside: Aside,
}

/// Figures and remarks that are printed but not written to the file.
#[derive(Clone, Debug, Default)]
pub struct Aside {
    /// Processor time of the bare server for one operation, in microseconds.
    pub floor_cpu_us: Option<f64>,
    /// The ratio to reach (performance.md 3), written as it is to be read.
    pub goal: &'static str,
    /// What others reached on such a machine (performance.md 4).
    pub others: &'static str,
    /// What the first failed operation said.
    pub first_error: Option<String>,
}

impl Figure {
    /// A figure without a floor and without failures.
    pub fn new(scenario: impl Into<String>, profile: &str, rate: f64, times: Percentiles) -> Self {
        Self {
            scenario: scenario.into(),
            profile: profile.to_owned(),
            rate,
            p50_ms: times.p50,
            p95_ms: times.p95,
            p99_ms: times.p99,
            p999_ms: times.p999,
            max_ms: times.max,
            errors: 0,
            refused: 0,
            acks_lost: 0,
            floor: None,
            ratio: None,
            writer: None,
            server_cpu_us_per_op: 0.0,
            behind_cpu_us_per_op: 0.0,
            batch: None,
            waiting: None,
            commits_per_s: None,
            durability: "",
            rss_mib: 0.0,
            aside: Aside::default(),
        }
    }
}

/// A count as a number to divide by.
#[expect(
    clippy::cast_precision_loss,
    reason = "a run counts far fewer than 2^52 operations"
)]
pub fn count(n: usize) -> f64 {
    n as f64
}

/// The middle value; of an even number the mean of the two in the middle; none of nothing.
pub fn median(values: &[f64]) -> Option<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    let upper = *sorted.get(sorted.len() / 2)?;
    let lower = sorted[(sorted.len() - 1) / 2];
    Some(f64::midpoint(lower, upper))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_is_not_moved_by_one_wild_round() {
        assert_eq!(median(&[1.0, 900.0, 2.0]), Some(2.0));
        assert_eq!(median(&[4.0, 2.0]), Some(3.0));
        assert_eq!(median(&[]), None);
    }

    #[test]
    fn the_file_has_the_agreed_keys_and_no_others() {
        let figure = Figure::new("save", "unit", 1.0, Percentiles::default());
        let json = serde_json::to_value(figure).unwrap();
        let mut keys: Vec<_> = json.as_object().unwrap().keys().cloned().collect();
        keys.sort();
        let mut agreed = [
            "scenario",
            "profile",
            "rate",
            "p50_ms",
            "p95_ms",
            "p99_ms",
            "p999_ms",
            "max_ms",
            "writer",
            "behind_cpu_us_per_op",
            "batch",
            "waiting",
            "commits_per_s",
            "durability",
            "errors",
            "refused",
            "acks_lost",
            "floor",
            "ratio",
            "server_cpu_us_per_op",
            "rss_mib",
        ];
        agreed.sort_unstable();
        assert_eq!(keys, agreed);
    }
}
