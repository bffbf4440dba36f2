//! When a round is open: the state of a moment, from what is stored and what time it is.

use crate::domain::contest::{PredictionScope, RoundRules, ScoreboardMode, Window};
use crate::domain::{ByHand, Millis, Round, RoundState, Timestamp};

/// No attempt may be started now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the round is not open")]
pub struct NotOpen {
    /// When it opens next, as far as that is known; none: not again by itself.
    pub opens_at: Option<Timestamp>,
}

/// The state of a round at an instant (api.md 2).
///
/// What was written as draft, closed, published or void stays so. Otherwise what staff did by hand
/// beats the window, both ways and until staff undo it; only two things beat that: after
/// `hard_end_at` nobody could sit a paper, and without the value of a beacon that the rules name no
/// paper can be drawn. Between two windows a round is scheduled again.
pub fn state_at(round: &Round, now: Timestamp) -> RoundState {
    match round.state {
        RoundState::Scheduled | RoundState::Open | RoundState::Closing => {}
        stored => return stored,
    }
    let rules = &round.rules;
    if round.by_hand == Some(ByHand::Closed) {
        RoundState::Closing
    } else if lacks_beacon(round) {
        RoundState::Scheduled
    } else if rules.hard_end_at.is_some_and(|end| now >= end) {
        RoundState::Closing
    } else if round.by_hand == Some(ByHand::Reopened) {
        RoundState::Open
    } else if now >= closes_for_starts_at(rules) {
        RoundState::Closing
    } else if round.by_hand == Some(ByHand::Opened)
        || spans(rules).any(|span| span.from <= now && now < span.to)
    {
        RoundState::Open
    } else {
        RoundState::Scheduled
    }
}

/// The cut-off of a round's public counts and boards: what was handed in after it shows only when the
/// round is over. None: there is no cut-off.
pub fn cut_off(round: &Round, now: Timestamp) -> Option<Timestamp> {
    let publish = &round.rules.publish;
    let is_frozen = publish.scoreboard == ScoreboardMode::Frozen && !state_at(round, now).is_over();
    publish.freeze_at.filter(|_| is_frozen)
}

/// Whether what a round's board or counts show must stay hidden now, because a prediction question
/// asks for what they equal or reveal (api.md 2). `rounds` are all rounds of the contest.
pub fn hides_counts(rounds: &[Round], round: &Round, now: Timestamp) -> bool {
    rounds.iter().any(|other| {
        let Some(prediction) = &other.rules.prediction else {
            return false;
        };
        let counts_all = prediction.scope == PredictionScope::Contest && round.rules.kind.counts();
        (other.id == round.id || counts_all)
            && !other.rules.publish.target_visible
            && !state_at(other, now).is_over()
    })
}

/// Whether an attempt may be started now.
pub fn may_start(round: &Round, now: Timestamp) -> Result<(), NotOpen> {
    match state_at(round, now) {
        RoundState::Open => Ok(()),
        RoundState::Scheduled => Err(NotOpen {
            opens_at: next_opening(round, now),
        }),
        _ => Err(NotOpen { opens_at: None }),
    }
}

/// The first instant at which no attempt may be started any more, going by the rules alone.
pub fn closes_for_starts_at(rules: &RoundRules) -> Timestamp {
    let last_window = rules.windows.iter().map(|window| window.to).max();
    [rules.last_start_at, rules.hard_end_at, last_window]
        .into_iter()
        .flatten()
        .fold(rules.closes_at, Timestamp::min)
}

/// An instant after which no attempt of the round can be running, if nothing is done by hand from
/// now on and nobody is given extra time: the job that closes rounds looks at the attempts
/// themselves, and people who plan its run look here.
pub fn latest_possible_deadline(round: &Round, now: Timestamp) -> Timestamp {
    let rules = &round.rules;
    let by_rules = closes_for_starts_at(rules);
    let last_start = match round.by_hand {
        Some(ByHand::Closed) => now,
        Some(ByHand::Reopened) => by_rules.max(now),
        Some(ByHand::Opened) | None => by_rules,
    };
    let runs_out = last_start + Millis::seconds(i64::from(rules.time_limit_s));
    rules.hard_end_at.map_or(runs_out, |end| runs_out.min(end))
}

fn lacks_beacon(round: &Round) -> bool {
    round.rules.beacon.is_some() && round.beacon.is_none()
}

fn next_opening(round: &Round, now: Timestamp) -> Option<Timestamp> {
    let due = match &round.rules.beacon {
        Some(beacon) if round.beacon.is_none() => beacon.due,
        _ => now,
    };
    // The first moment that is in a window and for which the beacon can be there.
    let openings = spans(&round.rules).filter(|span| span.to > due.max(now));
    openings
        .map(|span| span.from.max(due))
        .min()
        .filter(|at| *at > now)
}

/// The intervals in which attempts may be started, within `opens_at` and the end of starts.
fn spans(rules: &RoundRules) -> impl Iterator<Item = Window> {
    let whole = Window {
        from: rules.opens_at,
        to: rules.closes_at,
    };
    let end = closes_for_starts_at(rules);
    let listed = rules.windows.iter().copied();
    let whole = rules.windows.is_empty().then_some(whole);
    listed
        .chain(whole)
        .map(move |window| Window {
            from: window.from.max(rules.opens_at),
            to: window.to.min(end),
        })
        .filter(|window| window.from < window.to)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::contest::Beacon;
    use crate::engine::fixtures::{at, round};

    fn states(round: &Round, instants: &[i64]) -> Vec<&'static str> {
        let word = |s: &i64| state_at(round, at(*s)).word();
        instants.iter().map(word).collect()
    }

    #[test]
    fn a_window_holds_its_first_instant_and_not_its_last() {
        let round = round(100, 200);
        assert_eq!(
            states(&round, &[99, 100, 199, 200]),
            ["scheduled", "open", "open", "closing"]
        );
        assert_eq!(may_start(&round, at(100)), Ok(()));
        assert_eq!(
            may_start(&round, at(99)),
            Err(NotOpen {
                opens_at: Some(at(100))
            })
        );
        assert_eq!(may_start(&round, at(200)), Err(NotOpen { opens_at: None }));
    }

    #[test]
    fn what_is_stored_as_final_wins() {
        for state in [
            RoundState::Draft,
            RoundState::Closed,
            RoundState::Published,
            RoundState::Void,
        ] {
            let mut round = round(100, 200);
            round.state = state;
            round.by_hand = Some(ByHand::Opened);
            assert_eq!(state_at(&round, at(150)), state);
            assert_eq!(may_start(&round, at(150)), Err(NotOpen { opens_at: None }));
        }
    }

    #[test]
    fn the_hand_beats_the_window() {
        let mut round = round(100, 200);
        round.by_hand = Some(ByHand::Opened);
        assert_eq!(states(&round, &[50, 150, 250]), ["open", "open", "closing"]);
        round.by_hand = Some(ByHand::Closed);
        assert_eq!(states(&round, &[50, 150, 250]), ["closing"; 3]);
        round.by_hand = Some(ByHand::Reopened);
        assert_eq!(states(&round, &[150, 250]), ["open"; 2]);
        round.rules.hard_end_at = Some(at(220));
        assert_eq!(states(&round, &[219, 220]), ["open", "closing"]);
    }

    #[test]
    fn starts_end_at_the_earliest_of_the_ends() {
        let mut round = round(100, 200);
        round.rules.last_start_at = Some(at(180));
        assert_eq!(states(&round, &[179, 180]), ["open", "closing"]);
        round.rules.hard_end_at = Some(at(150));
        assert_eq!(closes_for_starts_at(&round.rules), at(150));
        assert_eq!(latest_possible_deadline(&round, at(0)), at(150));
        round.rules.hard_end_at = None;
        assert_eq!(latest_possible_deadline(&round, at(0)), at(180 + 900));
    }

    #[test]
    fn between_windows_a_round_is_scheduled_for_the_next() {
        let mut round = round(100, 200);
        let window = |from, to| Window {
            from: at(from),
            to: at(to),
        };
        round.rules.windows = vec![window(160, 170), window(90, 120)];
        assert_eq!(
            states(&round, &[95, 100, 119, 120, 160, 169, 170]),
            [
                "scheduled",
                "open",
                "open",
                "scheduled",
                "open",
                "open",
                "closing"
            ]
        );
        assert_eq!(
            may_start(&round, at(95)).unwrap_err().opens_at,
            Some(at(100))
        );
        assert_eq!(
            may_start(&round, at(120)).unwrap_err().opens_at,
            Some(at(160))
        );
    }

    #[test]
    fn without_its_beacon_a_round_stays_scheduled() {
        let mut round = round(100, 200);
        round.rules.beacon = Some(Beacon {
            rule: "XSKT".to_owned(),
            due: at(130),
        });
        assert_eq!(states(&round, &[50, 150, 250]), ["scheduled"; 3]);
        assert_eq!(
            may_start(&round, at(110)).unwrap_err().opens_at,
            Some(at(130))
        );
        assert_eq!(may_start(&round, at(140)).unwrap_err().opens_at, None);
        round.by_hand = Some(ByHand::Opened);
        assert_eq!(states(&round, &[150]), ["scheduled"]);
        round.beacon = Some("48213".to_owned());
        assert_eq!(states(&round, &[150]), ["open"]);
    }
}
