//! Which attempt of a person counts.

use super::{Entry, Ranking};
use crate::domain::contest::Recognised;

/// The recognised attempt among all valid ones of **one person**, in any order; of equally good ones
/// the earlier.
pub fn recognised<'a>(
    entries: &'a [Entry],
    ranking: &Ranking,
    rule: Recognised,
) -> Option<&'a Entry> {
    let entries = entries.iter();
    match rule {
        Recognised::First => entries.min_by_key(|entry| entry.ordinal),
        Recognised::Last => entries.max_by_key(|entry| entry.ordinal),
        Recognised::Best => {
            entries.min_by_key(|entry| (ranking.recognition_key(entry), entry.ordinal))
        }
    }
}

/// The recognised attempt of every person, by number. `entries` are all valid attempts of the round,
/// in any order.
pub fn recognise(entries: &[Entry], ranking: &Ranking, rule: Recognised) -> Vec<Entry> {
    let mut sorted = entries.to_vec();
    sorted.sort_unstable_by_key(|entry| (entry.number, entry.ordinal));
    sorted
        .chunk_by(|a, b| a.number == b.number)
        .filter_map(|of_person| recognised(of_person, ranking, rule))
        .copied()
        .collect()
}
