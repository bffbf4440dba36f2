//! Time for each question: questions come one after another by the server's clock (domain.md 2.1).

use super::deadline::{GRACE, with_outages};
use crate::domain::{Millis, Slot, Timestamp};

/// The time of one question, without the network's grace.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SlotTime {
    /// First instant at which it is shown.
    pub opens_at: Timestamp,
    /// When its time is up and the next one comes.
    pub closes_at: Timestamp,
}

impl SlotTime {
    /// Whether the question is shown at `now`: from its opening on.
    pub fn is_shown(&self, now: Timestamp) -> bool {
        self.opens_at <= now
    }

    /// Whether an answer to it is taken at `now`: from its opening until the grace after its end.
    pub fn takes(&self, now: Timestamp) -> bool {
        self.is_shown(now) && now <= self.closes_at + GRACE
    }
}

/// How the questions of an attempt follow one another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pacing {
    /// Seconds for each question.
    pub per_question_s: u32,
    /// Seconds for the paper.
    pub time_limit_s: u32,
    /// The person's extra time, which every question gets its share of.
    pub extra: Millis,
    /// Outages that were given back: while one lasted, no question's time went by.
    pub outages: Vec<(Timestamp, Timestamp)>,
}

impl Pacing {
    /// When the question in a slot, from 1, comes and goes in an attempt that began then.
    pub fn time_of(&self, slot: Slot, started_at: Timestamp) -> SlotTime {
        let limit = i128::from(self.time_limit_s.max(1)) * 1000;
        let has = limit + i128::from(self.extra.0.max(0));
        let end_of = |slot: u16| {
            let plain = i128::from(slot) * i128::from(self.per_question_s) * 1000;
            let long = i64::try_from(plain * has / limit).unwrap_or(i64::MAX / 4);
            with_outages(started_at + Millis(long), started_at, &self.outages)
        };
        SlotTime {
            opens_at: if slot.0 <= 1 {
                started_at
            } else {
                end_of(slot.0 - 1)
            },
            closes_at: end_of(slot.0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::fixtures::at;
    use proptest::prelude::*;

    fn pacing(extra_s: i64, outages: &[(i64, i64)]) -> Pacing {
        Pacing {
            per_question_s: 30,
            time_limit_s: 600,
            extra: Millis::seconds(extra_s),
            outages: outages
                .iter()
                .map(|(from, to)| (at(*from), at(*to)))
                .collect(),
        }
    }

    #[test]
    fn questions_follow_one_another() {
        let time = |pacing: &Pacing, slot| {
            let time = pacing.time_of(Slot(slot), at(100));
            (time.opens_at, time.closes_at)
        };
        let plain = pacing(0, &[]);
        assert_eq!(time(&plain, 1), (at(100), at(130)));
        assert_eq!(time(&plain, 20), (at(670), at(700)));
        // Half as much time again for the paper is half as much again for each question.
        assert_eq!(time(&pacing(300, &[]), 2), (at(145), at(190)));
        // An outage during the second question gives back what was left of it, and moves the others.
        let out = pacing(0, &[(140, 200)]);
        assert_eq!(time(&out, 1), (at(100), at(130)));
        assert_eq!(time(&out, 2), (at(130), at(220)));
        assert_eq!(time(&out, 3), (at(220), at(250)));
        let second = plain.time_of(Slot(2), at(100));
        assert!(!second.takes(at(129)) && second.takes(at(130)) && second.takes(at(165)));
        assert!(!second.takes(at(166)) && second.is_shown(at(500)));
    }

    proptest! {
        #[test]
        fn there_is_always_one_question_and_none_is_skipped(
            per in 5_u32..100, count in 1_u16..40, spare in 0_u32..100, extra in 0_i64..1_000_000,
            outages in prop::collection::vec((0_i64..3_000, 0_i64..500), 0..4),
        ) {
            let pacing = Pacing {
                per_question_s: per,
                time_limit_s: per * u32::from(count) + spare,
                extra: Millis(extra),
                outages: outages.iter().map(|(from, long)| (at(*from), at(from + long))).collect(),
            };
            let time = |slot| pacing.time_of(Slot(slot), at(7));
            prop_assert_eq!(time(1).opens_at, at(7));
            for slot in 1..count {
                prop_assert_eq!(time(slot).closes_at, time(slot + 1).opens_at);
                prop_assert!(time(slot).opens_at < time(slot).closes_at);
            }
            let limit = Millis(i64::from(pacing.time_limit_s) * 1000 + extra);
            prop_assert!(time(count).closes_at <= with_outages(at(7) + limit, at(7), &pacing.outages));
        }
    }
}
