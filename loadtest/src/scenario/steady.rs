//! A steady hour: people come, answer, look at the board and hand in, at a fixed rate of all.

use super::play::{Play, play, script};
use super::{Stage, sit};
use crate::crowd::{Deed, Script};
use crate::drive::Plan;
use crate::figure::Figure;
use anyhow::{Result, ensure};
use std::time::Duration;

/// What a person does in the order in which it is done, at equal intervals.
const VISIT: [Deed; 25] = [
    Deed::Start,
    Deed::Save,
    Deed::Save,
    Deed::Save,
    Deed::Board,
    Deed::Save,
    Deed::Save,
    Deed::Save,
    Deed::Save,
    Deed::Resume,
    Deed::Save,
    Deed::Save,
    Deed::Save,
    Deed::Save,
    Deed::Save,
    Deed::Save,
    Deed::Save,
    Deed::Save,
    Deed::Save,
    Deed::Save,
    Deed::Save,
    Deed::Save,
    Deed::Submit,
    Deed::Board,
    Deed::Place,
];
/// Seconds that a visit takes.
const STAY: u64 = 5;

/// The figures of all deeds, each under the whole load.
pub fn run(stage: &Stage) -> Result<Vec<Figure>> {
    let lasting = Duration::from_secs(stage.settings.lasting);
    let scripts = visits(stage, lasting)?;
    println!(
        "steady: {} people, {} operations a second",
        scripts.len(),
        stage.settings.rate
    );
    let wanted = Play {
        name: "steady",
        window: None,
    };
    let (_, played) = play(stage, scripts, &wanted)?;
    played.tell();
    let deeds = [Deed::Start, Deed::Save, Deed::Submit, Deed::Board];
    let figures = deeds.map(|deed| {
        let mut figure = played.figure(stage, deed, lasting);
        if deed == Deed::Save {
            figure.aside.goal = "p99 ≤ 50 ms";
        }
        figure
    });
    Ok(figures.into())
}

/// Visits that overlap so that the rate is the same from the first second to the last: whoever came
/// before the beginning has started already, and whoever stays beyond the end goes on no further.
fn visits(stage: &Stage, lasting: Duration) -> Result<Vec<Script>> {
    let deeds = u32::try_from(VISIT.len())?;
    let stay = Duration::from_secs(STAY);
    let every = Duration::from_secs_f64(f64::from(deeds) / f64::from(stage.settings.rate));
    let step = stay / deeds;
    let arrivals = arrivals(every, stay, lasting);
    ensure!(
        arrivals.len() <= stage.people.len(),
        "that rate needs {} people: give --people",
        arrivals.len()
    );
    let early = arrivals.iter().filter(|(_, before)| *before > 0).count();
    let mut seated = sit::begin(stage, 0..early, Plan::until_done())?.done;
    ensure!(seated.len() == early, "not everyone could start");
    seated.sort_by_key(|sitting| std::cmp::Reverse(sitting.person));
    let mut scripts = Vec::with_capacity(arrivals.len());
    for (person, (at, before)) in arrivals.into_iter().enumerate() {
        let sitting = if before > 0 { seated.pop() } else { None };
        let mut one = script(stage, person, sitting)?;
        for (place, deed) in (0..).zip(VISIT).skip(before) {
            let place: u32 = place;
            let due = at + step * (place - u32::try_from(before)?);
            if due < lasting {
                one = one.then(due, deed);
            }
        }
        scripts.push(one);
    }
    Ok(scripts)
}

/// When each visit's first deed within the time is due, and how many of its deeds lie before it.
fn arrivals(every: Duration, stay: Duration, lasting: Duration) -> Vec<(Duration, usize)> {
    let deeds = VISIT.len();
    let step = stay / u32::try_from(deeds).unwrap_or(1);
    let mut arrivals = Vec::new();
    // Counted from the time at which the earliest visit begins that is still under way at zero.
    let mut came = Duration::ZERO;
    while came < stay + lasting {
        match came.checked_sub(stay) {
            Some(at) => arrivals.push((at, 0)),
            None => {
                let gone = stay.saturating_sub(came);
                let before = gone.as_nanos().div_ceil(step.as_nanos().max(1));
                let before = usize::try_from(before).unwrap_or(deeds);
                let at = step * u32::try_from(before).unwrap_or(0);
                if before < deeds {
                    arrivals.push((at.saturating_sub(gone), before));
                }
            }
        }
        came += every;
    }
    arrivals
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rate_is_the_same_from_the_first_second_to_the_last() {
        let (stay, lasting) = (Duration::from_secs(5), Duration::from_secs(10));
        let deeds = u32::try_from(VISIT.len()).unwrap();
        // 500 operations a second.
        let every = Duration::from_secs(1) * deeds / 500;
        let mut seconds = [0; 10];
        for (at, before) in arrivals(every, stay, lasting) {
            for place in 0..VISIT.len() - before {
                let due = at + stay / deeds * u32::try_from(place).unwrap();
                if let Some(second) = seconds.get_mut(usize::try_from(due.as_secs()).unwrap()) {
                    *second += 1;
                }
            }
        }
        for second in seconds {
            assert!((480..=520).contains(&second), "{seconds:?}");
        }
    }

    #[test]
    fn a_visit_starts_once_and_hands_in_once() {
        let of = |deed| VISIT.iter().filter(|one| **one == deed).count();
        assert_eq!((of(Deed::Start), of(Deed::Submit)), (1, 1));
        assert_eq!(VISIT[0], Deed::Start);
    }
}
