//! What a paper costs: `cargo test --release --lib engine::draw::tests::speed -- --ignored --nocapture`.

use super::{Asked, Cell, drawer};
use crate::clock::{Clock, SystemClock};
use crate::domain::Timestamp;
use crate::engine::draw::EpochKey;

#[test]
#[ignore = "prints a measurement; asserts nothing about time"]
fn a_paper_of_20_from_5000() {
    let questions: Vec<Asked> = (0..5_000)
        .map(|at| Asked {
            id: format!("{at:032x}"),
            version: 1,
            level: 0,
            options: ["k3x9qa", "b70fzt", "zz01mw", "p0p0p0"]
                .map(str::to_owned)
                .to_vec(),
            pinned: Vec::new(),
        })
        .collect();
    let cell = Cell {
        count: 20,
        group: None,
        questions: questions.iter().map(|q| q.id.clone()).collect(),
    };
    let drawer = drawer("r", "shuffled", true, &[cell], &questions).unwrap();
    let key = EpochKey::new(&[3; 32], "r", "");
    let clock = SystemClock::starting_at(Timestamp::default());
    let papers = 200_000;
    for ordinal in [1, 3] {
        let began = clock.now();
        let mut last = [0; 32];
        for number in 1..=papers {
            last = drawer.paper(&key, number, ordinal, None).hash;
        }
        let took = clock.now().since(began).0;
        println!(
            "ordinal {ordinal}: {} ns a paper ({})",
            took * 1_000_000 / papers,
            crate::engine::digest::hex(&last[..4])
        );
    }
}
