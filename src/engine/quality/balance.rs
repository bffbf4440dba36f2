//! Where the key stands in a bank, and whether its length tells it.

use crate::domain::{Key, QuestionKind, QuestionVersion, markup};

/// How many questions have their key at a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyCount {
    /// A, B, C, …
    pub letter: char,
    /// Questions of one right option.
    pub questions: usize,
}

/// How often the key stands at each place, from the places of the right options.
pub fn key_balance(places: impl IntoIterator<Item = usize>) -> Vec<KeyCount> {
    let mut counts: Vec<usize> = Vec::new();
    for at in places {
        if counts.len() <= at {
            counts.resize(at + 1, 0);
        }
        counts[at] += 1;
    }
    ('A'..='Z')
        .zip(counts)
        .map(|(letter, questions)| KeyCount { letter, questions })
        .collect()
}

/// The place of the right option as the author ordered them, where there is one.
pub fn key_place(question: &QuestionVersion) -> Option<usize> {
    let Key::Options(right) = &question.key else {
        return None;
    };
    if question.content.kind != QuestionKind::Single {
        return None;
    }
    let mut options = question.content.options.iter();
    options.position(|option| right.contains(&option.id))
}

/// Whether the right option is the longest one.
pub(super) fn is_longest(question: &QuestionVersion) -> Option<(bool, usize)> {
    let at = key_place(question)?;
    let lengths: Vec<usize> = question
        .content
        .options
        .iter()
        .map(|option| markup::plain(&option.text).chars().count())
        .collect();
    let others = lengths.iter().enumerate().filter(|(i, _)| *i != at);
    let longest = others.map(|(_, length)| *length).max()?;
    Some((lengths[at] > longest, lengths.len()))
}

/// Whether the longest option is right clearly more often than chance puts it there: by more than three
/// standard deviations, among at least twenty questions. `facts` says of each question whether its right
/// option is the longest, and how many options it has.
pub fn longest_is_right_too_often(facts: impl IntoIterator<Item = (bool, usize)>) -> bool {
    let (mut seen, mut questions, mut expected, mut variance) = (0.0, 0_usize, 0.0, 0.0);
    for (longest, options) in facts {
        let Ok(options) = u32::try_from(options) else {
            continue;
        };
        let chance = 1.0 / f64::from(options.max(1));
        seen += f64::from(u8::from(longest));
        questions += 1;
        expected += chance;
        variance += chance * (1.0 - chance);
    }
    questions >= 20 && seen - expected > 3.0 * f64::sqrt(variance)
}
