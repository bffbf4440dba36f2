//! Which answer a slot takes, and in what form it is stored.

use super::SaveError;
use crate::app::rounds::Material;
use crate::domain::{Answer, QuestionKind, Slot, text};
use crate::engine::draw::Paper;

/// Characters that an essay may have for each word of its limit.
const LONGEST_WORD: usize = 20;

/// Greatest number of characters of a short text.
const LONGEST_TEXT: usize = 500;

/// The answer in its stored form, if the paper has a question that takes it.
pub(in crate::app::attempts) fn fitting(
    material: &Material,
    paper: &Paper,
    slot: Slot,
    answer: Answer,
) -> Result<Answer, SaveError> {
    if slot == Slot::PREDICTION {
        if material.round.rules.prediction.is_none() {
            return Err(SaveError::Slot(slot));
        }
        return match answer {
            Answer::Number(guess) => plausible_guess(guess).map(Answer::Number),
            _ => Err(SaveError::Kind),
        };
    }
    if slot == Slot::ESSAY {
        let essay = material.round.rules.essay.as_ref();
        let essay = essay.ok_or(SaveError::Slot(slot))?;
        let Answer::Text(text) = answer else {
            return Err(SaveError::Kind);
        };
        let longest = LONGEST_WORD * essay.max_words as usize;
        let text = text::passage(&text, longest).map_err(SaveError::Text)?;
        let words = text.split_whitespace().count();
        if words > essay.max_words as usize {
            let max = essay.max_words;
            return Err(SaveError::Words { words, max });
        }
        return Ok(Answer::Text(text));
    }
    let on_paper = usize::from(slot.0)
        .checked_sub(1)
        .and_then(|at| paper.questions.get(at))
        .ok_or(SaveError::Slot(slot))?;
    let question = &material.questions[on_paper.question as usize];
    match (question.content.kind, answer) {
        (QuestionKind::Single | QuestionKind::Multiple, Answer::Options(mut ids)) => {
            if ids.len() > 1 && !question.takes_several() {
                return Err(SaveError::Count);
            }
            if ids.len() > question.content.options.len() {
                return Err(SaveError::Count);
            }
            ids.sort_unstable();
            let known = |id: &String| question.content.options.iter().any(|o| o.id == *id);
            if !ids.iter().all(known) || ids.windows(2).any(|pair| pair[0] == pair[1]) {
                return Err(SaveError::Option);
            }
            Ok(Answer::Options(ids))
        }
        (QuestionKind::Number, Answer::Number(number)) => Ok(Answer::Number(number)),
        (QuestionKind::Text, Answer::Text(text)) => text::line(&text, LONGEST_TEXT)
            .map(Answer::Text)
            .map_err(SaveError::Text),
        // Taking an answer back is a blank, whatever the question.
        (_, Answer::Options(ids)) if ids.is_empty() => Ok(Answer::Options(ids)),
        _ => Err(SaveError::Kind),
    }
}

/// A guess counts people or attempts: never negative, never more than a country could make.
pub(in crate::app::attempts) fn plausible_guess(guess: i64) -> Result<i64, SaveError> {
    if (0..=1_000_000_000).contains(&guess) {
        Ok(guess)
    } else {
        Err(SaveError::Range)
    }
}
