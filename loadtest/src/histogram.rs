//! Latencies, kept one by one, so that every percentile is a time that was really measured.

use std::time::Duration;

/// All latencies of a run, in microseconds; four bytes each.
#[derive(Clone, Debug, Default)]
pub struct Histogram {
    micros: Vec<u32>,
}

/// The times below which so many of the operations stayed, in milliseconds.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Percentiles {
    /// Half of them.
    pub p50: f64,
    /// 95 of a hundred.
    pub p95: f64,
    /// 99 of a hundred.
    pub p99: f64,
    /// 999 of a thousand.
    pub p999: f64,
    /// All of them.
    pub max: f64,
}

impl Histogram {
    /// Adds one latency; more than 71 minutes count as 71 minutes.
    pub fn record(&mut self, latency: Duration) {
        self.micros
            .push(u32::try_from(latency.as_micros()).unwrap_or(u32::MAX));
    }

    /// Adds all latencies of another one.
    pub fn absorb(&mut self, other: Self) {
        self.micros.extend(other.micros);
    }

    /// How many were recorded.
    pub fn count(&self) -> usize {
        self.micros.len()
    }

    /// The percentiles by nearest rank: the smallest recorded time that at least that share of all
    /// recorded times does not exceed. All zero when nothing was recorded.
    pub fn percentiles(mut self) -> Percentiles {
        self.micros.sort_unstable();
        let at = |per_mille: usize| {
            let rank = (self.micros.len() * per_mille).div_ceil(1000);
            let micros = self.micros.get(rank.saturating_sub(1));
            micros.map_or(0.0, |micros| f64::from(*micros) / 1000.0)
        };
        Percentiles {
            p50: at(500),
            p95: at(950),
            p99: at(990),
            p999: at(999),
            max: at(1000),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(micros: impl IntoIterator<Item = u64>) -> Histogram {
        let mut histogram = Histogram::default();
        for micros in micros {
            histogram.record(Duration::from_micros(micros));
        }
        histogram
    }

    #[test]
    fn percentiles_are_recorded_values_by_nearest_rank() {
        let percentiles = of((1..=1000).rev().map(|n| n * 1000)).percentiles();
        let expected = Percentiles {
            p50: 500.0,
            p95: 950.0,
            p99: 990.0,
            p999: 999.0,
            max: 1000.0,
        };
        assert_eq!(percentiles, expected);
    }

    #[test]
    fn one_slow_operation_shows_in_the_maximum_only_where_its_rank_falls() {
        let percentiles = of([10, 10, 10, 5000]).percentiles();
        assert_eq!((percentiles.p50, percentiles.p95), (0.01, 5.0));
        assert_eq!(of([]).percentiles(), Percentiles::default());
    }

    #[test]
    fn absorbing_keeps_every_value() {
        let mut all = of([1, 2]);
        all.absorb(of([3]));
        assert_eq!(all.count(), 3);
        assert_eq!(all.micros, [1, 2, 3]);
    }
}
