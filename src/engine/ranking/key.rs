//! From a result to its key, and back to the values that people read.

use super::Entry;
use crate::domain::RankKey;
use crate::domain::contest::{
    Comparable, Comparator, Direction, DurationUnit, Least, Measure, RankingRules, Where,
};
use crate::engine::prediction::distance;
use smallvec::SmallVec;

/// The comparators of a result as numbers, in their order; the smaller list stands higher.
///
/// A comparator that runs downwards enters negated; what is absent or not known yet sorts behind
/// everything.
pub type Key = SmallVec<[i64; 6]>;

/// What sorts behind everything: no guess, or what is not known yet.
pub(super) const ABSENT: i64 = i64::MAX;

/// A list of comparators can't be ranked by.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotRankable {
    /// It is empty, so that everybody would share the first place.
    #[error("ranking.{list} names no comparator")]
    Empty {
        /// `individual` or `recognised_by`.
        list: &'static str,
    },
    /// The lot decides what nothing else does, so that nothing can stand behind it, and the smallest
    /// one wins.
    #[error("ranking.{list}[{at}]: the lot is the last resort: write «lot asc» at the end")]
    LotNotLast {
        /// `individual` or `recognised_by`.
        list: &'static str,
        /// Index in the list.
        at: usize,
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
    least: Option<Least>,
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
                least: rules.least,
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

    /// Whether the filter lets the result into the standings at all. An essay that nobody has marked
    /// has no points.
    pub fn admits(&self, entry: &Entry) -> bool {
        let reached = |value: i64, least: Option<u32>| value >= least.map_or(0, i64::from);
        let least = self.least.unwrap_or_default();
        self.admits_live(entry)
            && reached(entry.essay.unwrap_or(0), least.essay)
            && reached(entry.total(), least.total)
    }

    /// The same while the round runs and essays are not marked.
    pub fn admits_live(&self, entry: &Entry) -> bool {
        let reached = |value: i64, least: Option<u32>| value >= least.map_or(0, i64::from);
        let least = self.least.unwrap_or_default();
        let passes = match self.filter {
            Some(Where::Perfect) => entry.is_perfect(),
            None => true,
        };
        passes
            && !entry.failed
            && reached(entry.correct, least.correct)
            && reached(entry.score, least.score)
    }

    /// The key of a result. Until `actual`, the value that the prediction asked for, is known, the
    /// comparator of its distance is skipped: it is the same for all. So is that of the lot, which
    /// [`standings`](super::standings()) fills in.
    pub fn key(&self, entry: &Entry, actual: Option<i64>) -> Key {
        self.key_by(&self.individual, entry, actual)
    }

    /// The key by which a live board orders: what is known while the round runs. Without what is
    /// known only after the close no list is longer than a board's key.
    pub fn live_key(&self, entry: &Entry) -> RankKey {
        let known: SmallVec<[Comparator; 6]> = self
            .individual
            .iter()
            .filter_map(Comparator::known_early)
            .collect();
        let mut key = RankKey::default();
        for (place, value) in key.0.iter_mut().zip(self.key_by(&known, entry, None)) {
            *place = value;
        }
        key
    }

    /// The key by which the recognised attempt of a person is chosen.
    pub fn recognition_key(&self, entry: &Entry) -> Key {
        self.key_by(&self.recognised_by, entry, None)
    }

    /// The values behind a key, in the order of the comparators: points and counts as they are,
    /// time used in the unit of the round, instants in milliseconds of Unix time; `None` where there
    /// is no guess, no actual value, no mark or no lot.
    pub fn values(&self, key: &Key) -> SmallVec<[Option<i64>; 6]> {
        (0..self.individual.len())
            .map(|step| self.value(key, step))
            .collect()
    }

    /// The value of one comparator behind a key.
    pub(super) fn value(&self, key: &Key, step: usize) -> Option<i64> {
        match (key[step], self.individual[step].direction) {
            (ABSENT, _) => None,
            (value, Direction::Asc) => Some(value),
            (value, Direction::Desc) => Some(-value),
        }
    }

    /// Where the lot stands among the comparators: last, if at all.
    pub(super) fn lot_step(&self) -> Option<usize> {
        self.individual
            .iter()
            .position(|comparator| comparator.measure == Measure::Lot)
    }

    fn key_by(&self, list: &[Comparator], entry: &Entry, actual: Option<i64>) -> Key {
        let value = |measure| match measure {
            Measure::Correct => Some(entry.correct),
            Measure::Score => Some(entry.score),
            Measure::Essay => entry.essay,
            Measure::Total => Some(entry.total()),
            Measure::Duration => Some(match self.unit {
                DurationUnit::Second => entry.duration_ms.div_euclid(1000),
                DurationUnit::Millisecond => entry.duration_ms,
            }),
            Measure::SubmittedAt => Some(entry.submitted_at.millis()),
            Measure::PredictionDistance => actual
                .zip(entry.prediction)
                .map(|(actual, guess)| distance(guess, actual)),
            Measure::AttemptsUsed => Some(entry.attempts_used),
            Measure::Lot => None,
        };
        list.iter()
            .map(
                |comparator| match (value(comparator.measure), comparator.direction) {
                    // One below the mark of absence, so that the worst guess still beats none.
                    (None, _) => ABSENT,
                    (Some(value), Direction::Asc) => value.min(ABSENT - 1),
                    (Some(value), Direction::Desc) => value.saturating_neg().min(ABSENT - 1),
                },
            )
            .collect()
    }
}

/// Everything for which a round can't be ranked by its rules.
pub fn faults(rules: &RankingRules) -> Vec<NotRankable> {
    let mut faults = faults_of("individual", &rules.individual);
    if let Some(listed) = &rules.recognised_by {
        faults.extend(faults_of("recognised_by", listed));
        for (at, Comparator { measure, .. }) in listed.iter().enumerate() {
            if measure.is_late() {
                let measure = *measure;
                faults.push(NotRankable::TooLate { at, measure });
            }
        }
    }
    faults
}

fn faults_of(list: &'static str, comparators: &[Comparator]) -> Vec<NotRankable> {
    if comparators.is_empty() {
        return vec![NotRankable::Empty { list }];
    }
    let mut faults = Vec::new();
    for (at, Comparator { measure, direction }) in comparators.iter().enumerate() {
        let measure = *measure;
        let is_last = at + 1 == comparators.len() && *direction == Direction::Asc;
        if measure == Measure::Lot && !is_last {
            faults.push(NotRankable::LotNotLast { list, at });
        }
        if comparators[..at].iter().any(|c| c.measure == measure) {
            faults.push(NotRankable::Repeated { list, at, measure });
        }
    }
    faults
}
