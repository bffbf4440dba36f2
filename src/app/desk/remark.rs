//! Marking all attempts of a round anew under other rulings.

use super::error::DeskError;
use super::rulings::Rulings;
use crate::app::App;
use crate::app::attempts::latest;
use crate::app::rounds::Material;
use crate::domain::desk::QuestionRuling;
use crate::domain::{AttemptId, Key, QuestionContent, QuestionId, QuestionKind};
use crate::engine::draw::DrawnQuestion;
use crate::store::Marks;
use std::collections::HashMap;

/// Attempts read with one statement.
const PAGE: i64 = 2_000;

impl App {
    /// The marks of all handed-in attempts that change under these rulings, void ones too. Attempts
    /// are read page by page; what is kept of each that changes are a handful of numbers.
    pub(super) async fn marked_anew(
        &self,
        material: &Material,
        rulings: &Rulings,
    ) -> Result<HashMap<AttemptId, Marks>, DeskError> {
        let mut changed = HashMap::new();
        let mut after = (0, 0);
        loop {
            // A transaction a page: nobody who browses waits for a million rows.
            let mut work = self.store.read().await?;
            let page = work.handed_in(material.round.id, after, PAGE).await?;
            if page.is_empty() {
                return Ok(changed);
            }
            let ids: Vec<AttemptId> = page.iter().map(|row| row.attempt.id).collect();
            let mut logs = work.logs_of(&ids).await?;
            drop(work);
            for row in &page {
                after = (row.number, row.attempt.ordinal);
                let Some(outcome) = &row.attempt.outcome else {
                    continue;
                };
                let log = logs.remove(&row.attempt.id).unwrap_or_default();
                let paper = material.paper(row.number, row.attempt.ordinal, row.group.as_deref());
                let score = material.mark(&paper, &latest(&log), rulings);
                let before = (
                    outcome.correct,
                    outcome.questions,
                    outcome.score,
                    outcome.max_score,
                    outcome.failed,
                );
                let now = (
                    score.correct,
                    score.questions,
                    score.score,
                    score.max_score,
                    score.failed,
                );
                if before != now {
                    let marks = Marks {
                        attempt: row.attempt.id,
                        correct: score.correct,
                        questions: score.questions,
                        score: score.score,
                        max_score: score.max_score,
                        failed: score.failed,
                    };
                    changed.insert(row.attempt.id, marks);
                }
            }
        }
    }
}

/// The question of that version among those that the round draws, with what participants see of it.
pub(super) fn question_of(
    material: &Material,
    id: QuestionId,
    version: i64,
) -> Option<(&DrawnQuestion, &QuestionContent)> {
    let id = id.to_string();
    let drawn = material.drawer.questions();
    let at = drawn
        .iter()
        .position(|q| q.id == id && q.version == version)?;
    Some((&drawn[at], &material.questions[at].content))
}

/// Whether a ruling can be carried out on a question.
pub(super) fn check(content: &QuestionContent, ruling: &QuestionRuling) -> Result<(), DeskError> {
    let QuestionRuling::NewKey(key) = ruling else {
        return Ok(());
    };
    let fits = match (content.kind, key) {
        (QuestionKind::Single, Key::Options(ids)) => ids.len() == 1 && known(content, ids),
        (QuestionKind::Multiple, Key::Options(ids)) => !ids.is_empty() && known(content, ids),
        (QuestionKind::Number, Key::Number { tolerance, .. }) => *tolerance >= 0,
        (QuestionKind::Text, Key::Text(forms)) => {
            !forms.is_empty()
                && forms
                    .iter()
                    .all(|form| !form.trim().is_empty() && !form.contains('\n'))
        }
        _ => false,
    };
    if fits { Ok(()) } else { Err(DeskError::BadKey) }
}

/// Whether all are options of the question, each named once.
fn known(content: &QuestionContent, ids: &[String]) -> bool {
    let mut sorted: Vec<&String> = ids.iter().collect();
    sorted.sort_unstable();
    sorted.dedup();
    sorted.len() == ids.len()
        && ids
            .iter()
            .all(|id| content.options.iter().any(|option| option.id == *id))
}
