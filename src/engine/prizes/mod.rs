//! Who gets which prize: prizes in the order of the contest file, people in the order of a ranking,
//! nobody beyond his cap (domain.md 2.1, "Prizes").
//!
//! A tie across a cut line is never decided here: it comes out as undecided, with the tied people,
//! until a lot or a decision of people gives each of them a turn.

mod allot;
#[cfg(test)]
mod tests;

pub use allot::allot;

use crate::domain::{ParticipantId, UnitId};

/// Who may get a prize.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// A person.
    Person(ParticipantId),
    /// A unit, in a ranking of collectives; caps are for persons only.
    Unit(UnitId),
}

/// Greatest number of prizes of one person; 0 = no cap.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Caps {
    /// In one round.
    pub per_round: u32,
    /// In the whole contest.
    pub per_contest: u32,
}

/// Somebody in a ranking.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Contender {
    /// Who.
    pub subject: Subject,
    /// 1, 2, 2, 4, …; of a void one the place before it was void.
    pub place: i64,
    /// The order among equals, from a lot or from a decision; none: undecided.
    pub turn: Option<i64>,
    /// Whether the result was declared void: skipped, and the next in line moves up.
    pub is_void: bool,
}

/// A ranking by which prizes are given.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RankedList {
    /// Which round it belongs to; none: a ranking beyond one round.
    pub round: Option<usize>,
    /// Everybody in it, in any order.
    pub contenders: Vec<Contender>,
}

/// A prize of the contest file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// Index of the ranking it is given by; none: that ranking does not exist yet.
    pub list: Option<usize>,
    /// How many of it.
    pub count: i64,
    /// Who has it already by a published result, which nothing changes; none: to be given.
    pub fixed: Option<Vec<Subject>>,
}

/// Somebody gets the prize.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Given {
    /// Who.
    pub subject: Subject,
    /// The place in the ranking.
    pub place: i64,
    /// How many before him in the ranking were passed over, so that he moved up by so many.
    pub moved_up: usize,
}

/// Why somebody who stood in line was passed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// His result is void.
    Void,
    /// He has a prize of this ranking already.
    HasOne,
    /// He has as many prizes of the round as one person may have.
    CapOfRound,
    /// He has as many prizes of the contest as one person may have.
    CapOfContest,
}

/// Somebody was passed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Passed {
    /// Who.
    pub subject: Subject,
    /// The place in the ranking.
    pub place: i64,
    /// Why.
    pub why: Why,
}

/// People who are equal across a cut line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tie {
    /// Their place.
    pub place: i64,
    /// How many of this prize are among them; fewer than they are.
    pub seats: i64,
    /// They, sorted.
    pub people: Vec<Subject>,
}

/// What became of a prize.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Allotted {
    /// Who gets it, in order.
    pub given: Vec<Given>,
    /// Between whom it is undecided.
    pub undecided: Vec<Tie>,
    /// Who was passed over on the way to this prize, in order.
    pub passed: Vec<Passed>,
    /// How many of it nobody stands for.
    pub left: i64,
}
