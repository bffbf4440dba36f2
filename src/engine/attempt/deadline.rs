//! Deadlines and what counts as in time (algorithms.md 5).

use crate::domain::{Millis, Timestamp};

/// Time for the network after the deadline, in which writes are still taken, marked late.
pub const GRACE: Millis = Millis::seconds(5);

/// What a person has for an attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Allowance {
    /// Seconds for the paper.
    pub time_limit_s: u32,
    /// Personal extra time.
    pub extra: Millis,
    /// Instant at which every attempt of the round ends.
    pub hard_end_at: Option<Timestamp>,
    /// Outages given back; they count beyond the hard end too.
    pub given_back: Millis,
}

impl Allowance {
    /// What everybody has: nothing extra, nothing given back.
    pub fn of(time_limit_s: u32, hard_end_at: Option<Timestamp>) -> Self {
        Self {
            time_limit_s,
            extra: Millis(0),
            hard_end_at,
            given_back: Millis(0),
        }
    }

    /// `min(started_at + time limit + personal extra time, hard_end_at if there is one) + outages
    /// given back`.
    pub fn deadline(&self, started_at: Timestamp) -> Timestamp {
        let runs_out = started_at + Millis::seconds(i64::from(self.time_limit_s)) + self.extra;
        let ends = self.hard_end_at.map_or(runs_out, |end| runs_out.min(end));
        ends + self.given_back
    }
}

/// A deadline after outages were given back: whoever was sitting when one began, or began while it
/// lasted, has after its end all the time that he had left. `deadline` is the one without outages;
/// the spans (from, to) may come in any order and overlap.
pub fn with_outages(
    deadline: Timestamp,
    started_at: Timestamp,
    outages: &[(Timestamp, Timestamp)],
) -> Timestamp {
    let mut spans: Vec<(Timestamp, Timestamp)> = outages
        .iter()
        .filter(|(from, to)| from < to)
        .copied()
        .collect();
    spans.sort_unstable();
    let mut ends = deadline;
    // Up to here everything that was lost is counted.
    let mut counted = started_at;
    for (from, to) in spans {
        let lost_from = from.max(counted);
        if lost_from < ends && lost_from < to {
            ends = ends + Millis(to.since(lost_from).0);
            counted = to;
        }
    }
    ends
}

/// The deadline of a running attempt after its allowance changed: the newly computed one, but never
/// earlier than what the person was promised.
#[must_use]
pub fn moved(deadline: Timestamp, started_at: Timestamp, allowance: &Allowance) -> Timestamp {
    deadline.max(allowance.deadline(started_at))
}

/// Where a write stands to the deadline.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Timeliness {
    /// Up to the deadline itself.
    InTime,
    /// Up to [`GRACE`] after it: taken, marked late.
    Late,
    /// Refused; the clock hands the attempt in.
    Closed,
}

impl Timeliness {
    /// Of a write at `now`.
    pub fn at(now: Timestamp, deadline: Timestamp) -> Self {
        if now <= deadline {
            Self::InTime
        } else if now <= deadline + GRACE {
            Self::Late
        } else {
            Self::Closed
        }
    }
}

/// Time left until the deadline, never negative.
pub fn remaining(now: Timestamp, deadline: Timestamp) -> Millis {
    deadline.since(now).max(Millis(0))
}

/// How an attempt ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Finish {
    /// When it was handed in, at most the deadline: grace is for the network, not for thinking.
    pub submitted_at: Timestamp,
    /// Time used, in milliseconds, from 0 to that of the deadline.
    pub duration_ms: i64,
}

/// The end of an attempt that is handed in at `now`, by the person or by the clock. A clock that gets
/// to it late records the deadline.
pub fn finish(started_at: Timestamp, deadline: Timestamp, now: Timestamp) -> Finish {
    let submitted_at = now.min(deadline).max(started_at);
    Finish {
        submitted_at,
        duration_ms: submitted_at.since(started_at).0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::fixtures::at;
    use proptest::prelude::*;

    #[test]
    fn the_hard_end_cuts_what_was_given_and_outages_come_on_top() {
        let mut allowance = Allowance::of(900, None);
        assert_eq!(allowance.deadline(at(100)), at(1000));
        allowance.extra = Millis::seconds(60);
        assert_eq!(allowance.deadline(at(100)), at(1060));
        allowance.hard_end_at = Some(at(1010));
        assert_eq!(allowance.deadline(at(100)), at(1010));
        allowance.given_back = Millis::seconds(30);
        assert_eq!(allowance.deadline(at(100)), at(1040));
    }

    #[test]
    fn the_deadline_is_in_time_and_the_grace_has_an_end() {
        let deadline = at(1000);
        let one = Millis(1);
        assert_eq!(Timeliness::at(deadline, deadline), Timeliness::InTime);
        assert_eq!(Timeliness::at(deadline + one, deadline), Timeliness::Late);
        assert_eq!(Timeliness::at(deadline + GRACE, deadline), Timeliness::Late);
        assert_eq!(
            Timeliness::at(deadline + GRACE + one, deadline),
            Timeliness::Closed
        );
        assert_eq!(remaining(at(990), deadline), Millis::seconds(10));
        assert_eq!(remaining(at(1001), deadline), Millis(0));
    }

    #[test]
    fn time_used_is_capped_at_the_deadline() {
        let ended = |now| finish(at(100), at(1000), at(now));
        assert_eq!(ended(400).duration_ms, 300_000);
        assert_eq!(ended(400).submitted_at, at(400));
        for late in [1000, 1003, 99_999] {
            assert_eq!(ended(late).submitted_at, at(1000));
            assert_eq!(ended(late).duration_ms, 900_000);
        }
    }

    #[test]
    fn an_outage_stops_the_clock_of_who_was_sitting() {
        let after = |outages: &[(i64, i64)]| {
            let spans: Vec<_> = outages
                .iter()
                .map(|(from, to)| (at(*from), at(*to)))
                .collect();
            with_outages(at(1000), at(100), &spans)
        };
        assert_eq!(after(&[]), at(1000));
        assert_eq!(after(&[(200, 260)]), at(1060));
        // It lasted beyond the end: what was left comes after it.
        assert_eq!(after(&[(900, 5000)]), at(5100));
        // Before the start and after the end nothing was lost.
        assert_eq!(after(&[(0, 100), (1000, 1100)]), at(1000));
        assert_eq!(after(&[(50, 150)]), at(1050));
        // Told twice, or in parts that overlap, it is one.
        assert_eq!(after(&[(200, 260), (200, 260)]), at(1060));
        assert_eq!(after(&[(230, 260), (200, 240)]), at(1060));
        // Time that was given back may be lost again.
        assert_eq!(after(&[(200, 260), (1030, 1100)]), at(1130));
        assert_eq!(after(&[(300, 200)]), at(1000));
    }

    proptest! {
        #[test]
        fn what_is_left_when_an_outage_begins_is_left_when_it_ends(
            outages in prop::collection::vec((0_i64..3_000, 0_i64..500), 0..6),
        ) {
            let spans: Vec<_> = outages.iter().map(|(from, long)| (at(*from), at(from + long))).collect();
            let ends = with_outages(at(1000), at(100), &spans);
            // Second by second: the clock runs only while nothing is out.
            let mut left = 900;
            let mut now = 100;
            while left > 0 {
                let out = outages.iter().any(|(from, long)| (*from..from + long).contains(&now));
                left -= i64::from(!out);
                now += 1;
            }
            prop_assert_eq!(ends, at(now));
        }

        #[test]
        fn deadlines_never_move_earlier(
            started in 0_i64..2_000_000_000_000,
            first in (1_u32..20_000, 0_i64..10_000_000, prop::option::of(0_i64..2_000_000_000_000)),
            changes in prop::collection::vec(
                (1_u32..20_000, 0_i64..10_000_000, prop::option::of(0_i64..2_000_000_000_000), 0_i64..10_000_000),
                0..8,
            ),
        ) {
            let started = Timestamp::from_millis(started);
            let allowance = |(limit, extra, end, back): (u32, i64, Option<i64>, i64)| Allowance {
                time_limit_s: limit,
                extra: Millis(extra),
                hard_end_at: end.map(Timestamp::from_millis),
                given_back: Millis(back),
            };
            let mut deadline = allowance((first.0, first.1, first.2, 0)).deadline(started);
            for change in changes {
                let next = moved(deadline, started, &allowance(change));
                prop_assert!(next >= deadline);
                prop_assert!(next == deadline || next == allowance(change).deadline(started));
                deadline = next;
            }
        }

        #[test]
        fn more_given_is_never_less_time(
            limit in 1_u32..20_000, extra in 0_i64..1_000_000, back in 0_i64..1_000_000,
            end in prop::option::of(0_i64..100_000_000), more in 0_i64..1_000_000,
        ) {
            let base = Allowance {
                time_limit_s: limit,
                extra: Millis(extra),
                hard_end_at: end.map(Timestamp::from_millis),
                given_back: Millis(back),
            };
            let deadline = base.deadline(at(1));
            let extra = Allowance { extra: Millis(extra + more), ..base };
            prop_assert!(extra.deadline(at(1)) >= deadline);
            let back = Allowance { given_back: Millis(back + more), ..base };
            prop_assert_eq!(back.deadline(at(1)), deadline + Millis(more));
        }
    }
}
