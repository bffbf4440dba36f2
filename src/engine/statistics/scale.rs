//! What a total means among those who had the same blueprint.

/// A third of those who sat, by their totals. Equals at a border stand outside the middle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Third {
    /// The lowest third.
    Low,
    /// In between.
    Middle,
    /// The highest third.
    High,
}

/// Mean, spread and thirds of the totals of one blueprint.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scale {
    mean: f64,
    deviation: f64,
    /// The lowest third has at most this.
    low: f64,
    /// The highest third has at least this.
    high: f64,
}

impl Scale {
    /// From the totals of all finished attempts of the blueprint; none if there are none.
    pub fn of(mut totals: Vec<f64>) -> Option<Self> {
        if totals.is_empty() {
            return None;
        }
        totals.sort_by(f64::total_cmp);
        let n = totals.len();
        let count = count(n);
        let mean = totals.iter().sum::<f64>() / count;
        let squares: f64 = totals.iter().map(|total| (total - mean).powi(2)).sum();
        let variance = if n > 1 { squares / (count - 1.0) } else { 0.0 };
        Some(Self {
            mean,
            // Where all are equal nothing is spread, and nothing has to be scaled.
            deviation: if variance > 0.0 { variance.sqrt() } else { 1.0 },
            low: totals[(n - 1) / 3],
            high: totals[n - 1 - (n - 1) / 3],
        })
    }

    /// A rest score on the common scale: 0 is the mean of the totals, 1 their standard deviation.
    pub fn standard(&self, rest: f64) -> f64 {
        (rest - self.mean) / self.deviation
    }

    /// The third in which a total lies. Where more than a third share one total, those below it are the
    /// lowest ones and those above it the highest.
    pub fn third(&self, total: f64) -> Third {
        let meet = self.low >= self.high;
        if meet && total.total_cmp(&self.low).is_eq() {
            Third::Middle
        } else if total <= self.low {
            Third::Low
        } else if total >= self.high {
            Third::High
        } else {
            Third::Middle
        }
    }
}

/// A count as a number to compute with: exact up to 2⁵³.
#[expect(
    clippy::cast_precision_loss,
    reason = "counts of attempts lie far below 2^53"
)]
pub(super) fn count(n: usize) -> f64 {
    n as f64
}
