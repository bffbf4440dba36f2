//! A paper that nobody sits: shown, marked and reviewed as an attempt is, and kept nowhere.

use super::review::{ReviewedQuestion, reviewed};
use super::save::{SaveError, fitting};
use super::view::{SlotName, write_paper};
use crate::app::rounds::Material;
use crate::domain::{Answer, Response, Slot, Timestamp};
use crate::engine::draw::Paper;
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// What answers to a paper that was tried out are worth.
#[derive(Debug, Serialize, ToSchema)]
pub struct RehearsalMarks {
    /// Points.
    pub score: i64,
    /// Greatest number of points.
    pub max_score: i64,
    /// Right answers.
    pub correct: i64,
    /// Questions that count.
    pub questions: i64,
    /// Whether a disqualifying question was not answered rightly.
    pub failed: bool,
    /// Every question with the own answer, key, explanation and citations, whenever the round would
    /// publish them.
    pub review: Vec<ReviewedQuestion>,
}

/// The paper as `POST /rounds/{id}/attempts` gives it; where questions have a time of their own, all
/// of them at once.
pub(in crate::app) fn rehearsed_paper(material: &Material, paper: &Paper) -> String {
    let mut out = String::with_capacity(16 * 1024);
    write_paper(material, paper, None, &mut out);
    out
}

/// Marks answers, which have to fit the paper as saved ones do; the last one of a slot counts.
pub(in crate::app) fn rehearsed_marks(
    material: &Material,
    paper: &Paper,
    answers: Vec<(SlotName, Answer)>,
    at: Timestamp,
) -> Result<RehearsalMarks, (SlotName, SaveError)> {
    let mut given: BTreeMap<Slot, Response> = BTreeMap::new();
    for (seq, (name, answer)) in (1..).zip(answers) {
        let slot = name.0;
        let answer = fitting(material, paper, slot, answer).map_err(|why| (name, why))?;
        let response = Response {
            epoch: 1,
            seq,
            slot,
            answer,
            saved_at: at,
        };
        given.insert(slot, response);
    }
    let answers: BTreeMap<Slot, &Response> = given.iter().map(|(slot, r)| (*slot, r)).collect();
    let score = material.mark(paper, &answers, &material.rulings);
    let review = (1..)
        .zip(&paper.questions)
        .map(|(slot, on_paper)| {
            let own = answers.get(&Slot(slot)).map(|response| &response.answer);
            reviewed(material, on_paper, slot, own, true)
        })
        .collect();
    Ok(RehearsalMarks {
        score: score.score,
        max_score: score.max_score,
        correct: score.correct,
        questions: score.questions,
        failed: score.failed,
        review,
    })
}
