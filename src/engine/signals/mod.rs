//! Clues about an attempt for people who look into it before a prize is given (domain.md 2.4,
//! security.md 1.3): never a verdict, never something that ranks. Each says what was seen, with its
//! numbers, so that the person concerned can answer it.
//!
//! What is compared are the attempts that the desk looks at. A coincidence is told only if it is a
//! hundred times rarer than the number of comparisons that were made would bring about by itself.

mod alike;
mod chance;
mod order;
mod pace;
mod told;

use crate::domain::Timestamp;
use serde::Serialize;

/// Something that was noticed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "code", content = "evidence", rename_all = "snake_case")]
pub enum Signal {
    /// Other accounts of the contest have the same phone, address or number. A parent's phone may
    /// rightly stand in the forms of several children.
    SharedContact {
        /// Key of the field; `guardian_phone` for that of a guardian.
        field: String,
        /// Numbers of the other people.
        others: Vec<i64>,
    },
    /// Other people sat the round on the same device.
    SameDevice {
        /// Their numbers.
        others: Vec<i64>,
    },
    /// Other people began in the same network. A school or an office has one, and so has a whole
    /// district behind a mobile operator.
    SameNetwork {
        /// Their numbers, at most the first fifty.
        others: Vec<i64>,
        /// How many they are.
        people: i64,
    },
    /// The same wrong options as somebody else's.
    AlikeAnswers {
        /// Number of the other person.
        other: i64,
        /// Questions that both were asked.
        common: i64,
        /// Of these, answered wrongly by both.
        both_wrong: i64,
        /// Of these, with the same wrong option.
        same_wrong: i64,
        /// By chance so many or more agree once in so many pairs.
        one_in: u64,
    },
    /// Common questions answered in the same order as somebody else's, though the papers showed them
    /// in different orders.
    SameOrder {
        /// Number of the other person.
        other: i64,
        /// Questions that both answered.
        common: i64,
        /// Pairs of questions in a different order.
        apart: i64,
        /// By chance so few or fewer are apart once in so many pairs of people.
        one_in: u64,
    },
    /// Faster than the rules call plausible.
    TooFast {
        /// Time used.
        duration_ms: i64,
        /// What the rules call plausible.
        least_s: u32,
    },
    /// Half of the answers came quicker than a question can be read.
    FastAnswers {
        /// Median time between an answer and the one before.
        median_ms: i64,
        /// How many answers were timed.
        answers: i64,
    },
    /// Answers came at equal intervals, as a program sends them.
    EvenPace {
        /// Shortest time between two answers.
        shortest_ms: i64,
        /// Longest time between two answers.
        longest_ms: i64,
        /// How many answers were timed.
        answers: i64,
    },
    /// The attempt went from one device to another.
    DeviceChanged {
        /// How often.
        times: i64,
    },
}

/// An answered question of an attempt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answered {
    /// Index of the question among those of the round.
    pub question: u32,
    /// Where it stands on the paper, from 1.
    pub slot: u16,
    /// The last answer, as text; empty: blank.
    pub text: String,
    /// Whether it is right.
    pub correct: bool,
    /// How many options the question has; 0 where nothing is chosen.
    pub options: u32,
    /// When it was answered first.
    pub first_at: Timestamp,
    /// Place of the first answer in the log.
    pub order: usize,
}

/// What is looked at of an attempt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Traced {
    /// The person's number.
    pub number: i64,
    /// When it began.
    pub started_at: Timestamp,
    /// Time used, in milliseconds.
    pub duration_ms: i64,
    /// How often a device took the turn; 1 for an attempt on one device.
    pub epoch: i64,
    /// What was answered, blanks left out.
    pub answers: Vec<Answered>,
}

/// What the attempt itself and a comparison with others give. `others` may hold attempts of the same
/// person, which are passed over.
pub fn signals(own: &Traced, others: &[Traced], min_plausible_s: Option<u32>) -> Vec<Signal> {
    let mut found = pace::signals(own, min_plausible_s);
    let strangers: Vec<&Traced> = others
        .iter()
        .filter(|other| other.number != own.number)
        .collect();
    let rare = chance::rare_among(strangers.len());
    for other in &strangers {
        let rest = || {
            strangers
                .iter()
                .copied()
                .filter(|t| t.number != other.number)
        };
        found.extend(alike::signal(own, other, rest, rare));
        found.extend(order::signal(own, other, rare));
    }
    found
}
