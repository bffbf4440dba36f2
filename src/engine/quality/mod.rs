//! What makes a question weak, found without asking anybody: near-duplicates, options and explanations
//! that betray or contradict the key, an uneven key. Each is a hint for a person, never a refusal.

mod alike;
mod balance;
mod explanation;
mod giveaway;
mod sketch;
#[cfg(test)]
mod tests;

pub use alike::{Likeness, MOST_PAIRS, Why, near_duplicates};
pub use balance::{KeyCount, key_balance, key_place, longest_is_right_too_often};
pub use sketch::Sketch;

use crate::domain::{Key, QuestionVersion, markup, text};

/// Something about one question that a person should look at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Weakness {
    /// It cites no law.
    NoCitation,
    /// An option such as "Tất cả các ý trên".
    AllOfAbove,
    /// An option that names others by letter, which means something else once options are shuffled.
    NamesLetters,
    /// The right option is much longer than the others.
    LongestRight,
    /// The explanation names another option than the key.
    ExplanationKey,
}

impl Weakness {
    /// Stable, dotted, English.
    pub fn code(self) -> &'static str {
        match self {
            Self::NoCitation => "quality.no_citation",
            Self::AllOfAbove => "quality.all_of_above",
            Self::NamesLetters => "quality.names_letters",
            Self::LongestRight => "quality.longest_right",
            Self::ExplanationKey => "quality.explanation_key",
        }
    }

    /// Whether the reader of a paper could guess the key by it.
    pub fn gives_away(self) -> bool {
        matches!(
            self,
            Self::AllOfAbove | Self::NamesLetters | Self::LongestRight
        )
    }
}

/// What is weak about a question taken by itself.
pub fn weaknesses(question: &QuestionVersion) -> Vec<Weakness> {
    let options: Vec<String> = question
        .content
        .options
        .iter()
        .map(|option| markup::plain(&option.text))
        .collect();
    let right: Vec<bool> = question
        .content
        .options
        .iter()
        .map(|option| match &question.key {
            Key::Options(ids) => ids.contains(&option.id),
            Key::Number { .. } | Key::Text(_) => false,
        })
        .collect();
    let mut found = Vec::new();
    if question.laws.is_empty() {
        found.push(Weakness::NoCitation);
    }
    if options.iter().any(|text| giveaway::sums_up(text)) {
        found.push(Weakness::AllOfAbove);
    }
    if options.iter().any(|text| giveaway::names_letters(text)) {
        found.push(Weakness::NamesLetters);
    }
    if giveaway::right_is_much_longer(&options, &right) {
        found.push(Weakness::LongestRight);
    }
    let contradicts = question.explanation.as_deref().is_some_and(|html| {
        explanation::names_another_option(&markup::plain(html), &options, &right)
    });
    if contradicts {
        found.push(Weakness::ExplanationKey);
    }
    found
}

/// Words of a text, folded, without signs.
fn words(text: &str) -> Vec<String> {
    text::folded(text)
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}
