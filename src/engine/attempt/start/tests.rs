use super::*;
use crate::domain::{ByHand, RoundState};
use crate::engine::fixtures::{at, round};
use proptest::prelude::*;
use uuid::Uuid;

fn attempt(ordinal: i64, state: AttemptState, started: i64) -> PastAttempt {
    let active = state == AttemptState::Active;
    PastAttempt {
        id: AttemptId(Uuid::from_u128(u128::try_from(ordinal).unwrap())),
        round: RoundId(Uuid::from_u128(1)),
        ordinal,
        epoch: 3,
        device: Some("máy-1".to_owned()),
        state,
        started_at: at(started),
        deadline_at: at(started + 900),
        ended_at: (!active).then(|| at(started + 60)),
    }
}

fn other_round(mut attempt: PastAttempt) -> PastAttempt {
    attempt.round = RoundId(Uuid::from_u128(77));
    attempt
}

fn decide_start(
    round: &Round,
    past: &[PastAttempt],
    device: Option<&str>,
    now: Timestamp,
) -> Result<StartDecision, StartRefusal> {
    super::decide_start(round, past, device, Millis(0), now)
}

#[test]
fn extra_time_moves_the_deadline_but_not_the_hard_end() {
    let mut round = round(100, 10_000);
    round.state = RoundState::Open;
    let begins = |round: &Round| match super::decide_start(
        round,
        &[],
        None,
        Millis::seconds(300),
        at(200),
    ) {
        Ok(StartDecision::Begin { deadline_at, .. }) => deadline_at,
        other => panic!("{other:?}"),
    };
    assert_eq!(begins(&round), at(1400));
    round.rules.hard_end_at = Some(at(1300));
    assert_eq!(begins(&round), at(1300));
}

#[test]
fn the_first_attempt_begins_with_its_deadline() {
    let mut round = round(100, 5000);
    assert_eq!(
        decide_start(&round, &[], None, at(200)),
        Ok(StartDecision::Begin {
            ordinal: 1,
            deadline_at: at(1100)
        })
    );
    round.rules.hard_end_at = Some(at(600));
    assert_eq!(
        decide_start(&round, &[], None, at(200)),
        Ok(StartDecision::Begin {
            ordinal: 1,
            deadline_at: at(600)
        })
    );
}

#[test]
fn the_same_device_keeps_its_epoch_and_any_other_takes_over() {
    let round = round(100, 5000);
    let past = [attempt(1, AttemptState::Active, 200)];
    let epoch = |device| match decide_start(&round, &past, device, at(300)).unwrap() {
        StartDecision::Resume { epoch, .. } => epoch,
        StartDecision::Begin { .. } => panic!("began anew"),
    };
    assert_eq!(epoch(Some("máy-1")), 3);
    assert_eq!(epoch(Some("máy-2")), 4);
    assert_eq!(epoch(None), 4);
}

#[test]
fn two_devices_without_a_name_are_not_the_same() {
    let round = round(100, 5000);
    let mut past = [attempt(1, AttemptState::Active, 200)];
    past[0].device = None;
    let id = past[0].id;
    assert_eq!(
        decide_start(&round, &past, None, at(300)),
        Ok(StartDecision::Resume { id, epoch: 4 })
    );
}

#[test]
fn a_running_attempt_goes_on_after_starts_have_ended_until_its_grace_is_over() {
    let mut round = round(100, 250);
    let past = [attempt(1, AttemptState::Active, 200)];
    let resumes = |round: &Round, now| decide_start(round, &past, Some("máy-1"), at(now)).is_ok();
    assert!(resumes(&round, 1100));
    assert!(resumes(&round, 1105));
    assert_eq!(
        decide_start(&round, &past, Some("máy-1"), at(1106)),
        Err(StartRefusal::NotOpen { opens_at: None })
    );
    round.by_hand = Some(ByHand::Closed);
    assert!(resumes(&round, 300));
    for over in [RoundState::Closed, RoundState::Published, RoundState::Void] {
        round.state = over;
        assert!(!resumes(&round, 300), "{over:?}");
    }
}

#[test]
fn limits_count_over_round_day_or_contest_and_leave_void_ones_out() {
    let day = 24 * 3600;
    let mut round = round(100, 30 * day);
    round.rules.attempts.max = 2;
    let past = [
        attempt(1, AttemptState::Void, 200),
        attempt(2, AttemptState::Expired, 2000),
        other_round(attempt(1, AttemptState::Submitted, 3000)),
    ];
    let limit = |per| Err(StartRefusal::Limit { max: 2, per });
    let mut decide = |per, past: &[PastAttempt], now| {
        round.rules.attempts.per = per;
        decide_start(&round, past, None, at(now))
    };
    // A void attempt frees its place but not its ordinal.
    assert_eq!(
        decide(AttemptScope::Round, &past, 9000),
        Ok(StartDecision::Begin {
            ordinal: 3,
            deadline_at: at(9900)
        })
    );
    assert_eq!(
        decide(AttemptScope::Contest, &past, 9000),
        limit(AttemptScope::Contest)
    );

    let mut more = past.to_vec();
    more.push(attempt(3, AttemptState::Submitted, 8000));
    assert_eq!(
        decide(AttemptScope::Round, &more, 9000),
        limit(AttemptScope::Round)
    );
    assert_eq!(
        decide(AttemptScope::Day, &more, 9000),
        limit(AttemptScope::Day)
    );
    // 1970-01-01 ends in Viet Nam at 17:00 UTC.
    assert_eq!(
        decide(AttemptScope::Day, &more, 17 * 3600 - 1),
        limit(AttemptScope::Day)
    );
    assert!(decide(AttemptScope::Day, &more, 17 * 3600).is_ok());
}

#[test]
fn no_limit_is_no_limit() {
    let mut round = round(100, 1_000_000);
    round.rules.attempts.max = 0;
    let past: Vec<_> = (1..=500)
        .map(|n| attempt(n, AttemptState::Submitted, 1000 + n))
        .collect();
    assert!(matches!(
        decide_start(&round, &past, None, at(10_000)),
        Ok(StartDecision::Begin { ordinal: 501, .. })
    ));
}

#[test]
fn the_pause_counts_from_the_end_of_the_attempt_before() {
    let mut round = round(100, 100_000);
    round.rules.attempts.max = 0;
    round.rules.attempts.cooldown_s = 600;
    // Handed in at 260.
    let past = [attempt(1, AttemptState::Submitted, 200)];
    assert_eq!(
        decide_start(&round, &past, None, at(859)),
        Err(StartRefusal::Cooldown { until: at(860) })
    );
    assert!(decide_start(&round, &past, None, at(860)).is_ok());
    // Not handed in yet by the clock: it ended at its deadline.
    let past = [attempt(1, AttemptState::Active, 200)];
    assert_eq!(
        decide_start(&round, &past, None, at(1200)),
        Err(StartRefusal::Cooldown { until: at(1700) })
    );
    // A void one and one of another round ask for no pause.
    let past = [
        attempt(1, AttemptState::Void, 200),
        other_round(attempt(1, AttemptState::Submitted, 200)),
    ];
    assert!(decide_start(&round, &past, None, at(270)).is_ok());
}

proptest! {
    /// Whatever a person does, and however often, no more attempts begin than the rules give, no
    /// ordinal comes twice, and at most one attempt runs at a time.
    #[test]
    fn starting_at_will_never_beats_the_limit(
        max in 1_u32..4,
        steps in prop::collection::vec((1_i64..700, prop::option::of(0_u8..3), any::<bool>()), 1..60),
    ) {
        let mut round = round(0, 20_000);
        round.rules.attempts.max = max;
        let mut past: Vec<PastAttempt> = Vec::new();
        let mut now = 0;
        for (wait, device, hands_in) in steps {
            now += wait;
            let device = device.map(|d| d.to_string());
            match decide_start(&round, &past, device.as_deref(), at(now)) {
                Ok(StartDecision::Begin { ordinal, deadline_at }) => {
                    prop_assert!(past.iter().all(|a| a.ordinal < ordinal
                        && (a.state != AttemptState::Active || a.deadline_at < at(now))));
                    let mut begun = attempt(ordinal, AttemptState::Active, now);
                    begun.device = device;
                    begun.deadline_at = deadline_at;
                    past.push(begun);
                }
                Ok(StartDecision::Resume { id, epoch }) => {
                    let running = past.iter_mut().find(|a| a.id == id).unwrap();
                    prop_assert!(epoch >= running.epoch);
                    prop_assert_eq!(epoch == running.epoch, device.is_some() && running.device == device);
                    running.epoch = epoch;
                    running.device = device;
                    if hands_in {
                        running.state = AttemptState::Submitted;
                        running.ended_at = Some(at(now));
                    }
                }
                Err(StartRefusal::Limit { .. }) => prop_assert_eq!(past.len(), max as usize),
                Err(StartRefusal::NotOpen { .. }) => prop_assert!(now >= 20_000),
                Err(refusal) => prop_assert!(false, "{refusal}"),
            }
            prop_assert!(past.len() <= max as usize);
        }
    }
}

#[test]
fn attempts_that_were_given_come_on_top_of_those_allowed() {
    let mut round = round(100, 10_000);
    round.state = RoundState::Open;
    round.rules.attempts.max = 2;
    let past = [
        attempt(1, AttemptState::Submitted, 200),
        attempt(2, AttemptState::Expired, 1_500),
    ];
    let given = |attempts| {
        let extra = Extra {
            time: Millis::seconds(60),
            attempts,
        };
        super::decide_start(&round, &past, None, extra, at(4_000))
    };
    assert!(matches!(given(0), Err(StartRefusal::Limit { max: 2, .. })));
    assert_eq!(
        given(1),
        Ok(StartDecision::Begin {
            ordinal: 3,
            deadline_at: at(4_000 + 900 + 60),
        })
    );
}
