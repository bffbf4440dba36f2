//! What the engine costs, for people to read: `cargo test --release --test it engine -- --ignored
//! --nocapture`. Times are printed and not asserted, as the machine may be busy.

use thiluat::clock::{Clock, SystemClock};
use thiluat::domain::contest::{RankingRules, Recognised};
use thiluat::domain::{
    AttemptId, Millis, ParticipantId, QuestionContent, QuestionKind, QuestionOption, Timestamp,
};
use thiluat::engine::draw::{Drawer, EpochKey, Manifest, ManifestQuestion};
use thiluat::engine::ranking::{Entry, Ranking, recognise, standings};
use uuid::Uuid;

/// Runs it and gives the milliseconds it took.
fn timed<T>(run: impl FnOnce() -> T) -> (T, i64) {
    let clock = SystemClock::starting_at(Timestamp::default());
    let began = clock.now();
    let made = run();
    (made, clock.now().since(began).0)
}

#[test]
#[ignore = "a measurement"]
fn a_paper_of_20_from_5000() {
    let option = |id: &str| QuestionOption {
        id: id.to_owned(),
        text: "Phương án".to_owned(),
        pinned: false,
    };
    let content = QuestionContent {
        kind: QuestionKind::Single,
        stem: "Hỏi".to_owned(),
        options: ["k3x9qa", "b70fzt", "zz01mw", "p0p0p0"].map(option).into(),
        level: 0,
        media: Vec::new(),
    };
    let question = |at: u128| ManifestQuestion {
        id: Uuid::from_u128(at).simple().to_string(),
        version: 1,
        digest: [0; 32],
    };
    let manifest = Manifest {
        round: "r".to_owned(),
        rules: serde_json::json!({}),
        blueprint: vec![serde_json::json!({ "count": 20, "group": null })],
        cells: vec![(0..5_000).map(question).collect()],
        beacon_rule: String::new(),
    };
    let drawer = Drawer::new(&manifest, |_, _| Some(&content)).unwrap();
    let key = EpochKey::new(&[3; 32], "r", "");
    let papers = 200_000;
    for ordinal in [1, 3] {
        let (drawn, took) = timed(|| {
            let paper = |number| drawer.paper(&key, number, ordinal, None);
            (1..=papers)
                .map(|n| paper(n).questions.len())
                .sum::<usize>()
        });
        assert_eq!(drawn, 20 * 200_000);
        println!(
            "ordinal {ordinal}: {} ns a paper",
            took * 1_000_000 / papers
        );
    }
}

#[test]
#[ignore = "a measurement"]
fn a_million_people_ranked() {
    let mut x = 1_u64;
    let mut below = |n: u64| {
        x = x.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        i64::try_from((x >> 33) % n).unwrap()
    };
    let entries: Vec<Entry> = (1..=1_000_000_i64)
        .map(|number| Entry {
            participant: ParticipantId(Uuid::from_u128(number.unsigned_abs().into())),
            number,
            attempt: AttemptId(Uuid::from_u128(number.unsigned_abs().into())),
            ordinal: 1,
            correct: below(11),
            questions: 10,
            score: 0,
            duration_ms: below(900_000),
            submitted_at: Timestamp::default() + Millis(below(600_000_000)),
            prediction: Some(below(2_000_000)),
            attempts_used: 1,
            essay: None,
            failed: false,
        })
        .collect();
    let list = [
        "correct desc",
        "prediction_distance asc",
        "duration asc",
        "submitted_at asc",
    ];
    let ranking = Ranking::new(&RankingRules {
        individual: list.map(|text| text.parse().unwrap()).into(),
        ..RankingRules::default()
    })
    .unwrap();
    let (counted, choosing) = timed(|| recognise(&entries, &ranking, Recognised::Best));
    let (places, ranked) = timed(|| standings(&counted, &ranking, Some(1_000_000)));
    assert!(places.is_sorted_by_key(|standing| standing.place) && places.len() == 1_000_000);
    println!("recognised in {choosing} ms, ranked in {ranked} ms");
}
