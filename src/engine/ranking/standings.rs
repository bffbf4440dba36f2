//! Places: 1, 2, 2, 4, each with what separates it from the next.

use super::{Entry, Key, Ranking, Reason};
use crate::domain::{AttemptId, ParticipantId};

/// A drawn lot; the smallest wins.
pub type Ticket = [u8; 32];

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
    pub key: Key,
    /// What separates this place from the next; none for the last place.
    pub reason: Option<Reason>,
}

/// Ranks recognised attempts, at most one a person, in any order: filter first, then the
/// comparators. Rows that share a place stand by number, so that the same people always give the same
/// list. No lot is drawn: who is equal on all else shares a place.
pub fn standings(entries: &[Entry], ranking: &Ranking, actual: Option<i64>) -> Vec<Standing> {
    places(&sorted(entries, ranking, actual), ranking)
}

/// The same with the lot as the last comparator, if the rules name it: `ticket` gives the lot of a
/// person by number. Among those who are equal on all else the smallest ticket stands first, and the
/// value of the lot is the turn at which it was drawn, 1, 2, …
///
/// # Panics
/// Never: no list holds 2^63 people.
pub fn standings_by_lot(
    entries: &[Entry],
    ranking: &Ranking,
    actual: Option<i64>,
    ticket: impl Fn(i64) -> Ticket,
) -> Vec<Standing> {
    let mut sorted = sorted(entries, ranking, actual);
    if let Some(step) = ranking.lot_step() {
        for shared in sorted.chunk_by_mut(|a, b| a.0 == b.0) {
            if shared.len() < 2 {
                continue;
            }
            shared.sort_by_cached_key(|(_, entry)| (ticket(entry.number), entry.number));
            for (turn, (key, _)) in (1..).zip(shared) {
                key[step] = turn;
            }
        }
    }
    places(&sorted, ranking)
}

/// Who is admitted, with the key, highest first.
fn sorted<'a>(
    entries: &'a [Entry],
    ranking: &Ranking,
    actual: Option<i64>,
) -> Vec<(Key, &'a Entry)> {
    let admitted = entries.iter().filter(|entry| ranking.admits(entry));
    let mut sorted: Vec<(Key, &Entry)> = admitted
        .map(|entry| (ranking.key(entry, actual), entry))
        .collect();
    sorted.sort_unstable_by(|(a, one), (b, other)| {
        let rest = |entry: &Entry| (entry.number, entry.ordinal);
        a.cmp(b).then_with(|| rest(one).cmp(&rest(other)))
    });
    sorted
}

fn places(sorted: &[(Key, &Entry)], ranking: &Ranking) -> Vec<Standing> {
    let mut standings: Vec<Standing> = Vec::with_capacity(sorted.len());
    let mut above = 0_i64;
    let mut equals = sorted.chunk_by(|a, b| a.0 == b.0).peekable();
    while let Some(shared) = equals.next() {
        let reason = equals
            .peek()
            .and_then(|next| Reason::between(&shared[0].0, &next[0].0, ranking));
        standings.extend(shared.iter().map(|(key, entry)| Standing {
            place: above + 1,
            participant: entry.participant,
            number: entry.number,
            attempt: entry.attempt,
            ordinal: entry.ordinal,
            key: key.clone(),
            reason,
        }));
        above += i64::try_from(shared.len()).expect("fewer people than 2^63");
    }
    standings
}
