//! The board of one round: order-statistic trees, so that a place is counted, never sorted.

use crate::domain::{ParticipantId, RankKey};
use crate::live::{BoardEntry, BoardFilter, BoardRow, MOST_ROWS, Placed, Replace, Totals};
use indexset::BTreeSet;
use smallvec::SmallVec;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;
use uuid::Uuid;

/// Entries a node of a tree holds. Small, because every unit has a tree whose first node is
/// allocated whole; large trees do not notice (`examples/board_speed.rs`).
const NODE_SIZE: usize = 128;

type Rank = (RankKey, ParticipantId);

/// Numbers of the trees in which a person is: everybody's, and up to three more.
type Sections = SmallVec<[u32; 4]>;

struct Standing {
    key: RankKey,
    attempts: u32,
    row: Arc<BoardRow>,
    sections: Sections,
}

/// Everybody of one round in order, and the same for each group, unit, and group within a unit.
///
/// `put` and `place` take logarithmic time; a reading takes time for its rows only.
pub struct Board {
    people: HashMap<ParticipantId, Standing>,
    numbers: HashMap<BoardFilter, u32>,
    /// By section number; the first is everybody's.
    trees: Vec<BTreeSet<Rank>>,
    attempts: u64,
}

impl Default for Board {
    fn default() -> Self {
        Self {
            people: HashMap::new(),
            numbers: HashMap::from([(BoardFilter::default(), 0)]),
            trees: vec![empty()],
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

    /// Counts the attempts that are new; puts the entry on the board as `replace` says, and says
    /// whether it did.
    pub fn put(&mut self, entry: BoardEntry, replace: Replace) -> bool {
        let BoardEntry {
            participant,
            attempts,
            listed,
            key,
            row,
        } = entry;
        let (seen, sections) = match self.people.get_mut(&participant) {
            None => (0, self.sections_of(&row, listed)),
            Some(old) => {
                let seen = old.attempts;
                old.attempts = seen.max(attempts);
                self.attempts += u64::from(attempts.saturating_sub(seen));
                let was_listed = !old.sections.is_empty();
                let stays = match replace {
                    Replace::IfBetter => (!was_listed, old.key) <= (!listed, key),
                    Replace::Always => false,
                    Replace::Newest => attempts < seen,
                    Replace::IfAbsent => true,
                };
                if stays {
                    return false;
                }
                for section in &old.sections {
                    self.trees[*section as usize].remove(&(old.key, participant));
                }
                let same = old.row.group == row.group && old.row.unit == row.unit;
                if same && was_listed == listed {
                    (old.attempts, std::mem::take(&mut old.sections))
                } else {
                    (old.attempts, self.sections_of(&row, listed))
                }
            }
        };
        self.attempts += u64::from(attempts.saturating_sub(seen));
        for section in &sections {
            self.trees[*section as usize].insert((key, participant));
        }
        let standing = Standing {
            key,
            attempts: seen.max(attempts),
            row: Arc::new(row),
            sections,
        };
        self.people.insert(participant, standing);
        true
    }

    /// Takes a person off; the count of attempts stays.
    pub fn remove(&mut self, participant: ParticipantId) -> bool {
        let Some(old) = self.people.remove(&participant) else {
            return false;
        };
        for section in old.sections {
            self.trees[section as usize].remove(&(old.key, participant));
        }
        true
    }

    /// Whether the person is on the board, be it only counted.
    pub fn holds(&self, participant: ParticipantId) -> bool {
        self.people.contains_key(&participant)
    }

    /// The best rows of a section, at most [`MOST_ROWS`].
    pub fn top(&self, filter: &BoardFilter, limit: usize) -> Vec<Placed> {
        self.numbers
            .get(filter)
            .map(|number| &self.trees[*number as usize])
            .map(|tree| self.rows(tree, 0..limit.min(MOST_ROWS)))
            .unwrap_or_default()
    }

    /// Where a person stands in a section, if they are in it.
    pub fn place(&self, filter: &BoardFilter, participant: ParticipantId) -> Option<Placed> {
        let (standing, tree) = self.standing_in(filter, participant)?;
        Some(Placed {
            place: place_of(tree, standing.key),
            participant,
            row: standing.row.clone(),
        })
    }

    /// The rows around a person in a section, at most [`MOST_ROWS`].
    pub fn around(
        &self,
        filter: &BoardFilter,
        participant: ParticipantId,
        above: usize,
        below: usize,
    ) -> Vec<Placed> {
        let Some((standing, tree)) = self.standing_in(filter, participant) else {
            return Vec::new();
        };
        let own = tree.rank(&(standing.key, participant));
        let above = above.min(MOST_ROWS - 1);
        let below = below.min(MOST_ROWS - 1 - above);
        self.rows(tree, own.saturating_sub(above)..own + below + 1)
    }

    /// People and attempts.
    pub fn totals(&self) -> Totals {
        Totals {
            people: self.people.len() as u64,
            attempts: self.attempts,
        }
    }

    /// A person with the tree of a section, if they are in it; who is counted only is in none.
    fn standing_in(
        &self,
        filter: &BoardFilter,
        participant: ParticipantId,
    ) -> Option<(&Standing, &BTreeSet<Rank>)> {
        let standing = self.people.get(&participant)?;
        let number = self.numbers.get(filter)?;
        let tree = &self.trees[*number as usize];
        standing
            .sections
            .contains(number)
            .then_some((standing, tree))
    }

    /// Numbers of the sections of a row; new ones get a tree, which then stays.
    fn sections_of(&mut self, row: &BoardRow, listed: bool) -> Sections {
        if !listed {
            return Sections::new();
        }
        BoardFilter::of_row(row)
            .map(|section| {
                *self.numbers.entry(section).or_insert_with(|| {
                    self.trees.push(empty());
                    u32::try_from(self.trees.len() - 1)
                        .expect("groups and units of a round are far fewer than 2³²")
                })
            })
            .collect()
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
            if let Some(standing) = self.people.get(participant) {
                rows.push(Placed {
                    place,
                    participant: *participant,
                    row: standing.row.clone(),
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
