//! The board of one round: order-statistic trees, so that a place is counted, never sorted.

use crate::domain::{ParticipantId, RankKey};
use crate::live::{BoardEntry, BoardFilter, BoardRow, MOST_ROWS, Placed, Replace, Totals};
use indexset::BTreeSet;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;
use uuid::Uuid;

/// Entries a node of a tree holds. Small, because every unit has a tree whose first node is
/// allocated whole; large trees do not notice (`examples/board_speed.rs`).
const NODE_SIZE: usize = 128;

type Rank = (RankKey, ParticipantId);

/// Everybody of one round in order, and the same for each group, unit, and group within a unit.
///
/// `put` and `place` take logarithmic time; a reading takes time for its rows only.
pub struct Board {
    people: HashMap<ParticipantId, (RankKey, Arc<BoardRow>)>,
    sections: HashMap<BoardFilter, BTreeSet<Rank>>,
    attempts: u64,
}

impl Default for Board {
    fn default() -> Self {
        Self {
            people: HashMap::new(),
            sections: HashMap::from([(BoardFilter::default(), empty())]),
            attempts: 0,
        }
    }
}

impl Board {
    /// A board of these entries; of two entries of a person the better one counts.
    pub fn of(entries: Vec<BoardEntry>, attempts: u64) -> Self {
        let mut board = Self::default();
        board.people.reserve(entries.len());
        for entry in entries {
            board.put(entry, Replace::IfBetter);
        }
        board.attempts = attempts;
        board
    }

    /// Counts an attempt; puts the entry on the board as `replace` says, and says whether it did.
    pub fn put(&mut self, entry: BoardEntry, replace: Replace) -> bool {
        self.attempts += 1;
        let BoardEntry {
            participant,
            key,
            row,
        } = entry;
        if let Some((old, _)) = self.people.get(&participant) {
            let stays = match replace {
                Replace::IfBetter => *old <= key,
                Replace::Always => false,
                Replace::IfAbsent => true,
            };
            if stays {
                return false;
            }
            self.remove(participant);
        }
        for section in BoardFilter::of_row(&row) {
            self.sections
                .entry(section)
                .or_insert_with(empty)
                .insert((key, participant));
        }
        self.people.insert(participant, (key, Arc::new(row)));
        true
    }

    /// Takes a person off; the count of attempts stays.
    pub fn remove(&mut self, participant: ParticipantId) -> bool {
        let Some((key, row)) = self.people.remove(&participant) else {
            return false;
        };
        for section in BoardFilter::of_row(&row) {
            if let Some(tree) = self.sections.get_mut(&section) {
                tree.remove(&(key, participant));
                if tree.is_empty() && section != BoardFilter::default() {
                    self.sections.remove(&section);
                }
            }
        }
        true
    }

    /// The best rows of a section, at most [`MOST_ROWS`].
    pub fn top(&self, filter: &BoardFilter, limit: usize) -> Vec<Placed> {
        self.sections
            .get(filter)
            .map(|tree| self.rows(tree, 0..limit.min(MOST_ROWS)))
            .unwrap_or_default()
    }

    /// Where a person stands among everybody.
    pub fn place(&self, participant: ParticipantId) -> Option<Placed> {
        let (key, row) = self.people.get(&participant)?;
        Some(Placed {
            place: place_of(self.everybody(), *key),
            participant,
            row: row.clone(),
        })
    }

    /// The rows around a person, at most [`MOST_ROWS`].
    pub fn around(&self, participant: ParticipantId, above: usize, below: usize) -> Vec<Placed> {
        let Some((key, _)) = self.people.get(&participant) else {
            return Vec::new();
        };
        let everybody = self.everybody();
        let own = everybody.rank(&(*key, participant));
        let above = above.min(MOST_ROWS - 1);
        let below = below.min(MOST_ROWS - 1 - above);
        self.rows(everybody, own.saturating_sub(above)..own + below + 1)
    }

    /// People and attempts.
    pub fn totals(&self) -> Totals {
        Totals {
            people: self.people.len() as u64,
            attempts: self.attempts,
        }
    }

    fn everybody(&self) -> &BTreeSet<Rank> {
        &self.sections[&BoardFilter::default()]
    }

    fn rows(&self, tree: &BTreeSet<Rank>, range: Range<usize>) -> Vec<Placed> {
        let range = range.start..range.end.min(tree.len());
        let mut rows = Vec::with_capacity(range.len());
        let mut previous: Option<(RankKey, u64)> = None;
        for index in range {
            let Some((key, participant)) = tree.get_index(index) else {
                break;
            };
            let place = match previous {
                Some((same, place)) if same == *key => place,
                // Only the first row asked for can share its place with rows before it.
                None => place_of(tree, *key),
                Some(_) => index as u64 + 1,
            };
            previous = Some((*key, place));
            if let Some((_, row)) = self.people.get(participant) {
                rows.push(Placed {
                    place,
                    participant: *participant,
                    row: row.clone(),
                });
            }
        }
        rows
    }
}

fn empty() -> BTreeSet<Rank> {
    BTreeSet::with_maximum_node_size(NODE_SIZE)
}

/// 1 + the number of smaller keys: the nil id sorts before every person with the same key.
fn place_of(tree: &BTreeSet<Rank>, key: RankKey) -> u64 {
    tree.rank(&(key, ParticipantId(Uuid::nil()))) as u64 + 1
}
