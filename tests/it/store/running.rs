//! What staff give, announce and note while a contest runs, and its figures.

use super::world::{
    attempt, attempt_id, contest, contest_id, field, newcomer, outcome, person_id, round, round_id,
    unit_id,
};
use super::writer::{begin, hand_in};
use crate::support::database::{TestStore, both_databases, start};
use std::collections::HashSet;
use thiluat::domain::running::{Announcement, Given, Grant, GrantTo, Incident};
use thiluat::domain::{
    AnnouncementId, AttemptState, GrantId, IncidentId, Millis, Timestamp, UnitDraft, UnitType,
};
use thiluat::store::{Tally, UnitFigures};
use time::macros::date;

both_databases! {
    a_grant_comes_back_and_the_round_counts_it,
    ends_of_running_attempts_move_together_and_never_back,
    announcements_end_by_time_or_withdrawal,
    incidents_are_kept_by_the_instant_of_what_happened,
    what_nodes_counted_adds_up,
    people_are_counted_by_unit,
}

fn later(seconds: i64) -> Timestamp {
    start() + Millis::seconds(seconds)
}

fn unit(code: &str, parent: Option<&str>) -> UnitDraft {
    UnitDraft {
        code: code.into(),
        name: format!("Xã {code}"),
        kind: UnitType::Xa,
        parent: parent.map(str::to_owned),
        area_type: None,
        headcount: Some(10),
        valid_from: None,
        valid_to: (code == "cu").then_some(date!(2025 - 06 - 30)),
        replaced_by: Vec::new(),
        block: None,
        headcount_source: None,
        headcount_date: None,
        aliases: Vec::new(),
    }
}

/// Units 1 (the top), 2 and 3 below each other, and 4, which is gone.
async fn units(fresh: &TestStore) {
    let mut work = fresh.store.begin().await.unwrap();
    for (number, code, parent) in [
        (1, "42", None),
        (2, "18073", Some("42")),
        (3, "lop", Some("18073")),
        (4, "cu", Some("42")),
    ] {
        work.put_unit(unit_id(number), &unit(code, parent))
            .await
            .unwrap();
    }
    work.commit().await.unwrap();
}

async fn a_grant_comes_back_and_the_round_counts_it(fresh: TestStore) {
    field(&fresh.store, 1).await;
    units(&fresh).await;
    let grant = |number: u8, to, given| Grant {
        id: GrantId::new(start(), [number; 10]),
        round: round_id(1),
        to,
        given,
        reason: "Mất điện".into(),
        made_by: "staff:a".into(),
        at: later(i64::from(number)),
        people: 3,
    };
    let grants = [
        grant(1, GrantTo::Person(person_id(1)), Given::Seconds(60)),
        grant(2, GrantTo::Unit(unit_id(2)), Given::Attempts(1)),
        grant(3, GrantTo::All, Given::Seconds(86_400)),
    ];
    let mut work = fresh.store.begin().await.unwrap();
    for grant in &grants {
        work.add_grant(grant).await.unwrap();
    }
    assert_eq!(work.grants_of(round_id(1)).await.unwrap(), grants);
    assert_eq!(work.grants_of_contest(contest_id(1)).await.unwrap(), grants);
    let mut held = work.round(round_id(1)).await.unwrap().unwrap();
    assert_eq!(held.grants, 3);
    // Who writes a round that he read before takes nothing of it back.
    held.grants = 0;
    work.put_round(&held).await.unwrap();
    assert_eq!(work.round(round_id(1)).await.unwrap().unwrap().grants, 3);
    let below = work.units_below(unit_id(2)).await.unwrap();
    assert_eq!(below, HashSet::from([unit_id(2), unit_id(3)]));
    work.remove_round(round_id(1)).await.unwrap();
    assert_eq!(work.grants_of_contest(contest_id(1)).await.unwrap(), []);
}

async fn ends_of_running_attempts_move_together_and_never_back(fresh: TestStore) {
    field(&fresh.store, 3).await;
    for number in 1..=3 {
        begin(
            &fresh.store,
            attempt(number, round_id(1), person_id(number), start()),
        )
        .await;
    }
    hand_in(
        &fresh.store,
        AttemptState::Submitted,
        outcome(attempt_id(3), 1, later(9)),
        3,
    )
    .await;
    let mut work = fresh.store.begin().await.unwrap();
    work.set_extra_time(person_id(2), 30).await.unwrap();
    let running = work.running_in(round_id(1)).await.unwrap();
    let told: Vec<_> = running
        .iter()
        .map(|one| (one.attempt, one.extra_time_s, one.deadline_at))
        .collect();
    assert_eq!(
        told,
        [
            (attempt_id(1), 0, later(900)),
            (attempt_id(2), 30, later(900))
        ]
    );
    let ends = [
        (attempt_id(1), later(1_000)),
        (attempt_id(2), later(800)),
        (attempt_id(3), later(2_000)),
    ];
    assert_eq!(work.move_deadlines(&ends).await.unwrap(), 1);
    let deadline = |attempt: Option<thiluat::domain::Attempt>| attempt.unwrap().deadline_at;
    assert_eq!(
        deadline(work.attempt(attempt_id(1)).await.unwrap()),
        later(1_000)
    );
    assert_eq!(
        deadline(work.attempt(attempt_id(2)).await.unwrap()),
        later(900)
    );
    assert_eq!(
        deadline(work.attempt(attempt_id(3)).await.unwrap()),
        later(900)
    );
}

async fn announcements_end_by_time_or_withdrawal(fresh: TestStore) {
    field(&fresh.store, 0).await;
    let made = |number: u8, until: Option<Timestamp>| Announcement {
        id: AnnouncementId::new(start(), [number; 10]),
        contest: contest_id(1),
        round: (number == 1).then(|| round_id(1)),
        at: later(i64::from(number)),
        until,
        text: format!("Thông báo {number}"),
        text_en: (number == 2).then(|| "News".into()),
        made_by: "staff:a".into(),
    };
    let (one, two) = (made(1, None), made(2, Some(later(60))));
    let mut work = fresh.store.begin().await.unwrap();
    work.put_contest(&contest(2), start()).await.unwrap();
    for announcement in [&one, &two] {
        work.add_announcement(announcement).await.unwrap();
    }
    let now = later(59);
    let held = work
        .announcements_in_force(contest_id(1), now)
        .await
        .unwrap();
    assert_eq!(held, [two, one.clone()]);
    let held = work
        .announcements_in_force(contest_id(1), later(60))
        .await
        .unwrap();
    assert_eq!(held, std::slice::from_ref(&one));
    assert_eq!(
        work.announcements_in_force(contest_id(2), now)
            .await
            .unwrap(),
        []
    );
    assert!(
        !work
            .withdraw_announcement(contest_id(2), one.id, now, "staff:b")
            .await
            .unwrap()
    );
    assert!(
        work.withdraw_announcement(contest_id(1), one.id, now, "staff:b")
            .await
            .unwrap()
    );
    assert!(
        !work
            .withdraw_announcement(contest_id(1), one.id, now, "staff:b")
            .await
            .unwrap()
    );
    assert_eq!(
        work.announcements_in_force(contest_id(1), later(60))
            .await
            .unwrap(),
        []
    );
}

async fn incidents_are_kept_by_the_instant_of_what_happened(fresh: TestStore) {
    field(&fresh.store, 0).await;
    let noted = |number: u8, at| Incident {
        id: IncidentId::new(start(), [number; 10]),
        contest: contest_id(1),
        round: (number == 1).then(|| round_id(1)),
        at,
        text: "Mất điện\nphòng 3".into(),
        made_by: "staff:a".into(),
        written_at: later(100),
    };
    let (one, two) = (noted(1, later(50)), noted(2, later(20)));
    let mut work = fresh.store.begin().await.unwrap();
    for incident in [&one, &two] {
        work.add_incident(incident).await.unwrap();
    }
    assert_eq!(work.incidents_of(contest_id(1)).await.unwrap(), [two, one]);
    assert_eq!(work.incidents_of(contest_id(2)).await.unwrap(), []);
}

async fn what_nodes_counted_adds_up(fresh: TestStore) {
    field(&fresh.store, 0).await;
    let tally = |saved| Tally {
        saved,
        late: 1,
        ..Tally::default()
    };
    let mut work = fresh.store.begin().await.unwrap();
    let minutes = [
        (round_id(1), start(), tally(5)),
        (round_id(1), later(60), tally(7)),
    ];
    work.put_tallies("a", &minutes).await.unwrap();
    // Put again, it takes the place of what was there.
    work.put_tallies("a", &[(round_id(1), later(60), tally(8))])
        .await
        .unwrap();
    work.put_tallies("b", &[(round_id(1), later(60), tally(1))])
        .await
        .unwrap();
    work.put_tallies("b", &[(round_id(2), later(60), tally(100))])
        .await
        .unwrap();
    let since = work
        .tallies_since(round_id(1), later(1), "c")
        .await
        .unwrap();
    assert_eq!(
        since,
        [(
            later(60),
            Tally {
                saved: 9,
                late: 2,
                ..Tally::default()
            }
        )]
    );
    let others = work.tallies_since(round_id(1), start(), "b").await.unwrap();
    assert_eq!(others, [(start(), tally(5)), (later(60), tally(8))]);
    assert_eq!(work.tally_of(round_id(1), "c").await.unwrap().saved, 14);
    assert_eq!(
        work.tally_of(round_id(3), "c").await.unwrap(),
        Tally::default()
    );
    assert_eq!(work.forget_tallies(later(60)).await.unwrap(), 1);
    assert_eq!(work.tally_of(round_id(1), "c").await.unwrap().saved, 9);
}

async fn people_are_counted_by_unit(fresh: TestStore) {
    field(&fresh.store, 0).await;
    units(&fresh).await;
    let mut work = fresh.store.begin().await.unwrap();
    work.put_round(&round(2, contest_id(1))).await.unwrap();
    for number in 1..=5 {
        let mut new = newcomer(number, contest_id(1));
        new.participant.unit = match number {
            1..=3 => Some(unit_id(2)),
            4 => Some(unit_id(3)),
            _ => None,
        };
        work.add_participant(&new).await.unwrap();
    }
    work.commit().await.unwrap();
    for number in [1, 2, 4, 5] {
        begin(
            &fresh.store,
            attempt(number, round_id(1), person_id(number), start()),
        )
        .await;
    }
    hand_in(
        &fresh.store,
        AttemptState::Expired,
        outcome(attempt_id(1), 1, later(9)),
        1,
    )
    .await;
    let mut again = attempt(6, round_id(1), person_id(1), later(10));
    again.ordinal = 2;
    begin(&fresh.store, again).await;
    let mut work = fresh.store.read().await.unwrap();
    let mut figures = work.figures_by_unit(round_id(1)).await.unwrap();
    figures.sort_by_key(|figures| figures.unit);
    let of = |unit: Option<u32>, people, sitting, handed_in, attempts| UnitFigures {
        unit: unit.map(unit_id),
        people,
        sitting,
        handed_in,
        attempts,
    };
    assert_eq!(
        figures,
        [
            of(None, 1, 1, 0, 1),
            of(Some(2), 2, 2, 1, 3),
            of(Some(3), 1, 1, 0, 1)
        ]
    );
    assert_eq!(work.figures_by_unit(round_id(2)).await.unwrap(), []);
    let mut registered = work.registered_by_unit(contest_id(1)).await.unwrap();
    registered.sort_unstable();
    assert_eq!(registered, [(unit_id(2), 3), (unit_id(3), 1)]);
    assert_eq!(work.sitting(round_id(1), later(900)).await.unwrap(), (4, 0));
    assert_eq!(work.sitting(round_id(1), later(901)).await.unwrap(), (4, 3));
    let codes = |units: Vec<thiluat::store::UnitBrief>| {
        units.into_iter().map(|unit| unit.code).collect::<Vec<_>>()
    };
    let today = "2026-12-01";
    assert_eq!(
        codes(work.living_units(None, today).await.unwrap()),
        ["18073", "42", "lop"]
    );
    assert_eq!(
        codes(work.living_units(Some(unit_id(2)), today).await.unwrap()),
        ["18073", "lop"]
    );
    let past = work.living_units(None, "2025-01-01").await.unwrap();
    assert_eq!(past.len(), 4);
}
