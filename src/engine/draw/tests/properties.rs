//! What holds of every paper.

use super::reference::{Drawn, Setting};
use super::{Asked, Cell, drawer};
use crate::engine::draw::{Drawer, EpochKey, NotDrawable, Paper};
use proptest::prelude::*;
use std::collections::BTreeSet;

const GROUPS: [Option<&str>; 3] = [None, Some("a"), Some("b")];

fn asked(at: usize, options: usize, pinned: &[bool], level: u8) -> Asked {
    let options: Vec<String> = (0..options).map(|o| format!("opt{o}")).collect();
    let stays = options.iter().zip(pinned).filter(|(_, stays)| **stays);
    Asked {
        id: format!("q{at:03}"),
        version: 1 + i64::from(level),
        level,
        pinned: stays.map(|(id, _)| id.clone()).collect(),
        options,
    }
}

prop_compose! {
    fn questions()(
        shapes in prop::collection::vec((0_usize..6, any::<[bool; 6]>(), 0_u8..6), 1..90),
    ) -> Vec<Asked> {
        let numbered = shapes.into_iter().enumerate();
        numbered.map(|(at, (options, pinned, level))| asked(at, options, &pinned, level)).collect()
    }
}

prop_compose! {
    /// Cells over a bank, most of them with room to spare, some with more than 32 to draw.
    fn round()(questions in questions())(
        cells in prop::collection::vec(
            (0_usize..40, 0_usize..3, prop::collection::vec(any::<bool>(), questions.len())),
            1..5,
        ),
        questions in Just(questions),
    ) -> (Vec<Cell>, Vec<Asked>) {
        let cells = cells.into_iter().map(|(count, group, holds)| {
            let held = questions.iter().zip(holds).filter(|(_, holds)| *holds);
            let listed: Vec<String> = held.map(|(q, _)| q.id.clone()).collect();
            Cell {
                count: count.min(listed.len() / 2),
                group: GROUPS[group].map(str::to_owned),
                questions: listed,
            }
        });
        (cells.collect(), questions)
    }
}

fn as_reference(drawer: &Drawer, paper: &Paper) -> Drawn {
    let questions = paper.questions.iter().map(|q| {
        let question = drawer.question(q);
        let shown = q
            .options
            .iter()
            .map(|at| question.options[usize::from(*at)].clone());
        (question.id.clone(), shown.collect())
    });
    (questions.collect(), paper.hash)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn a_paper_satisfies_its_blueprint_and_is_that_of_the_text(
        (cells, questions) in round(),
        seed: [u8; 32],
        number in 1_i64..1_000_000,
        group in 0_usize..3,
        order in prop::sample::select(vec!["shuffled", "easy_to_hard", "as_listed"]),
        shuffle_options: bool,
    ) {
        let group = GROUPS[group];
        let drawer = match drawer("vòng", order, shuffle_options, &cells, &questions) {
            Ok(drawer) => drawer,
            Err(NotDrawable::Blueprint(_)) => return Err(TestCaseError::reject("not feasible")),
            Err(other) => return Err(TestCaseError::fail(other.to_string())),
        };
        let key = EpochKey::new(&seed, "vòng", "");
        let text = Setting {
            seed, round: "vòng", number, group, order, shuffle_options,
            cells: &cells, questions: &questions,
        };
        let mut earlier: Vec<Paper> = Vec::new();
        let mut seen: Vec<String> = Vec::new();
        for ordinal in 1..=4 {
            let paper = drawer.draw(&key, number, ordinal, group, &earlier);

            // As many questions of each cell as it says, all of them its own.
            for (at, cell) in cells.iter().enumerate() {
                let of_cell: Vec<&String> = paper.questions.iter()
                    .filter(|q| usize::from(q.cell) == at)
                    .map(|q| &drawer.question(q).id)
                    .collect();
                let applies = cell.group.is_none() || cell.group.as_deref() == group;
                prop_assert_eq!(of_cell.len(), if applies { cell.count } else { 0 });
                prop_assert!(of_cell.iter().all(|id| cell.questions.contains(id)));
            }
            // No question twice.
            let distinct: BTreeSet<u32> = paper.questions.iter().map(|q| q.question).collect();
            prop_assert_eq!(distinct.len(), paper.questions.len());
            // Easy before hard, if the rules say so.
            let level = |id: &String| questions.iter().find(|q| q.id == *id).unwrap().level;
            let levels = paper.questions.iter().map(|q| level(&drawer.question(q).id));
            prop_assert!(order != "easy_to_hard" || levels.is_sorted());
            // The same as the text says, and the same again.
            let drawn = as_reference(&drawer, &paper);
            prop_assert_eq!(&drawn, &text.draw(ordinal, &seen));
            prop_assert_eq!(&drawer.paper(&key, number, ordinal, group), &paper);

            seen.extend(drawn.0.into_iter().map(|(id, _)| id));
            earlier.push(paper);
        }
    }

    #[test]
    fn other_people_and_other_seeds_get_other_papers(seed: [u8; 32], number in 1_i64..1_000_000) {
        let questions: Vec<Asked> = (0..60).map(|at| asked(at, 4, &[], 0)).collect();
        let cell = Cell {
            count: 20,
            group: None,
            questions: questions.iter().map(|q| q.id.clone()).collect(),
        };
        let drawer = drawer("r", "shuffled", true, &[cell], &questions).unwrap();
        let key = EpochKey::new(&seed, "r", "");
        let paper = drawer.paper(&key, number, 1, None);
        let mut other_seed = seed;
        other_seed[31] ^= 1;
        for other in [
            drawer.paper(&key, number + 1, 1, None),
            drawer.paper(&EpochKey::new(&seed, "r", "48213"), number, 1, None),
            drawer.paper(&EpochKey::new(&other_seed, "r", ""), number, 1, None),
        ] {
            prop_assert_ne!(other.hash, paper.hash);
            prop_assert_ne!(other.questions, paper.questions.clone());
        }
        // Three papers of twenty from sixty share no question.
        let papers = drawer.papers_up_to(&key, number, 3, None);
        let distinct: BTreeSet<u32> =
            papers.iter().flat_map(|p| p.questions.iter().map(|q| q.question)).collect();
        prop_assert_eq!(distinct.len(), 60);
    }
}

#[test]
fn every_question_is_drawn_about_as_often() {
    let questions: Vec<Asked> = (0..60).map(|at| asked(at, 4, &[], 0)).collect();
    let cell = Cell {
        count: 10,
        group: None,
        questions: questions.iter().map(|q| q.id.clone()).collect(),
    };
    let drawer = drawer("r", "shuffled", true, &[cell], &questions).unwrap();
    let key = EpochKey::new(&[3; 32], "r", "");
    let mut drawn = [0_u32; 60];
    let mut first_option = [0_u32; 4];
    for number in 1..=6_000 {
        for question in drawer.paper(&key, number, 1, None).questions {
            drawn[question.question as usize] += 1;
            first_option[usize::from(question.options[0])] += 1;
        }
    }
    // Five standard deviations: of a question 1,000 ± 29, of an option 15,000 ± 106.
    assert!(drawn.iter().all(|n| n.abs_diff(1_000) < 145), "{drawn:?}");
    assert!(
        first_option.iter().all(|n| n.abs_diff(15_000) < 530),
        "{first_option:?}"
    );
}
