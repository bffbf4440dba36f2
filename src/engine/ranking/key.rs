//! From a result to its key, and back to the values that people read.

use super::Entry;
use crate::domain::RankKey;
use crate::domain::contest::{Comparator, Direction, DurationUnit, Measure, RankingRules, Where};
use crate::engine::prediction::distance;
use smallvec::SmallVec;

/// What sorts behind everything: no guess, or a distance that is not known yet.
const ABSENT: i64 = i64::MAX;

/// A list of comparators can't be ranked by.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotRankable {
    /// It is empty, so that everybody would share the first place.
    #[error("ranking.{list} names no comparator")]
    Empty {
        /// `individual` or `recognised_by`.
        list: &'static str,
    },
    /// It looks at what this platform does not know yet: essays are marked by a jury. A lot is drawn
    /// for whoever is equal on everything else, so it can stand last among `individual` only.
    #[error("ranking.{list}[{at}]: «{}» can't be ranked by yet", .measure.word())]
    NotYet {
        /// `individual` or `recognised_by`.
        list: &'static str,
        /// Index in the list.
        at: usize,
        /// What it looks at.
        measure: Measure,
    },
    /// It looks at the same thing twice.
    #[error("ranking.{list}[{at}]: «{}» is in the list already", .measure.word())]
    Repeated {
        /// `individual` or `recognised_by`.
        list: &'static str,
        /// Index in the list.
        at: usize,
        /// What it looks at.
        measure: Measure,
    },
    /// The recognised attempt would depend on what is known only after the close.
    #[error("ranking.recognised_by[{at}]: «{}» is known only after the close", .measure.word())]
    TooLate {
        /// Index in the list.
        at: usize,
        /// What it looks at.
        measure: Measure,
    },
}

/// The ranking of a round, checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ranking {
    individual: Vec<Comparator>,
    recognised_by: Vec<Comparator>,
    unit: DurationUnit,
    filter: Option<Where>,
}

impl Ranking {
    /// Of a round's rules, unless they can't be ranked by; the first of their [`faults`] then.
    pub fn new(rules: &RankingRules) -> Result<Self, NotRankable> {
        match faults(rules).into_iter().next() {
            Some(fault) => Err(fault),
            None => Ok(Self {
                individual: rules.individual.clone(),
                recognised_by: rules.recognised_by(),
                unit: rules.duration_unit,
                filter: rules.filter,
            }),
        }
    }

    /// The comparators, first one first.
    pub fn comparators(&self) -> &[Comparator] {
        &self.individual
    }

    /// The grain in which time used is compared.
    pub fn duration_unit(&self) -> DurationUnit {
        self.unit
    }

    /// Whether the filter lets the result onto the board at all.
    pub fn admits(&self, entry: &Entry) -> bool {
        match self.filter {
            Some(Where::Perfect) => entry.is_perfect(),
            None => true,
        }
    }

    /// The key of a result. Until `actual`, the value that the prediction asked for, is known, the
    /// comparator of its distance is skipped: it is the same for all.
    pub fn key(&self, entry: &Entry, actual: Option<i64>) -> RankKey {
        self.key_by(&self.individual, entry, actual)
    }

    /// The key by which the recognised attempt of a person is chosen.
    pub fn recognition_key(&self, entry: &Entry) -> RankKey {
        self.key_by(&self.recognised_by, entry, None)
    }

    /// The values behind a key, in the order of the comparators: points and counts as they are,
    /// time used in the unit of the round, instants in milliseconds of Unix time; `None` where there
    /// is no guess or no actual value.
    pub fn values(&self, key: &RankKey) -> SmallVec<[Option<i64>; 6]> {
        (0..self.individual.len())
            .map(|step| self.value(key, step))
            .collect()
    }

    /// The value of one comparator behind a key.
    pub(super) fn value(&self, key: &RankKey, step: usize) -> Option<i64> {
        // The lot, which comes last, has no place in a key: it is drawn when places are known.
        match (key.0.get(step)?, self.individual[step].direction) {
            (&ABSENT, _) => None,
            (value, Direction::Asc) => Some(*value),
            (value, Direction::Desc) => Some(-value),
        }
    }

    fn key_by(&self, list: &[Comparator], entry: &Entry, actual: Option<i64>) -> RankKey {
        let mut key = RankKey::default();
        for (place, comparator) in key.0.iter_mut().zip(list) {
            let value = match comparator.measure {
                Measure::Correct => Some(entry.correct),
                Measure::Score => Some(entry.score),
                Measure::Duration => Some(match self.unit {
                    DurationUnit::Second => entry.duration_ms.div_euclid(1000),
                    DurationUnit::Millisecond => entry.duration_ms,
                }),
                Measure::SubmittedAt => Some(entry.submitted_at.millis()),
                Measure::PredictionDistance => actual
                    .zip(entry.prediction)
                    .map(|(actual, guess)| distance(guess, actual)),
                Measure::AttemptsUsed => Some(entry.attempts_used),
                Measure::Essay | Measure::Lot => None,
            };
            // One below the mark of absence, so that the worst guess still beats none.
            *place = match (value, comparator.direction) {
                (None, _) => ABSENT,
                (Some(value), Direction::Asc) => value.min(ABSENT - 1),
                (Some(value), Direction::Desc) => value.saturating_neg().min(ABSENT - 1),
            };
        }
        key
    }
}

/// Everything for which a round can't be ranked by its rules.
pub fn faults(rules: &RankingRules) -> Vec<NotRankable> {
    let mut faults = faults_of("individual", &rules.individual);
    if let Some(listed) = &rules.recognised_by {
        faults.extend(faults_of("recognised_by", listed));
        for (at, Comparator { measure, .. }) in listed.iter().enumerate() {
            if *measure == Measure::PredictionDistance {
                let measure = *measure;
                faults.push(NotRankable::TooLate { at, measure });
            }
        }
    }
    faults
}

/// Without essay and lot there are six measures, so that a list without repeats fits a key.
fn faults_of(list: &'static str, comparators: &[Comparator]) -> Vec<NotRankable> {
    if comparators.is_empty() {
        return vec![NotRankable::Empty { list }];
    }
    let mut faults = Vec::new();
    for (at, Comparator { measure, .. }) in comparators.iter().enumerate() {
        let measure = *measure;
        let is_last_resort = list == "individual" && at + 1 == comparators.len();
        if measure == Measure::Essay || (measure == Measure::Lot && !is_last_resort) {
            faults.push(NotRankable::NotYet { list, at, measure });
        }
        if comparators[..at].iter().any(|c| c.measure == measure) {
            faults.push(NotRankable::Repeated { list, at, measure });
        }
    }
    faults
}
