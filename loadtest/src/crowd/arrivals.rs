//! When people come: evenly, all on a bell, or as they do before a deadline.

use anyhow::{Context, Result, bail, ensure};
use serde::Deserialize;
use std::fs::File;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

/// Submissions in each minute of the online round of the 48th ICPC in Asia, 300 minutes long, of
/// the first 299 the mean of each ten (the last group has nine): the last minute carries 10.5 times
/// the mean of all.
const TENS: [u32; 30] = [
    136, 193, 151, 137, 130, 127, 114, 115, 100, 100, 93, 91, 88, 84, 86, 88, 81, 84, 79, 75, 76,
    80, 82, 81, 84, 97, 105, 111, 159, 311,
];
/// And in the last minute.
const LAST: u32 = 1195;
const MINUTES: usize = 300;

/// How many come in each of many equal parts of the time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shape {
    parts: Vec<u32>,
}

/// What is read of a trace (`run.json` of `xcpcio` boards).
#[derive(Deserialize)]
struct Run {
    timestamp: u64,
}

impl Shape {
    /// As many at every time.
    pub fn even() -> Self {
        Self { parts: vec![1] }
    }

    /// Few for long, and a rush in the last of 300 minutes.
    pub fn last_minute() -> Self {
        let mut parts: Vec<u32> = TENS.iter().flat_map(|mean| [*mean; 10]).collect();
        parts.truncate(MINUTES - 1);
        parts.push(LAST);
        Self { parts }
    }

    /// That of a trace: a JSON list of submissions with a `timestamp` in seconds or milliseconds
    /// since the start, also packed with gzip; its last submission is its end.
    pub fn of_trace(path: &Path) -> Result<Self> {
        let named = || format!("{} is not a trace", path.display());
        let file = File::open(path).with_context(named)?;
        let packed = path.extension().is_some_and(|end| end == "gz");
        let runs: Vec<Run> = if packed {
            let mut gzip = Command::new("gzip");
            gzip.args(["--decompress", "--stdout"]);
            let output = gzip.stdin(file).stderr(Stdio::inherit()).output()?;
            ensure!(output.status.success(), "{}", named());
            serde_json::from_slice(&output.stdout).with_context(named)?
        } else {
            serde_json::from_reader(std::io::BufReader::new(file)).with_context(named)?
        };
        let times: Vec<u64> = runs.into_iter().map(|run| run.timestamp).collect();
        Self::of_times(&times).with_context(named)
    }

    fn of_times(times: &[u64]) -> Result<Self> {
        let Some(end) = times.iter().copied().max().filter(|end| *end > 0) else {
            bail!("nothing happens in it");
        };
        let mut parts = vec![0; MINUTES];
        for time in times {
            // The very last one belongs to the last part, not to one after it.
            let part = u128::from(*time) * MINUTES as u128 / (u128::from(end) + 1);
            parts[usize::try_from(part)?] += 1;
        }
        Ok(Self { parts })
    }

    /// How much busier the last part is than all parts on average.
    pub fn rush(&self) -> f64 {
        let total: f64 = self.parts.iter().map(|part| f64::from(*part)).sum();
        let mean = total / crate::figure::count(self.parts.len());
        self.parts.last().map_or(0.0, |last| f64::from(*last)) / mean.max(f64::MIN_POSITIVE)
    }

    /// When the last part begins, if all of it takes `over`.
    pub fn last_part(&self, over: Duration) -> Duration {
        let parts = u32::try_from(self.parts.len()).unwrap_or(u32::MAX);
        over.saturating_sub(over / parts)
    }

    /// When each of `many` people comes, in order, if all of it takes `over`.
    pub fn times(&self, many: usize, over: Duration) -> Vec<Duration> {
        let total: f64 = self.parts.iter().map(|part| f64::from(*part)).sum();
        let width = over.as_secs_f64() / crate::figure::count(self.parts.len());
        let mut times = Vec::with_capacity(many);
        let (mut part, mut before) = (0, 0.0);
        for person in 0..many {
            // The middle of this person's share of all the weight.
            let at = (crate::figure::count(person) + 0.5) / crate::figure::count(many) * total;
            while part + 1 < self.parts.len() && before + f64::from(self.parts[part]) < at {
                before += f64::from(self.parts[part]);
                part += 1;
            }
            let within = (at - before) / f64::from(self.parts[part].max(1));
            let at = width * (crate::figure::count(part) + within.clamp(0.0, 1.0));
            times.push(Duration::from_secs_f64(at));
        }
        times
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OVER: Duration = Duration::from_secs(30);

    #[test]
    fn the_built_in_rush_is_that_of_the_trace() {
        let shape = Shape::last_minute();
        assert_eq!(shape.parts.len(), MINUTES);
        assert!((shape.rush() - 10.5).abs() < 0.2, "{}", shape.rush());
        let times = shape.times(34_262, OVER);
        let begin = shape.last_part(OVER);
        let late = times.iter().filter(|time| **time >= begin).count();
        assert!((1_150..1_250).contains(&late), "{late}");
    }

    #[test]
    fn everyone_comes_once_in_order_and_in_time() {
        for shape in [Shape::even(), Shape::last_minute()] {
            let times = shape.times(1_000, OVER);
            assert_eq!(times.len(), 1_000);
            assert!(times.is_sorted());
            assert!(times.last().unwrap() <= &OVER);
        }
        let even = Shape::even().times(3, Duration::from_secs(3));
        assert_eq!(even, [500, 1_500, 2_500].map(Duration::from_millis));
        assert!(Shape::even().times(0, OVER).is_empty());
    }

    #[test]
    fn a_trace_is_cut_into_equal_parts() {
        let times: Vec<u64> = (0..600).chain([599; 100]).collect();
        let shape = Shape::of_times(&times).unwrap();
        assert_eq!((shape.parts[0], *shape.parts.last().unwrap()), (2, 102));
        assert!(Shape::of_times(&[]).is_err());
        assert!(Shape::of_times(&[0, 0]).is_err());
    }
}
