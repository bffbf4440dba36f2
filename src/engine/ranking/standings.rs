//! Places: 1, 2, 2, 4, each with what separates it from the next.

use super::{Entry, Ranking, Reason};
use crate::domain::{AttemptId, ParticipantId, RankKey};

/// A person's place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// 1 + the number of people who stand higher, so that equals share it.
    pub place: i64,
    /// The person.
    pub participant: ParticipantId,
    /// The person's number.
    pub number: i64,
    /// The recognised attempt.
    pub attempt: AttemptId,
    /// Which attempt of the person that is.
    pub ordinal: i64,
    /// What decided; [`Ranking::values`] gives the values behind it.
    pub key: RankKey,
    /// What separates this place from the next; none for the last place.
    pub reason: Option<Reason>,
}

/// Ranks recognised attempts, at most one a person, in any order: filter first, then the
/// comparators. Rows that share a place stand by number, so that the same people always give the same
/// list.
///
/// # Panics
/// Never: no list holds 2^63 people.
pub fn standings(entries: &[Entry], ranking: &Ranking, actual: Option<i64>) -> Vec<Standing> {
    let admitted = entries.iter().filter(|entry| ranking.admits(entry));
    let mut sorted: Vec<(RankKey, &Entry)> = admitted
        .map(|entry| (ranking.key(entry, actual), entry))
        .collect();
    sorted.sort_unstable_by_key(|(key, entry)| (*key, entry.number, entry.ordinal));

    let mut standings = Vec::with_capacity(sorted.len());
    let mut above = 0_i64;
    let mut equals = sorted.chunk_by(|a, b| a.0 == b.0).peekable();
    while let Some(shared) = equals.next() {
        let key = shared[0].0;
        let reason = equals
            .peek()
            .and_then(|next| Reason::between(&key, &next[0].0, ranking));
        standings.extend(shared.iter().map(|(key, entry)| Standing {
            place: above + 1,
            participant: entry.participant,
            number: entry.number,
            attempt: entry.attempt,
            ordinal: entry.ordinal,
            key: *key,
            reason,
        }));
        above += i64::try_from(shared.len()).expect("fewer people than 2^63");
    }
    standings
}
