//! What should come out, found the slow way: by comparing everybody with everybody, from what the crowd
//! knows, with nothing of the engine.

use super::crowd::Sat;
use std::collections::{BTreeMap, BTreeSet};
use thiluat::app::App;
use thiluat::domain::contest::ContestFile;
use thiluat::domain::{ParticipantId, UnitId};

/// The rules of a contest in the words of this test.
pub struct Rules {
    /// Smaller comes first; the actual value is known.
    pub by: fn(&Sat, i64) -> Vec<i64>,
    /// Smaller is recognised; of equals the one handed in first.
    pub recognised: fn(&Sat) -> Vec<i64>,
    /// Whether somebody is ranked at all.
    pub ranked: fn(&Sat) -> bool,
    /// What the prediction asked for, from all attempts of the round; none without a prediction.
    pub actual: Option<fn(&[&Sat]) -> i64>,
}

pub fn people(sat: &[&Sat]) -> i64 {
    let numbers: BTreeSet<i64> = sat.iter().map(|sat| sat.number).collect();
    i64::try_from(numbers.len()).unwrap()
}

pub fn distance(sat: &Sat, actual: i64) -> i64 {
    sat.guess.map_or(i64::MAX, |guess| (guess - actual).abs())
}

/// Place and number, of those who are ranked.
pub type Places = Vec<(i64, i64)>;

/// The recognised attempt of everybody, by number.
pub fn recognised<'a>(sat: &[&'a Sat], rules: &Rules) -> BTreeMap<i64, &'a Sat> {
    let mut best: BTreeMap<i64, &Sat> = BTreeMap::new();
    for one in sat {
        let place = best.entry(one.number).or_insert(one);
        let order = |sat: &Sat| ((rules.recognised)(sat), sat.submitted);
        if order(one) < order(place) {
            *place = one;
        }
    }
    best
}

/// Everybody's place: one more than the number of people who come before.
pub fn places(sat: &[&Sat], rules: &Rules, actual: i64) -> Places {
    let ranked: Vec<&Sat> = sat
        .iter()
        .copied()
        .filter(|sat| (rules.ranked)(sat))
        .collect();
    let mut places: Places = ranked
        .iter()
        .map(|me| {
            let mine = (rules.by)(me, actual);
            let before = ranked
                .iter()
                .filter(|other| (rules.by)(other, actual) < mine)
                .count();
            (i64::try_from(before).unwrap() + 1, me.number)
        })
        .collect();
    places.sort_unstable();
    places
}

/// Holds every round of a contest against what the crowd knows. Gives the winners by round: people
/// within the prizes of the round, or of their group in it.
pub async fn check_rounds(
    app: &App,
    file: &ContestFile,
    sat: &[Sat],
    rules: &Rules,
) -> BTreeMap<String, BTreeSet<i64>> {
    let known = app.published(&file.contest.slug).await.unwrap();
    let mut work = app.store.read().await.unwrap();
    let numbers: BTreeMap<ParticipantId, i64> = work
        .participants_of(known.contest.id)
        .await
        .unwrap()
        .into_iter()
        .map(|person| (person.id, person.number))
        .collect();
    let mut winners = BTreeMap::new();
    for round in &known.rounds {
        let code = &round.rules.code;
        let here: Vec<&Sat> = sat.iter().filter(|sat| sat.round == *code).collect();
        assert!(here.len() > 50, "{code}: {} attempts", here.len());
        let actual = rules.actual.map(|actual| actual(&here));
        let counted: Vec<&Sat> = recognised(&here, rules).into_values().collect();
        let result = work.latest_result(round.id).await.unwrap().unwrap();
        assert_eq!(result.version, 1, "{code}");
        assert_eq!(result.actual_prediction, actual, "{code}: the actual value");
        assert_eq!(
            (result.people, result.attempts),
            (people(&here), i64::try_from(here.len()).unwrap()),
            "{code}"
        );
        assert_eq!(result.made_by, "job", "{code}");
        let rows = work.standings(round.id, 1).await.unwrap();
        let mut told: Places = rows
            .iter()
            .map(|row| (row.place, numbers[&row.participant]))
            .collect();
        told.sort_unstable();
        let expected = places(&counted, rules, actual.unwrap_or(0));
        assert!(expected.len() > 10, "{code}: {} ranked", expected.len());
        assert_eq!(told, expected, "{code}: places");
        // A place has a printed reason, unless nobody stands behind it.
        for row in &rows {
            let last = !expected.iter().any(|(place, _)| *place > row.place);
            assert_eq!(row.reason == "null", last, "{code}: {}", row.reason);
        }
        let mut won: BTreeSet<i64> = within(&expected, prizes(file, code, None));
        for group in &file.contest.groups {
            let of_group: Vec<&Sat> = counted
                .iter()
                .copied()
                .filter(|sat| sat.group.as_ref() == Some(&group.code))
                .collect();
            let expected = places(&of_group, rules, actual.unwrap_or(0));
            let mut told: Places = rows
                .iter()
                .filter_map(|row| {
                    let at = row.group.as_ref().filter(|at| at.group == group.code)?;
                    Some((at.place, numbers[&row.participant]))
                })
                .collect();
            told.sort_unstable();
            assert_eq!(told, expected, "{code}: places of group {}", group.code);
            won.extend(within(&expected, prizes(file, code, Some(&group.code))));
        }
        winners.insert(code.clone(), won);
    }
    winners
}

fn prizes(file: &ContestFile, round: &str, group: Option<&str>) -> i64 {
    let of_round = file.prizes.iter().filter(|prize| {
        prize.round.as_deref() == Some(round)
            && prize.group.as_deref() == group
            && prize.ranking.is_none()
    });
    of_round.map(|prize| prize.count).sum()
}

fn within(places: &Places, prizes: i64) -> BTreeSet<i64> {
    places
        .iter()
        .filter(|(place, _)| *place <= prizes)
        .map(|(_, number)| *number)
        .collect()
}

/// What a unit's people did, counted from the crowd.
#[derive(Debug, Clone, Default)]
pub struct Tally {
    pub people: BTreeSet<i64>,
    pub attempts: i64,
    pub winners: i64,
    pub points: i64,
    pub headcount: Option<i64>,
}

/// Tallies by unit of these types; a village counts for its commune.
pub fn tallies(
    sat: &[Sat],
    rules: &Rules,
    winners: &BTreeMap<String, BTreeSet<i64>>,
    kinds: &[&str],
) -> BTreeMap<String, Tally> {
    let home = |unit: &str| {
        let unit = unit.strip_suffix("-v1").unwrap_or(unit).to_owned();
        let short = unit.split_once('-').unwrap().1;
        kinds
            .iter()
            .any(|kind| short.starts_with(kind))
            .then_some(unit)
    };
    let mut tallies: BTreeMap<String, Tally> = BTreeMap::new();
    let rounds: BTreeSet<&String> = sat.iter().map(|sat| &sat.round).collect();
    for round in rounds {
        let here: Vec<&Sat> = sat.iter().filter(|sat| sat.round == *round).collect();
        for one in &here {
            if let Some(unit) = home(&one.unit) {
                let tally = tallies.entry(unit).or_default();
                tally.people.insert(one.number);
                tally.attempts += 1;
            }
        }
        for (number, one) in recognised(&here, rules) {
            if let Some(unit) = home(&one.unit) {
                let tally = tallies.entry(unit).or_default();
                tally.points += one.score;
                tally.winners += i64::from(winners[round].contains(&number));
            }
        }
    }
    for (code, tally) in &mut tallies {
        let short = code.split_once('-').unwrap().1;
        let known = super::world::UNITS.iter().find(|(unit, ..)| *unit == short);
        tally.headcount = known.and_then(|(_, _, headcount)| *headcount);
    }
    tallies
}

/// Holds a ranking of units against the tallies; `before` says whether one unit stands before another.
pub async fn check_units(
    app: &App,
    file: &ContestFile,
    code: &str,
    tallies: &BTreeMap<String, Tally>,
    before: impl Fn(&Tally, &Tally) -> bool,
) {
    let mut expected: Vec<(i64, String)> = tallies
        .iter()
        .map(|(unit, mine)| {
            let above = tallies.values().filter(|other| before(other, mine)).count();
            (i64::try_from(above).unwrap() + 1, unit.clone())
        })
        .collect();
    expected.sort();
    let known = app.published(&file.contest.slug).await.unwrap();
    let mut work = app.store.read().await.unwrap();
    let units: BTreeMap<UnitId, String> = work
        .all_units()
        .await
        .unwrap()
        .into_iter()
        .map(|unit| (unit.id, unit.draft.code))
        .collect();
    let head = work
        .latest_ranking(known.contest.id, code)
        .await
        .unwrap()
        .unwrap();
    let rows = work
        .ranking_rows(known.contest.id, code, head.version, 200)
        .await
        .unwrap();
    let mut told: Vec<(i64, String)> = rows
        .iter()
        .map(|row| (row.place, units[&UnitId(row.subject)].clone()))
        .collect();
    told.sort();
    assert!(told.len() > 2, "{code}: {told:?}");
    assert_eq!(told, expected, "{code}");
    let shown = app.ranking(&file.contest.slug, code, None).await.unwrap();
    assert_eq!(shown.entries.len(), told.len());
}
