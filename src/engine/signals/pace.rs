//! How fast and how evenly answers came, and on how many devices.

use super::{Signal, Traced};

/// A question with its options can't be read in less.
const READ_MS: i64 = 1_500;
/// Below so many answers times say nothing.
const LEAST: usize = 5;

pub(super) fn signals(own: &Traced, min_plausible_s: Option<u32>) -> Vec<Signal> {
    let mut found = Vec::new();
    if let Some(least_s) = min_plausible_s
        && own.duration_ms < i64::from(least_s) * 1000
    {
        found.push(Signal::TooFast {
            duration_ms: own.duration_ms,
            least_s,
        });
    }
    let mut gaps = gaps(own);
    gaps.sort_unstable();
    if gaps.len() >= LEAST {
        let answers = i64::try_from(gaps.len()).unwrap_or(i64::MAX);
        let median_ms = gaps[gaps.len() / 2];
        let (shortest_ms, longest_ms) = (gaps[0], gaps[gaps.len() - 1]);
        if median_ms < READ_MS {
            found.push(Signal::FastAnswers { median_ms, answers });
        }
        // Within a tenth of each other. Answers that a phone sends all at once have no gaps to speak of.
        if shortest_ms > 0 && (longest_ms - shortest_ms) * 10 <= median_ms {
            found.push(Signal::EvenPace {
                shortest_ms,
                longest_ms,
                answers,
            });
        }
    }
    if own.epoch > 1 {
        found.push(Signal::DeviceChanged {
            times: own.epoch - 1,
        });
    }
    found
}

/// Time between each first answer and the one before, or the start.
fn gaps(own: &Traced) -> Vec<i64> {
    let mut by_order: Vec<_> = own.answers.iter().collect();
    by_order.sort_unstable_by_key(|answer| answer.order);
    let mut before = own.started_at;
    by_order
        .iter()
        .map(|answer| {
            let gap = answer.first_at.since(before).0;
            before = answer.first_at;
            gap
        })
        .collect()
}

#[cfg(test)]
pub(super) mod tests {
    use super::super::Answered;
    use super::*;
    use crate::domain::Timestamp;

    /// A letter a question, `a` is right, `.` is blank; so many milliseconds before each answer.
    pub fn traced(number: i64, letters: &str, gaps: &[i64]) -> Traced {
        let started = Timestamp::from_millis(1_000_000);
        let mut at = 0;
        let answers = (0..)
            .zip(letters.chars().zip(gaps))
            .map(|(question, (letter, gap))| {
                at += gap;
                Answered {
                    question,
                    slot: u16::try_from(question).unwrap() + 1,
                    text: letter.to_string(),
                    correct: letter == 'a',
                    options: 4,
                    first_at: Timestamp::from_millis(started.millis() + at),
                    order: question as usize,
                }
            })
            .filter(|answer| answer.text != ".")
            .collect();
        Traced {
            number,
            started_at: started,
            duration_ms: at,
            epoch: 1,
            answers,
        }
    }

    #[test]
    fn an_ordinary_pace_is_nothing() {
        let own = traced(1, "abcaab", &[9_000, 14_000, 30_000, 6_000, 21_000, 12_000]);
        assert_eq!(signals(&own, Some(60)), []);
    }

    #[test]
    fn what_is_too_fast_to_read_is_told() {
        let own = traced(1, "aaaaa", &[900, 800, 700, 12_000, 1_200]);
        assert_eq!(
            signals(&own, Some(16)),
            [
                Signal::TooFast {
                    duration_ms: 15_600,
                    least_s: 16
                },
                Signal::FastAnswers {
                    median_ms: 900,
                    answers: 5
                },
            ]
        );
        assert!(signals(&traced(1, "aaaa", &[100; 4]), None).is_empty());
    }

    #[test]
    fn equal_intervals_and_changed_devices_are_told() {
        let mut own = traced(1, "aaaaaa", &[5_000, 5_100, 4_900, 5_000, 5_200, 5_000]);
        own.epoch = 3;
        assert_eq!(
            signals(&own, None),
            [
                Signal::EvenPace {
                    shortest_ms: 4_900,
                    longest_ms: 5_200,
                    answers: 6
                },
                Signal::DeviceChanged { times: 2 },
            ]
        );
        // A phone that was away sends everything at once.
        let burst = traced(1, "aaaaaa", &[60_000, 0, 0, 0, 0, 0]);
        let codes = signals(&burst, None);
        assert!(
            matches!(codes[..], [Signal::FastAnswers { median_ms: 0, .. }]),
            "{codes:?}"
        );
    }
}
