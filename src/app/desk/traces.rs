//! Attempts as the engine compares them.

use crate::app::rounds::Material;
use crate::domain::{Answer, Attempt, Response, Slot};
use crate::engine::draw::Paper;
use crate::engine::marking::mark;
use crate::engine::signals::{Answered, Traced};
use std::collections::BTreeMap;

/// What is compared of an attempt: the last answer to each question, and when it was answered first.
pub(super) fn traced(
    material: &Material,
    paper: &Paper,
    number: i64,
    attempt: &Attempt,
    log: &[Response],
) -> Traced {
    let mut sorted: Vec<&Response> = log.iter().collect();
    sorted.sort_unstable_by_key(|line| (line.saved_at, line.epoch, line.seq));
    let mut first: BTreeMap<Slot, (usize, &Response)> = BTreeMap::new();
    let mut last: BTreeMap<Slot, &Response> = BTreeMap::new();
    for (order, line) in sorted.into_iter().enumerate() {
        first.entry(line.slot).or_insert((order, line));
        let known = last.entry(line.slot).or_insert(line);
        if (line.epoch, line.seq) > (known.epoch, known.seq) {
            *known = line;
        }
    }
    let answers = (1..)
        .zip(&paper.questions)
        .filter_map(|(slot, asked)| {
            let given: &Answer = &last.get(&Slot(slot))?.answer;
            let text = given.as_text();
            let (order, began) = first.get(&Slot(slot))?;
            let question = &material.questions[asked.question as usize];
            let drawn = material.drawer.question(asked);
            let (key, _) = material
                .rulings
                .marking(&drawn.id, drawn.version, &question.key);
            let marked = mark(question.content.kind, key, Some(given), 1, false);
            (!text.is_empty()).then(|| Answered {
                question: asked.question,
                slot,
                text,
                correct: marked.correct,
                options: u32::try_from(question.content.options.len()).unwrap_or(0),
                first_at: began.saved_at,
                order: *order,
            })
        })
        .collect();
    Traced {
        number,
        started_at: attempt.started_at,
        duration_ms: attempt
            .outcome
            .as_ref()
            .map_or(0, |outcome| outcome.duration_ms),
        epoch: attempt.epoch,
        answers,
    }
}
